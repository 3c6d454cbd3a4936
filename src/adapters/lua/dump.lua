-- Writes training steps 1 to 3 as step1.txt to step3.txt. Put the five parts where they say, run the port, then
--   npx microgpt-spec diff --step step1.txt --step step2.txt --step step3.txt
-- Names are microgpt.py's; step, pos_id and the tokens count from 0. What the port does not have is left out.

-- 1. Before the training loop. A parameter p has p.data and p.grad; where it is a number, it is itself.
local function dump(step, name, rows, key)
  if step >= 3 then return end
  local f = assert(io.open(('step%d.txt'):format(step + 1), name == 'tokens' and 'w' or 'a'))
  f:write(('%s %d %d\n'):format(name, #rows, #rows[1]))
  for _, row in ipairs(rows) do
    for _, x in ipairs(row) do f:write(('%.17g\n'):format(type(x) == 'table' and x[key or 'data'] or x)) end
  end
  f:close()
end

  -- 2. In the training loop, once a document's tokens are there. One list of all parameters: 'params', { params }
  dump(step, 'tokens', { tokens })
  for name, mat in pairs(state_dict) do dump(step, 'params.' .. name, mat) end

    -- 3. In the loop over positions, once probs are there
    dump(step, ('pos%d.logits'):format(pos_id), { logits })
    dump(step, ('pos%d.probs'):format(pos_id), { probs })
    -- The values on the way likewise, where the model has them:
    --   dump(step, ('pos%d.layer%d.q'):format(pos_id, li), { q })
    -- Names: pos0.{embedding,x} pos0.layer0.head0.{attn_logits,attn_weights,head_out}
    -- pos0.layer0.{attn_norm,q,k,v,x_attn,attn_out,attn_residual,
    -- mlp_norm,mlp_hidden,mlp_relu,mlp_out,mlp_residual}

  -- 4. Behind the backward pass: the gradients as Adam is given them
  dump(step, 'losses', { losses })
  dump(step, 'loss', { { loss } })
  for name, mat in pairs(state_dict) do dump(step, 'grad.' .. name, mat, 'grad') end

  -- 5. Behind Adam; m and v are in the order of params: wte, wpe, lm_head, layer0.attn_wq, ...
  dump(step, 'm', { m })
  dump(step, 'v', { v })
  for name, mat in pairs(state_dict) do dump(step, 'updated.' .. name, mat) end
