// Writes training steps 1 to 3 as step1.txt to step3.txt. Put the five parts where they say, run the port, then
//   npx microgpt-spec diff --step step1.txt --step step2.txt --step step3.txt
// Names are microgpt.py's, and step counts from 0. What the port does not have is left out.

// 1. Above the function that trains. Of a matrix wte, grad_wte is the gradient, and m_wte and v_wte are the moments.
#include <stdio.h>
static FILE *dumped; // null behind step 3
#define DUMP(name, w, rows, columns) \
    for (int i_ = dumped ? fprintf(dumped, "%s %d %d\n", name, rows, columns), 0 : (rows) * (columns); \
         i_ < (rows) * (columns); i_++) fprintf(dumped, "%.17g\n", (double)(w)[i_])
#define DUMP_ALL(what, of) \
    DUMP(what ".wte", of##wte, vocab_size, n_embd); \
    DUMP(what ".wpe", of##wpe, block_size, n_embd); \
    DUMP(what ".lm_head", of##lm_head, vocab_size, n_embd); \
    DUMP(what ".layer0.attn_wq", of##layer0_attn_wq, n_embd, n_embd); \
    DUMP(what ".layer0.attn_wk", of##layer0_attn_wk, n_embd, n_embd); \
    DUMP(what ".layer0.attn_wv", of##layer0_attn_wv, n_embd, n_embd); \
    DUMP(what ".layer0.attn_wo", of##layer0_attn_wo, n_embd, n_embd); \
    DUMP(what ".layer0.mlp_fc1", of##layer0_mlp_fc1, 4 * n_embd, n_embd); \
    DUMP(what ".layer0.mlp_fc2", of##layer0_mlp_fc2, n_embd, 4 * n_embd)

    // 2. In the training loop, once a document's tokens are there: n positions, so n + 1 tokens, BOS first
    char file[] = "step1.txt";
    file[4] += step;
    if (dumped) fclose(dumped);
    dumped = step < 3 ? fopen(file, "w") : NULL;
    DUMP("tokens", tokens, 1, n + 1);
    DUMP_ALL("params", ); // one list of all parameters instead: DUMP("params", params, 1, num_params)

        // 3. In the loop over positions, once probs are there
        if (dumped) fprintf(dumped, "pos%d.", pos_id);
        DUMP("logits", logits, 1, vocab_size);
        if (dumped) fprintf(dumped, "pos%d.", pos_id);
        DUMP("probs", probs, 1, vocab_size);
        // The values on the way likewise, where the model has them:
        //   if (dumped) fprintf(dumped, "pos%d.layer%d.", pos_id, li); DUMP("q", q, 1, n_embd);
        // Names: pos0.{embedding,x} pos0.layer0.head0.{attn_logits,attn_weights,head_out}
        // pos0.layer0.{attn_norm,q,k,v,x_attn,attn_out,attn_residual,
        // mlp_norm,mlp_hidden,mlp_relu,mlp_out,mlp_residual}

    // 4. Behind the backward pass: the gradients as Adam is given them
    DUMP("losses", losses, 1, n);
    DUMP("loss", &loss, 1, 1);
    DUMP_ALL("grad", grad_);

    // 5. Behind Adam
    DUMP_ALL("m", m_);
    DUMP_ALL("v", v_);
    DUMP_ALL("updated", );
