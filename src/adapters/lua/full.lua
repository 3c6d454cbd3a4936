-- A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md).
-- Lua 5.4.
-- Look at it:  npx microgpt-spec doctor -- lua5.4 adapter.lua
-- Check it:    npx microgpt-spec run -- lua5.4 adapter.lua

local WHO = "name=mygpt lang=Lua version=0.1.0 dtype=f64" -- your port; no spaces in the values
local DECLARED = "config=any" -- constants that are fixed, and limits: spec/protocol.md, "What a port declares"

-- ---- Your functions ----
-- Require your port above. To claim an operation, uncomment its line and let it call your functions; what they raise
-- with error rejects the request. Lists begin at 1; tokens, targets, steps and indices count from 0, as on the line. A
-- matrix is a list of rows; config has config.n_embd and the other constants, state_dict has state_dict.wte,
-- state_dict["layer0.attn_wq"] and the other matrices. Text is UTF-8. A seed, and what getrandbits gives, is a list of
-- 32 bits a number, the lowest first: {7, 1} is 7 + 2^32; seed.negative says its sign. Begin with softmax.
local YOURS = {
  -- softmax = function(logits) return softmax(logits) end,
  -- position_loss = function(probs, target) return position_loss(probs, target) end,
  -- average_loss = function(losses) return average_loss(losses) end,
  -- cross_entropy = function(logits, target) return cross_entropy(logits, target) end, --> loss, grad
  -- sampling = function(logits, temperature) return sampling(logits, temperature) end,
  -- rmsnorm = function(x) return rmsnorm(x) end,
  -- linear = function(x, w) return linear(x, w) end,
  -- exp = function(x) return math.exp(x) end, --> of one number, as log, sin, cos and pow
  -- log = function(x) return math.log(x) end,
  -- sin = function(x) return math.sin(x) end,
  -- cos = function(x) return math.cos(x) end,
  -- pow = function(x, exponent) return x ^ exponent end,
  -- adam = function(config, step, data, grad, m, v) return adam(config, step, data, grad, m, v) end, --> data, m, v
  -- documents = function(file) return documents(file) end,
  -- tokenizer = function(docs) return tokenizer(docs) end, --> uchars, BOS, vocab_size
  -- encode = function(uchars, doc) return encode(uchars, doc) end,
  -- decode = function(uchars, tokens) return decode(uchars, tokens) end,
  -- forward = function(config, state_dict, tokens) return forward(config, state_dict, tokens) end,
  -- backward = function(config, state_dict, tokens) return backward(config, state_dict, tokens) end, --> loss, grad
  -- trace = function(config, state_dict, tokens) return trace(config, state_dict, tokens) end, --> lists by name
  -- train = function(config, state_dict, docs, steps) return train(config, state_dict, docs, steps) end,
  -- sample = function(config, state_dict, uniforms) return sample(config, state_dict, uniforms) end, --> tokens, probs
  -- parameters = function(config, vocab_size) return parameters(config, vocab_size) end, --> a state_dict
  -- microgpt = function(config, file) return microgpt(config, file) end, --> docs, state_dict as drawn, losses, samples
  -- random = function(seed)
  --   local stream = Random.new(seed)
  --   return {
  --     random = function() return stream:random() end,
  --     getrandbits = function(k) return stream:getrandbits(k) end, --> a list of 32 bits a number
  --     gauss = function(mu, sigma) return stream:gauss(mu, sigma) end,
  --     shuffle = function(list) stream:shuffle(list) end, --> in place
  --     choices = function(weights) return stream:choices(weights) end, --> an index, from 0
  --   }
  -- end,
  -- autograd = function()
  --   return {
  --     leaf = function(x) return Value.new(x) end,
  --     add = function(a, b) return a + b end,
  --     mul = function(a, b) return a * b end,
  --     sub = function(a, b) return a - b end,
  --     div = function(a, b) return a / b end,
  --     pow = function(a, exponent) return a ^ exponent end,
  --     log = function(a) return a:log() end,
  --     exp = function(a) return a:exp() end,
  --     relu = function(a) return a:relu() end,
  --     neg = function(a) return -a end,
  --     backward = function(root) root:backward() end,
  --     data = function(a) return a.data end,
  --     grad = function(a) return a.grad end,
  --   }
  -- end,
}
-- ---- End of your functions: what follows reads, checks and prints ----

local MOST = 1 << 24 -- numbers that there is room for in one list

--- Rejects the request where something does not fit.
local function demand(fits, message, ...)
  if not fits then error({ input = message:format(...) }, 0) end
end

-- ---- Reading: the values of the request from left to right ----

local values, at

local function word(wanted, fits)
  demand(at < #values, "the line ends after %d values; one more is due", at)
  at = at + 1
  local token = values[at]
  demand(fits(token), "value %d is %s; it must be %s", at, token:sub(1, 40), wanted)
  return token
end

local function one_of(...)
  local choices = {}
  for _, choice in ipairs({ ... }) do choices[choice] = true end
  return word(table.concat({ ... }, " or "), function(token) return choices[token] end)
end

local function is_integer(token) return token:find("^%-?%d+$") end

local function read_int(least, most)
  most = most or (1 << 53) - 1
  local n = math.tointeger(tonumber(word("an integer", is_integer)))
  local fits = n and n >= least and n <= most
  demand(fits, "value %d is %s; it must be an integer from %d to %d", at, values[at], least, most)
  return n
end

--- An integer of any size: 32 bits a number, the lowest first.
local function read_integer()
  local token = word("an integer", is_integer)
  local words = { negative = token:sub(1, 1) == "-", 0 }
  for digit in token:gmatch("%d") do
    local carry = tonumber(digit)
    for i = 1, #words do
      carry = carry + 10 * words[i]
      words[i], carry = carry & 0xffffffff, carry >> 32
    end
    if carry > 0 then words[#words + 1] = carry end
  end
  return words
end

local NAMED = { nan = 0 / 0, inf = math.huge, ["-inf"] = -math.huge }

local function read_float()
  local token = word("a number", function(token)
    return NAMED[token] or (token:find("^[-+.%deE]+$") and tonumber(token))
  end)
  return NAMED[token] or (tonumber(token) == 0 and token:sub(1, 1) == "-" and -0.0) or tonumber(token) + 0.0
end

local function read_list(least, read)
  local n, list = read_int(least), {}
  demand(n <= #values - at, "value %d says that %d follow; there are fewer", at, n)
  for i = 1, n do list[i] = read(i - 1) end
  return list
end

local function read_floats(least) return read_list(least or 0, read_float) end

local function read_matrix(columns)
  local nout, nin = read_int(0), read_int(0)
  demand(nout == 0 or nin == columns, "x has %d numbers, a row of w %d", columns, nin)
  demand(nout * nin <= #values - at, "a matrix of %d x %d, and fewer values", nout, nin)
  local rows = {}
  for i = 1, nout do
    rows[i] = {}
    for j = 1, nin do rows[i][j] = read_float() end
  end
  return rows
end

local function read_bytes()
  local token = word("hex digits in pairs, or -", function(token)
    return token == "-" or (token:find("^%x+$") and #token % 2 == 0)
  end)
  return (token:gsub("%-", ""):gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

local function read_text()
  local text = read_bytes()
  demand(utf8.len(text), "value %d is hex of no UTF-8", at)
  return text
end

local function read_texts() return read_list(0, read_text) end

local function read_uchars()
  local uchars = read_texts()
  for _, uchar in ipairs(uchars) do demand(utf8.len(uchar) == 1, "a character is not one code point") end
  return uchars
end

local function read_tokens(vocab_size, looked_at)
  return read_list(0, function(i) return read_int(0, i < looked_at and vocab_size - 1 or MOST) end)
end

--- Tokens behind the block are not looked at, and may be any (model.16).
local function read_document(config, vocab_size)
  local tokens = read_tokens(vocab_size, config.block_size + 1)
  demand(#tokens >= 2, "a document of %d tokens; it must have BOS on both sides", #tokens)
  return tokens
end

local function read_rate(below)
  local x = read_float()
  demand(x >= 0 and x < (below or math.huge), "constant %d is %g, outside of its range (parameters.8)", at, x)
  return x
end

local function read_config()
  local c = {}
  c.n_layer, c.n_embd, c.block_size, c.n_head = read_int(0), read_int(1), read_int(1), read_int(1)
  c.std, c.std_residual, c.activation = read_rate(), read_rate(), one_of("relu", "relu_squared")
  c.learning_rate, c.beta1, c.beta2, c.eps_adam = read_rate(), read_rate(1), read_rate(1), read_rate()
  c.decay, c.num_steps, c.temperature = one_of("linear", "cosine"), read_int(0), read_rate()
  c.num_samples, c.seed = read_int(0), read_integer()
  demand(c.n_embd % c.n_head == 0, "n_embd %d is no multiple of n_head %d (parameters.8)", c.n_embd, c.n_head)
  demand(c.temperature > 0, "temperature is 0; it must be above (parameters.8)")
  return c
end

--- Names, rows and columns of the matrices, in their order.
local function shapes_of(c, vocab_size)
  local n = c.n_embd
  local shapes = { { "wte", vocab_size, n }, { "wpe", c.block_size, n }, { "lm_head", vocab_size, n } }
  for i = 0, c.n_layer - 1 do
    for _, name in ipairs({ "wq", "wk", "wv", "wo" }) do
      shapes[#shapes + 1] = { ("layer%d.attn_%s"):format(i, name), n, n }
    end
    shapes[#shapes + 1] = { ("layer%d.mlp_fc1"):format(i), 4 * n, n }
    shapes[#shapes + 1] = { ("layer%d.mlp_fc2"):format(i), n, 4 * n }
  end
  return shapes
end

local function read_vocab_size(c)
  local vocab_size = read_int(1)
  local count = 1.0 * c.n_embd * (2.0 * vocab_size + c.block_size + 12.0 * c.n_layer * c.n_embd)
  demand(count <= MOST, "%g parameters are too many; there is room for %d", count, MOST)
  return vocab_size
end

--- A configuration, the parameters of its shapes, and the size of the vocabulary.
local function read_model()
  local config = read_config()
  local vocab_size = read_vocab_size(config)
  local params, due, state_dict, next_ = read_floats(), 0, {}, 1
  local shapes = shapes_of(config, vocab_size)
  for _, shape in ipairs(shapes) do due = due + shape[2] * shape[3] end
  demand(#params == due, "%d parameters; this configuration has %d (parameters.6)", #params, due)
  for _, shape in ipairs(shapes) do
    local name, nout, nin = table.unpack(shape)
    state_dict[name] = {}
    for i = 1, nout do
      state_dict[name][i] = table.move(params, next_, next_ + nin - 1, 1, {})
      next_ = next_ + nin
    end
  end
  return config, state_dict, vocab_size
end

local function read_draw()
  local kind = one_of("random", "getrandbits", "gauss", "shuffle", "choices")
  if kind == "random" then return { kind } end
  if kind == "getrandbits" then return { kind, read_int(0, 1 << 20) } end
  if kind == "gauss" then return { kind, read_float(), read_float() } end
  if kind == "choices" then return { kind, read_floats() } end
  local list = {}
  for i = 1, read_int(0, MOST) do list[i] = i - 1 end
  return { kind, list }
end

local function read_node(place)
  local kind = one_of("leaf", "add", "mul", "sub", "div", "pow", "log", "exp", "relu", "neg")
  if kind == "leaf" then return { kind = kind, x = read_float() } end
  local node = { kind = kind, a = read_int(0, place - 1) + 1 }
  if kind == "pow" then node.x = read_float() end
  if kind == "add" or kind == "mul" or kind == "sub" or kind == "div" then node.b = read_int(0, place - 1) + 1 end
  return node
end

local function read_end()
  demand(at == #values, "there are %d values more than the request says (protocol.2)", #values - at)
end

-- ---- Printing: the reply is a list of tokens ----

local reply

local function put(token) reply[#reply + 1] = token end
local function put_int(n) put(("%d"):format(n)) end

local function put_float(x)
  if x ~= x then put("nan")
  elseif x == math.huge or x == -math.huge then put(x > 0 and "inf" or "-inf")
  else put(("%.17g"):format(x)) end
end

local function put_each(list, put_one)
  for _, value in ipairs(list) do put_one(value) end
end

local function put_list(list, put_one)
  put_int(#list)
  put_each(list, put_one)
end

local function put_floats(list) put_list(list, put_float) end

local function put_matrix(rows)
  put_int(#rows)
  put_int(rows[1] and #rows[1] or 0)
  for _, row in ipairs(rows) do put_each(row, put_float) end
end

local function put_text(text)
  put(text == "" and "-" or (text:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)))
end

local function put_state_dict(state_dict, config)
  local list, vocab_size = {}, #state_dict.lm_head
  for _, shape in ipairs(shapes_of(config, vocab_size)) do
    for _, row in ipairs(state_dict[shape[1]]) do table.move(row, 1, #row, #list + 1, list) end
  end
  put_int(vocab_size)
  put_floats(list)
end

--- An integer of any size: divides by 10 until nothing is left.
local function put_integer(words)
  local left, digits = { table.unpack(words) }, {}
  repeat
    local rest = 0
    for i = #left, 1, -1 do
      rest = rest << 32 | left[i]
      left[i], rest = rest // 10, rest % 10
    end
    table.insert(digits, 1, rest)
    while left[#left] == 0 do left[#left] = nil end
  until #left == 0
  put(table.concat(digits))
end

-- ---- Operations: each reads its request to the end, calls your function, and prints what it returns ----

local function call(op, ...)
  read_end()
  return YOURS[op](...)
end

local function each(op, list, ...)
  read_end()
  for i, x in ipairs(list) do list[i] = YOURS[op](x, ...) end
  put_floats(list)
end

local OPS = {
  softmax = function() put_floats(call("softmax", read_floats(1))) end,
  position_loss = function()
    local probs = read_floats(1)
    put_float(call("position_loss", probs, read_int(0, #probs - 1)))
  end,
  average_loss = function() put_float(call("average_loss", read_floats(1))) end,
  cross_entropy = function()
    local logits = read_floats(1)
    local loss, grad = call("cross_entropy", logits, read_int(0, #logits - 1))
    put_float(loss)
    put_floats(grad)
  end,
  sampling = function()
    local logits, temperature = read_floats(1), read_float()
    demand(temperature > 0, "temperature is %g; it must be above 0 (inference.9)", temperature)
    put_floats(call("sampling", logits, temperature))
  end,
  rmsnorm = function() put_floats(call("rmsnorm", read_floats(1))) end,
  linear = function()
    local x = read_floats()
    put_floats(call("linear", x, read_matrix(#x)))
  end,
  exp = function() each("exp", read_floats()) end,
  log = function() each("log", read_floats()) end,
  sin = function() each("sin", read_floats()) end,
  cos = function() each("cos", read_floats()) end,
  pow = function() each("pow", read_floats(), read_float()) end,
  adam = function()
    local config = read_config()
    demand(config.num_steps > 0, "num_steps is 0; there is no step to take (optimizer.7)")
    local step = read_int(0, config.num_steps)
    local data, grad, m, v = read_floats(), read_floats(), read_floats(), read_floats()
    demand(#grad == #data and #m == #data and #v == #data, "data, grad, m and v are not of one length")
    put_each({ call("adam", config, step, data, grad, m, v) }, put_floats)
  end,
  documents = function() put_list(call("documents", read_bytes()), put_text) end,
  tokenizer = function()
    local uchars, BOS, vocab_size = call("tokenizer", read_texts())
    put_list(uchars, put_text)
    put_int(BOS)
    put_int(vocab_size)
  end,
  encode = function() put_list(call("encode", read_uchars(), read_text()), put_int) end,
  decode = function()
    local uchars = read_uchars()
    put_text(call("decode", uchars, read_tokens(#uchars, MOST)))
  end,
  forward = function()
    local config, state_dict, vocab_size = read_model()
    local logits, losses, loss = call("forward", config, state_dict, read_document(config, vocab_size))
    put_matrix(logits)
    put_floats(losses)
    put_float(loss)
  end,
  backward = function()
    local config, state_dict, vocab_size = read_model()
    local loss, grad = call("backward", config, state_dict, read_document(config, vocab_size))
    put_float(loss)
    put_state_dict(grad, config)
  end,
  trace = function()
    local config, state_dict, vocab_size = read_model()
    local values, names = call("trace", config, state_dict, read_document(config, vocab_size)), {}
    for name in pairs(values) do names[#names + 1] = name end
    put_list(names, function(name)
      put(name)
      put_floats(values[name])
    end)
  end,
  train = function()
    local config, state_dict, vocab_size = read_model()
    local docs = read_list(0, function() return read_document(config, vocab_size) end)
    local steps = read_int(0, config.num_steps)
    demand(#docs > 0 or steps == 0, "there is no document to train on (training.4)")
    local losses, trained = call("train", config, state_dict, docs, steps)
    put_floats(losses)
    put_state_dict(trained, config)
  end,
  sample = function()
    local config, state_dict = read_model()
    local uniforms = read_floats()
    for _, u in ipairs(uniforms) do demand(u >= 0 and u < 1, "uniform %g is outside of [0, 1)", u) end
    local tokens, probs = call("sample", config, state_dict, uniforms)
    demand(#probs <= #uniforms, "there are fewer uniforms than positions that are reached")
    put_list(tokens, put_int)
    put_matrix(probs)
  end,
  parameters = function()
    local config = read_config()
    put_state_dict(call("parameters", config, read_vocab_size(config)), config)
  end,
  microgpt = function()
    local config = read_config()
    local docs, state_dict, losses, samples = call("microgpt", config, read_bytes())
    put_list(docs, put_text)
    put_state_dict(state_dict, config)
    put_floats(losses)
    put_list(samples, put_text)
  end,
  random = function()
    local seed = read_integer()
    local draws = read_list(0, read_draw)
    local stream = call("random", seed)
    local put_drawn = { random = put_float, gauss = put_float, getrandbits = put_integer, choices = put_int }
    for _, draw in ipairs(draws) do
      local kind, argument, sigma = table.unpack(draw)
      local drawn = stream[kind](argument, sigma)
      if kind == "shuffle" then put_list(argument, put_int) else put_drawn[kind](drawn) end
    end
  end,
  autograd = function()
    local graph = read_list(1, read_node)
    local make, nodes, data, grad = call("autograd"), {}, {}, {}
    for i, node in ipairs(graph) do
      local arguments = { node.a and nodes[node.a], node.b and nodes[node.b] or node.x }
      if node.kind == "leaf" then arguments = { node.x } end
      nodes[i] = make[node.kind](table.unpack(arguments))
    end
    make.backward(nodes[#nodes])
    for i, node in ipairs(nodes) do data[i], grad[i] = make.data(node), make.grad(node) end
    put_floats(data)
    put_floats(grad)
  end,
}

local function answer(op)
  if op == "hello" then
    local names = {}
    for name in pairs(YOURS) do names[#names + 1] = name end
    table.sort(names)
    if #names == 0 then
      return "no none of the operations is claimed yet: uncomment the line of one of your functions"
    end
    return ("ok 1 %s %s ops=%s"):format(WHO, DECLARED, table.concat(names, ","))
  end
  if op == "echo" then
    local x = read_floats()
    read_end()
    put_floats(x)
  elseif YOURS[op] then OPS[op]()
  else return ("no %s is not implemented"):format(op) end
  return table.concat(reply, " ")
end

for line in io.lines() do
  values, reply = {}, { "ok" }
  for token in line:gmatch("[^ \r]+") do values[#values + 1] = token end
  local id, op = values[1], values[2] or "nothing"
  values, at = table.move(values, 3, #values, 1, {}), 0
  if id then
    local done, result = pcall(answer, op)
    if not done then
      local message = type(result) == "table" and "input " .. result.input or "error " .. tostring(result)
      result = "err " .. message:gsub("%s+", " ")
    end
    io.write("@", id, " ", result, "\n")
    io.flush()
  end
end
