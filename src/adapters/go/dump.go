// Writes training steps 1 to 3 as step1.txt to step3.txt. Put the five parts where they say, run the port, then
//   npx microgpt-spec diff --step step1.txt --step step2.txt --step step3.txt
// Names are microgpt.py's, and step counts from 0. What the port does not have is left out.

// 1. Beside the function that trains, with "fmt" and "os" imported. Matrices are [][]float64 by name; of nodes of a
// graph, their Data or Grad is collected first.
func dump[T any](step int, name string, rows ...[]T) {
	if step >= 3 {
		return
	}
	mode := os.O_APPEND
	if name == "tokens" {
		mode = os.O_TRUNC
	}
	f, _ := os.OpenFile(fmt.Sprintf("step%d.txt", step+1), os.O_CREATE|os.O_WRONLY|mode, 0o644)
	defer f.Close()
	fmt.Fprintln(f, name, len(rows), len(rows[0]))
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
}

	// 2. In the training loop, once a document's tokens are there. One list of all parameters: "params", params
	dump(step, "tokens", tokens)
	for name, mat := range stateDict { dump(step, "params."+name, mat...) }

		// 3. In the loop over positions, once probs are there
		dump(step, fmt.Sprintf("pos%d.logits", posID), logits)
		dump(step, fmt.Sprintf("pos%d.probs", posID), probs)
		// The values on the way likewise, where the model has them:
		//   dump(step, fmt.Sprintf("pos%d.layer%d.q", posID, li), q)
		// Names: pos0.{embedding,x} pos0.layer0.head0.{attn_logits,attn_weights,head_out}
		// pos0.layer0.{attn_norm,q,k,v,x_attn,attn_out,attn_residual,
		// mlp_norm,mlp_hidden,mlp_relu,mlp_out,mlp_residual}

	// 4. Behind the backward pass: the gradients as Adam is given them
	dump(step, "losses", losses)
	dump(step, "loss", []float64{loss})
	for name, mat := range grad { dump(step, "grad."+name, mat...) }

	// 5. Behind Adam
	for name, mat := range m { dump(step, "m."+name, mat...) }
	for name, mat := range v { dump(step, "v."+name, mat...) }
	for name, mat := range stateDict { dump(step, "updated."+name, mat...) }
