-- microgpt in Lua, statement by statement as microgpt.py: functions to stand in the template of `init lua --full`.

Value = {}
Value.__index = Value

local function node(data, children, locals)
  return setmetatable({ data = data, grad = 0, children = children, locals = locals }, Value)
end

local function lifted(x) return getmetatable(x) == Value and x or node(x, {}, {}) end

function Value.new(data) return node(data, {}, {}) end
function Value.__add(a, b)
  a, b = lifted(a), lifted(b)
  return node(a.data + b.data, { a, b }, { 1, 1 })
end
function Value.__mul(a, b)
  a, b = lifted(a), lifted(b)
  return node(a.data * b.data, { a, b }, { b.data, a.data })
end
function Value.__pow(a, exponent) return node(a.data ^ exponent, { a }, { exponent * a.data ^ (exponent - 1) }) end
function Value.__unm(a) return a * -1 end
function Value.__sub(a, b) return a + -lifted(b) end
function Value.__div(a, b) return a * b ^ -1 end
function Value:log()
  if self.data <= 0 then error("log of " .. self.data) end
  return node(math.log(self.data), { self }, { 1 / self.data })
end
function Value:exp() return node(math.exp(self.data), { self }, { math.exp(self.data) }) end
function Value:relu() return node(self.data > 0 and self.data or 0, { self }, { self.data > 0 and 1.0 or 0.0 }) end

function Value:backward()
  local topo, visited, stack = {}, {}, { { self, 0 } }
  visited[self] = true
  while #stack > 0 do
    local top = stack[#stack]
    top[2] = top[2] + 1
    local child = top[1].children[top[2]]
    if child == nil then
      topo[#topo + 1] = top[1]
      stack[#stack] = nil
    elseif not visited[child] then
      visited[child] = true
      stack[#stack + 1] = { child, 0 }
    end
  end
  self.grad = 1
  for i = #topo, 1, -1 do
    local v = topo[i]
    for j, child in ipairs(v.children) do child.grad = child.grad + v.locals[j] * v.grad end
  end
end

local function map(list, f)
  local mapped = {}
  for i, x in ipairs(list) do mapped[i] = f(x, i) end
  return mapped
end

local function values(list) return map(list, Value.new) end
local function data(list) return map(list, function(v) return v.data end) end

local function sum(list)
  local total = Value.new(0)
  for _, term in ipairs(list) do total = total + term end
  return total
end

local function dot(a, b) return sum(map(a, function(x, i) return x * b[i] end)) end
local function times_inverse(a, number) return a * number ^ -1 end
local function linear_nodes(x, w) return map(w, function(row) return dot(row, x) end) end

local function softmax_nodes(logits)
  local max_val = logits[1].data
  for _, val in ipairs(logits) do max_val = val.data > max_val and val.data or max_val end
  local exps = map(logits, function(val) return (val - max_val):exp() end)
  local total = sum(exps)
  return map(exps, function(e) return e / total end)
end

local function rmsnorm_nodes(x)
  local ms = times_inverse(dot(x, x), #x)
  local scale = (ms + 1e-5) ^ -0.5
  return map(x, function(xi) return xi * scale end)
end

local function added(a, b) return map(a, function(x, i) return x + b[i] end) end
local function slice(list, from, count) return table.move(list, from, from + count - 1, 1, {}) end

local function gpt(c, s, token_id, pos_id, keys, cached, at)
  local head_dim = c.n_embd // c.n_head
  local root = head_dim ^ 0.5
  local function noted(name, list)
    at[("pos%d.%s"):format(pos_id, name)] = data(list)
    return list
  end
  local x = noted("embedding", added(s.wte[token_id + 1], s.wpe[pos_id + 1]))
  x = noted("x", rmsnorm_nodes(x))
  for li = 0, c.n_layer - 1 do
    local layer = "layer" .. li .. "."
    local function of(name, list) return noted(layer .. name, list) end
    local residual = x
    x = of("attn_norm", rmsnorm_nodes(x))
    local q = of("q", linear_nodes(x, s[layer .. "attn_wq"]))
    local k = of("k", linear_nodes(x, s[layer .. "attn_wk"]))
    local v = of("v", linear_nodes(x, s[layer .. "attn_wv"]))
    table.insert(keys[li + 1], k)
    table.insert(cached[li + 1], v)
    local x_attn = {}
    for h = 0, c.n_head - 1 do
      local head, hs = "head" .. h .. ".", h * head_dim + 1
      local q_h = slice(q, hs, head_dim)
      local logits = map(keys[li + 1], function(k_t)
        return times_inverse(dot(q_h, slice(k_t, hs, head_dim)), root)
      end)
      local weights = of(head .. "attn_weights", softmax_nodes(of(head .. "attn_logits", logits)))
      local out = {}
      for j = 0, head_dim - 1 do
        out[j + 1] = dot(weights, map(cached[li + 1], function(v_t) return v_t[hs + j] end))
        x_attn[#x_attn + 1] = out[j + 1]
      end
      of(head .. "head_out", out)
    end
    x = of("attn_out", linear_nodes(of("x_attn", x_attn), s[layer .. "attn_wo"]))
    x = of("attn_residual", added(x, residual))
    residual = x
    x = of("mlp_norm", rmsnorm_nodes(x))
    x = of("mlp_hidden", linear_nodes(x, s[layer .. "mlp_fc1"]))
    x = of("mlp_relu", map(x, function(xi)
      local positive = xi:relu()
      return c.activation == "relu_squared" and positive ^ 2 or positive
    end))
    x = of("mlp_out", linear_nodes(x, s[layer .. "mlp_fc2"]))
    x = of("mlp_residual", added(x, residual))
  end
  return noted("logits", linear_nodes(x, s.lm_head))
end

local function nodes_of(state_dict)
  local nodes = {}
  for name, matrix in pairs(state_dict) do nodes[name] = map(matrix, values) end
  return nodes
end

local function document(c, s, tokens)
  local n, keys, cached = math.min(c.block_size, #tokens - 1), {}, {}
  local logits, losses, at = {}, {}, {}
  if n < 1 then error("there is no position") end
  for li = 1, c.n_layer do keys[li], cached[li] = {}, {} end
  for pos_id = 0, n - 1 do
    local token_id, target_id = tokens[pos_id + 1], tokens[pos_id + 2]
    logits[pos_id + 1] = gpt(c, s, token_id, pos_id, keys, cached, at)
    local probs = softmax_nodes(logits[pos_id + 1])
    at[("pos%d.probs"):format(pos_id)] = data(probs)
    losses[pos_id + 1] = -probs[target_id + 1]:log()
  end
  return logits, losses, sum(losses) * (1 / n), at
end

function softmax(logits) return data(softmax_nodes(values(logits))) end
function rmsnorm(x) return data(rmsnorm_nodes(values(x))) end
function linear(x, w) return data(linear_nodes(values(x), map(w, values))) end
function average_loss(losses) return (sum(values(losses)) * (1 / #losses)).data end

function position_loss(probs, target)
  if probs[target + 1] <= 0 then error("the target has probability 0") end
  return -math.log(probs[target + 1])
end

function forward(c, state_dict, tokens)
  local logits, losses, loss = document(c, nodes_of(state_dict), tokens)
  return map(logits, data), data(losses), loss.data
end

function trace(c, state_dict, tokens)
  local _, _, _, at = document(c, nodes_of(state_dict), tokens)
  return at
end

local function differentiated(c, nodes, tokens)
  local _, _, loss = document(c, nodes, tokens)
  loss:backward()
  local grad = {}
  for name, matrix in pairs(nodes) do
    grad[name] = map(matrix, function(row) return map(row, function(v) return v.grad end) end)
  end
  return loss.data, grad
end

function backward(c, state_dict, tokens) return differentiated(c, nodes_of(state_dict), tokens) end

local function rate(c, step)
  local share = step / c.num_steps
  if c.decay == "cosine" then return c.learning_rate * 0.5 * (1 + math.cos(math.pi * step / c.num_steps)) end
  return c.learning_rate * (1 - share)
end

function adam(c, step, p, grad, m, v)
  local lr_t = rate(c, step)
  for i, g in ipairs(grad) do
    m[i] = c.beta1 * m[i] + (1 - c.beta1) * g
    v[i] = c.beta2 * v[i] + (1 - c.beta2) * g ^ 2
    local m_hat = m[i] / (1 - c.beta1 ^ (step + 1))
    local v_hat = v[i] / (1 - c.beta2 ^ (step + 1))
    p[i] = p[i] - lr_t * m_hat / (v_hat ^ 0.5 + c.eps_adam)
  end
  return p, m, v
end

function train(c, state_dict, docs, steps)
  local m, v, losses = {}, {}, {}
  for name, matrix in pairs(state_dict) do
    m[name] = map(matrix, function(row) return map(row, function() return 0.0 end) end)
    v[name] = map(matrix, function(row) return map(row, function() return 0.0 end) end)
  end
  for step = 0, steps - 1 do
    local loss, grad = differentiated(c, nodes_of(state_dict), docs[step % #docs + 1])
    losses[step + 1] = loss
    for name, matrix in pairs(state_dict) do
      for i, row in ipairs(matrix) do adam(c, step, row, grad[name][i], m[name][i], v[name][i]) end
    end
  end
  return losses, state_dict
end
