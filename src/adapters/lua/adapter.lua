-- A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md). Lua 5.4.
-- Look at it:  npx microgpt-spec doctor -- lua5.4 adapter.lua
-- Check it:    npx microgpt-spec run --chapter loss -- lua5.4 adapter.lua
local WHO = "name=mygpt lang=Lua version=0.1.0 dtype=f64" -- your port; no spaces in the values

-- Your functions: replace each body by a call of your port's own; error rejects the request. There is one number at
-- least, and target, which counts from 0, is within.
local function softmax(logits)
  local max, total, probs = math.max(table.unpack(logits)), 0, {}
  for i, x in ipairs(logits) do
    probs[i] = math.exp(x - max)
    total = total + probs[i]
  end
  for i, e in ipairs(probs) do probs[i] = e / total end
  return probs
end
local function position_loss(probs, target)
  if probs[target + 1] <= 0 then error("the target has probability 0") end
  return -math.log(probs[target + 1])
end
local function average_loss(losses)
  local total = 0
  for _, loss in ipairs(losses) do total = total + loss end
  return total / #losses
end
local function cross_entropy(logits, target) -- the loss, and its derivative by each logit
  local grad = softmax(logits)
  local loss = position_loss(grad, target)
  grad[target + 1] = grad[target + 1] - 1
  return loss, grad
end

local NAMED = { nan = 0 / 0, inf = math.huge, ["-inf"] = -math.huge, ["-0"] = -0.0 }
local function number(args)
  local token = args() or "nothing"
  return NAMED[token] or token:find("^[-+.%deE]+$") and tonumber(token) or error(token .. " is no number")
end
local function integer(args, least, most)
  local n = math.tointeger(number(args))
  if not n or n < least or n > most then error("an integer is not from " .. least .. " to " .. most) end
  return n
end
local function floats(args, least)
  local list = {}
  for i = 1, integer(args, least, 1 << 20) do list[i] = number(args) end
  return list
end
local function last(args, ...) -- what a function is called with: the request has been read to its end
  if args() then error("there are more values than the request says") end
  return ...
end
local function targeted(args)
  local list = floats(args, 1)
  return last(args, list, integer(args, 0, #list - 1))
end

local OPS = { -- what hello claims; all other operations, read and checked: npx microgpt-spec init lua --full
  softmax = function(args) return softmax(last(args, floats(args, 1))) end,
  position_loss = function(args) return position_loss(targeted(args)) end,
  average_loss = function(args) return average_loss(last(args, floats(args, 1))) end,
  cross_entropy = function(args) return cross_entropy(targeted(args)) end,
}
local function wire(value)
  if type(value) == "number" then return value ~= value and "nan" or (("%.17g"):format(value)) end
  local tokens = { #value }
  for i, x in ipairs(value) do tokens[i + 1] = wire(x) end
  return table.concat(tokens, " ")
end
local function answer(op, args)
  if op == "echo" then return "ok " .. wire(last(args, floats(args, 0))) end
  if op == "hello" then
    local names = {}
    for name in pairs(OPS) do names[#names + 1] = name end
    return ("ok 1 %s config=any ops=%s"):format(WHO, table.concat(names, ","))
  end
  if not OPS[op] then return "no " .. tostring(op) .. " is not implemented" end
  local first, second = OPS[op](args)
  return "ok " .. wire(first) .. (second and " " .. wire(second) or "")
end
for line in io.lines() do
  local args = line:gmatch("[^ \r]+")
  local id = args()
  if id then
    local done, reply = pcall(answer, args(), args)
    io.write("@", id, " ", done and reply or "err error " .. tostring(reply), "\n")
    io.flush()
  end
end
