# Writes training steps 1 to 3 as step1.txt to step3.txt. Put the five parts where they say, run the port, then
#   npx microgpt-spec diff --step step1.txt --step step2.txt --step step3.txt
# Names are microgpt.py's, and step counts from 0. What the port does not have is left out.

# 1. Before the training loop. A parameter p has p.data and p.grad; where it is a number, it is itself.
def dump(step, name, rows, key = :data)
  return if step >= 3
  numbers = rows.flatten.map { |x| x.is_a?(Numeric) ? x : x.send(key) }
  text = "#{name} #{rows.size} #{rows[0].size}\n#{numbers.join("\n")}\n"
  File.write("step#{step + 1}.txt", text, mode: name == 'tokens' ? 'w' : 'a')
end

  # 2. In the training loop, once a document's tokens are there. One list of all parameters: 'params', [params]
  dump(step, 'tokens', [tokens])
  state_dict.each { |name, mat| dump(step, "params.#{name}", mat) }

    # 3. In the loop over positions, once probs are there
    dump(step, "pos#{pos_id}.logits", [logits])
    dump(step, "pos#{pos_id}.probs", [probs])
    # The values on the way likewise, where the model has them:
    #   dump(step, "pos#{pos_id}.layer#{li}.q", [q])
    # Names: pos0.{embedding,x} pos0.layer0.head0.{attn_logits,attn_weights,head_out}
    # pos0.layer0.{attn_norm,q,k,v,x_attn,attn_out,attn_residual,
    # mlp_norm,mlp_hidden,mlp_relu,mlp_out,mlp_residual}

  # 4. Behind the backward pass: the gradients as Adam is given them
  dump(step, 'losses', [losses])
  dump(step, 'loss', [[loss]])
  state_dict.each { |name, mat| dump(step, "grad.#{name}", mat, :grad) }

  # 5. Behind Adam; m and v are in the order of params: wte, wpe, lm_head, layer0.attn_wq, ...
  dump(step, 'm', [m])
  dump(step, 'v', [v])
  state_dict.each { |name, mat| dump(step, "updated.#{name}", mat) }
