// Writes training steps 1 to 3 as step1.txt to step3.txt. Put the five parts where they say, run the port, then
//   npx microgpt-spec diff --step step1.txt --step step2.txt --step step3.txt
// Names are microgpt.py's, and step counts from 0. What the port does not have is left out.

    // 1. In the class that trains, with java.util.Arrays and java.util.stream.DoubleStream imported. A parameter p has
    // p.data and p.grad; plain numbers are Arrays.stream(numbers).
    static void dump(int step, String name, int rows, DoubleStream numbers) throws java.io.IOException {
        if (step >= 3) return;
        double[] all = numbers.toArray();
        try (var f = new java.io.FileWriter("step" + (step + 1) + ".txt", !name.equals("tokens"))) {
            f.write(name + " " + rows + " " + all.length / rows + "\n" + Arrays.toString(all) + "\n");
        }
    }
    static DoubleStream values(java.util.function.ToDoubleFunction<Value> number, Value[]... rows) {
        return Arrays.stream(rows).flatMap(Arrays::stream).mapToDouble(number);
    }

            // 2. In the training loop, once a document's tokens are there. One list of them all is "params"
            dump(step, "tokens", 1, Arrays.stream(tokens).asDoubleStream());
            for (var e : stateDict.entrySet())
                dump(step, "params." + e.getKey(), e.getValue().length, values(p -> p.data, e.getValue()));

                // 3. In the loop over positions, once probs are there
                dump(step, "pos" + posId + ".logits", 1, values(p -> p.data, logits));
                dump(step, "pos" + posId + ".probs", 1, values(p -> p.data, probs));
                // The values on the way likewise, where the model has them:
                //   dump(step, "pos" + posId + ".layer" + li + ".q", 1, values(p -> p.data, q));
                // Names: pos0.{embedding,x} pos0.layer0.head0.{attn_logits,attn_weights,head_out}
                // pos0.layer0.{attn_norm,q,k,v,x_attn,attn_out,attn_residual,
                // mlp_norm,mlp_hidden,mlp_relu,mlp_out,mlp_residual}

            // 4. Behind the backward pass: the gradients as Adam is given them
            dump(step, "losses", 1, values(p -> p.data, losses));
            dump(step, "loss", 1, DoubleStream.of(loss.data));
            for (var e : stateDict.entrySet())
                dump(step, "grad." + e.getKey(), e.getValue().length, values(p -> p.grad, e.getValue()));

            // 5. Behind Adam; m and v are in the order of params: wte, wpe, lm_head, layer0.attn_wq, ...
            dump(step, "m", 1, Arrays.stream(m));
            dump(step, "v", 1, Arrays.stream(v));
            for (var e : stateDict.entrySet())
                dump(step, "updated." + e.getKey(), e.getValue().length, values(p -> p.data, e.getValue()));
