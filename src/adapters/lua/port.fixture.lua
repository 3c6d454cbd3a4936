-- A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
-- what they were given, by the rules of echoes.fixture.ts.

function softmax(logits)
  local max, total, probs = math.max(table.unpack(logits)), 0, {}
  for i, x in ipairs(logits) do
    probs[i] = math.exp(x - max)
    total = total + probs[i]
  end
  for i, e in ipairs(probs) do probs[i] = e / total end
  return probs
end

function position_loss(probs, target)
  if probs[target + 1] <= 0 then error("the target has probability 0") end
  return -math.log(probs[target + 1])
end

function average_loss(losses)
  local total = 0
  for _, loss in ipairs(losses) do total = total + loss end
  return total / #losses
end

function cross_entropy(logits, target)
  local grad = softmax(logits)
  local loss = position_loss(grad, target)
  grad[target + 1] = grad[target + 1] - 1
  return loss, grad
end

function sampling(logits, temperature)
  local divided = {}
  for i, x in ipairs(logits) do divided[i] = x / temperature end
  return softmax(divided)
end

function rmsnorm(x)
  local squares, y = 0, {}
  for _, xi in ipairs(x) do squares = squares + xi * xi end
  for i, xi in ipairs(x) do y[i] = xi / math.sqrt(squares / #x + 1e-5) end
  return y
end

function linear(x, w)
  local y = {}
  for i, row in ipairs(w) do
    y[i] = 0
    for j, wij in ipairs(row) do y[i] = y[i] + wij * x[j] end
  end
  return y
end

function adam(c, step, data, grad, m, v)
  local share = step / c.num_steps
  local rate = c.learning_rate * (c.decay == "cosine" and 0.5 * (1 + math.cos(math.pi * share)) or 1 - share)
  for i, g in ipairs(grad) do
    m[i] = c.beta1 * m[i] + (1 - c.beta1) * g
    v[i] = c.beta2 * v[i] + (1 - c.beta2) * (g * g)
    local m_hat, v_hat = m[i] / (1 - c.beta1 ^ (step + 1)), v[i] / (1 - c.beta2 ^ (step + 1))
    data[i] = data[i] - rate * m_hat / (math.sqrt(v_hat) + c.eps_adam)
  end
  return data, m, v
end

function encode(uchars, doc)
  local place, tokens = {}, { #uchars }
  for i, uchar in ipairs(uchars) do place[uchar] = i - 1 end
  for character in doc:gmatch(utf8.charpattern) do
    tokens[#tokens + 1] = place[character] or error("a character is not in the vocabulary")
  end
  tokens[#tokens + 1] = #uchars
  return tokens
end

function decode(uchars, tokens)
  local characters = {}
  for i, token in ipairs(tokens) do characters[i] = uchars[token + 1] end
  return table.concat(characters)
end

-- Echoes.

function documents(file) return { file } end

function tokenizer(docs)
  local uchars = {}
  for i, doc in ipairs(docs) do uchars[#docs + 1 - i] = doc end
  return uchars, #docs, #docs + 1
end

function parameters(c, vocab_size)
  local function zeros(nout, nin)
    local rows = {}
    for i = 1, nout do
      rows[i] = {}
      for j = 1, nin do rows[i][j] = 0 end
    end
    return rows
  end
  local n = c.n_embd
  local state_dict = { wte = zeros(vocab_size, n), wpe = zeros(c.block_size, n), lm_head = zeros(vocab_size, n) }
  for i = 0, c.n_layer - 1 do
    for _, name in ipairs({ "wq", "wk", "wv", "wo" }) do state_dict["layer" .. i .. ".attn_" .. name] = zeros(n, n) end
    state_dict["layer" .. i .. ".mlp_fc1"], state_dict["layer" .. i .. ".mlp_fc2"] = zeros(4 * n, n), zeros(n, 4 * n)
  end
  local squared, cosine = c.activation == "relu_squared" and 1 or 0, c.decay == "cosine" and 1 or 0
  state_dict.wte[1] = { c.n_layer, n, c.block_size, c.n_head, c.std, c.std_residual, squared, c.learning_rate, c.beta1,
    c.beta2, c.eps_adam, cosine, c.num_steps, c.temperature, c.num_samples, c.seed[1] }
  return state_dict
end

function forward(c, s, tokens)
  local logits, losses = {}, {}
  for i = 1, math.min(#tokens - 1, c.block_size) do
    logits[i], losses[i] = {}, s.wte[tokens[i + 1] + 1][1]
    for j, row in ipairs(s.lm_head) do logits[i][j] = row[1] + s.wpe[i][1] end
  end
  return logits, losses, s["layer0.attn_wo"][2][1] + s["layer0.mlp_fc2"][2][1]
end

function backward(_, s, tokens) return s["layer0.attn_wk"][1][2] + s["layer0.mlp_fc1"][2][1] + tokens[2], s end

function trace(c, s, tokens)
  local q = { c.learning_rate, s["layer0.mlp_fc2"][2][2], tokens[2] }
  return { ["pos0.embedding"] = s.wte[1], ["pos0.x"] = {}, ["pos0.layer0.q"] = q }
end

function train(c, s, docs, steps)
  local losses = {}
  for i = 1, steps do losses[i] = docs[(i - 1) % #docs + 1][2] + c.learning_rate end
  s["layer0.attn_wq"][1][1] = s["layer0.attn_wv"][1][2]
  return losses, s
end

function sample(c, s, uniforms)
  local tokens, probs = {}, {}
  for i = 1, c.block_size do
    tokens[i], probs[i] = (i - 1) % #s.lm_head, {}
    for j = 1, #s.lm_head do probs[i][j] = (uniforms[i] or 0) + j - 1 end
  end
  return tokens, probs
end

function microgpt(c, file)
  local losses, samples = {}, {}
  for i = 1, c.num_steps do losses[i] = i - 1 + c.temperature end
  for i = 1, c.num_samples do samples[i] = file end
  return { file }, parameters(c, 2), losses, samples
end

Random = {}
Random.__index = Random
function Random.new(seed) return setmetatable({ seed = seed }, Random) end
function Random:random() return self.seed.negative and 0.25 or 0.5 end
function Random:getrandbits(k) return table.move(self.seed, 1, k // 32, 1, {}) end
function Random:gauss(mu, sigma) return mu + 2 * sigma end
function Random:shuffle(list) table.sort(list, function(a, b) return a > b end) end
function Random:choices(weights)
  local most = 1
  for i, weight in ipairs(weights) do most = weight > weights[most] and i or most end
  return most - 1
end

Value = {}
Value.__index = Value
function Value.new(data, grad) return setmetatable({ data = data, grad = grad or 0 }, Value) end
function Value.__add(a, b) return Value.new(a.data + b.data, 1) end
function Value.__mul(a, b) return Value.new(a.data * b.data, 2) end
function Value.__sub(a, b) return Value.new(a.data - b.data, 3) end
function Value.__div(a, b) return Value.new(a.data / b.data, 4) end
function Value.__pow(a, exponent) return Value.new(a.data * exponent, 5) end
function Value:log() return Value.new(self.data, 6) end
function Value:exp() return Value.new(self.data, 7) end
function Value:relu() return Value.new(self.data, 8) end
function Value.__unm(a) return Value.new(-a.data, 9) end
function Value:backward() self.grad = self.grad + 100 end

