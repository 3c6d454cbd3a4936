-- What a port looks like around the lines of dump.lua: its numbers come from numbers.txt.
local numbers = assert(io.open('numbers.txt'))
local function next_number() return numbers:read('n') + 0.0 end
local function read(count)
  local list = {}
  for i = 1, count do list[i] = next_number() end
  return list
end
local function values(count)
  local list = {}
  for i = 1, count do list[i] = { data = next_number(), grad = 0.0 } end
  return list
end

local vocab_size, n_embd, block_size, num_steps = 3, 4, 4, 4
local state_dict, params = {}, {}
local function matrix(name, rows, columns)
  local mat = {}
  for i = 1, rows do
    mat[i] = values(columns)
    for _, p in ipairs(mat[i]) do params[#params + 1] = p end
  end
  state_dict[name] = mat
end
matrix('wte', vocab_size, n_embd)
matrix('wpe', block_size, n_embd)
matrix('lm_head', vocab_size, n_embd)
for _, name in ipairs { 'attn_wq', 'attn_wk', 'attn_wv', 'attn_wo' } do matrix('layer0.' .. name, n_embd, n_embd) end
matrix('layer0.mlp_fc1', 4 * n_embd, n_embd)
matrix('layer0.mlp_fc2', n_embd, 4 * n_embd)

-- dump: part 1

for step = 0, num_steps - 1 do
  local n = 3
  local tokens = read(n + 1)
  -- dump: part 2
  for pos_id = 0, n - 1 do
    local logits, probs = values(vocab_size), values(vocab_size)
    -- dump: part 3
  end
  local losses = values(n)
  local loss = values(1)[1]
  for _, p in ipairs(params) do p.grad = next_number() end
  -- dump: part 4
  local m, v = read(#params), read(#params)
  for _, p in ipairs(params) do p.data, p.grad = next_number(), 0.0 end
  -- dump: part 5
end
