# Writes training steps 1 to 3 as step1.txt to step3.txt. Put the five parts where they say, run the port, then
#   npx microgpt-spec diff --step step1.txt --step step2.txt --step step3.txt
# Names are microgpt.py's, and step counts from 0. What the port does not have is left out.

# 1. Before the training loop. Matrices are arrays by name; of [n_layer, ...], each layer is dumped by itself.
def dump(step, name, values):
    if step >= 3: return
    rows = np.atleast_2d(values)
    with open(f'step{step + 1}.txt', 'w' if name == 'tokens' else 'a') as f:
        print(name, *rows.shape, *rows.ravel().tolist(), file=f)

    # 2. In the training loop, once a document's tokens are there. One array of all parameters: 'params', params
    dump(step, 'tokens', tokens)
    for name, mat in state_dict.items(): dump(step, f'params.{name}', mat)

    # 3. Behind the forward pass: logits and probs are [n, vocab_size]
    dump(step, 'logits', logits)
    dump(step, 'probs', probs)
    # The values on the way likewise, where the model has them:
    #   for t in range(len(q)): dump(step, f'pos{t}.layer{li}.q', q[t])
    # Names: pos0.{embedding,x} pos0.layer0.head0.{attn_logits,attn_weights,head_out}
    # pos0.layer0.{attn_norm,q,k,v,x_attn,attn_out,attn_residual,
    # mlp_norm,mlp_hidden,mlp_relu,mlp_out,mlp_residual}

    # 4. Behind the backward pass: the gradients as Adam is given them
    dump(step, 'losses', losses)
    dump(step, 'loss', loss)
    for name, mat in grad.items(): dump(step, f'grad.{name}', mat)

    # 5. Behind Adam
    for name, mat in m.items(): dump(step, f'm.{name}', mat)
    for name, mat in v.items(): dump(step, f'v.{name}', mat)
    for name, mat in state_dict.items(): dump(step, f'updated.{name}', mat)
