// Writes training steps 1 to 3 as step1.txt to step3.txt. Put the five parts where they say, run the port, then
//   npx microgpt-spec diff --step step1.txt --step step2.txt --step step3.txt
// Names are microgpt.py's, and step counts from 0. What the port does not have is left out.

// 1. Beside the function that trains. Matrices are Vec<Vec<f64>> by name; of nodes of a graph, map their data or grad.
fn dump<T: std::fmt::Debug>(step: usize, name: &str, rows: &[Vec<T>]) {
    if step >= 3 { return; }
    let mut f = std::fs::OpenOptions::new();
    f.create(true).write(true).truncate(name == "tokens").append(name != "tokens");
    let numbers = rows.iter().flatten().map(|x| format!("{x:?}\n")).collect::<String>();
    let text = format!("{name} {} {}\n{numbers}", rows.len(), rows[0].len());
    std::io::Write::write_all(&mut f.open(format!("step{}.txt", step + 1)).unwrap(), text.as_bytes()).unwrap();
}

    // 2. In the training loop, once a document's tokens are there. One list of them all: "params", &[params.clone()]
    dump(step, "tokens", &[tokens.clone()]);
    for (name, mat) in &state_dict { dump(step, &format!("params.{name}"), mat); }

        // 3. In the loop over positions, once probs are there
        dump(step, &format!("pos{pos_id}.logits"), &[logits.clone()]);
        dump(step, &format!("pos{pos_id}.probs"), &[probs.clone()]);
        // The values on the way likewise, where the model has them:
        //   dump(step, &format!("pos{pos_id}.layer{li}.q"), &[q.clone()]);
        // Names: pos0.{embedding,x} pos0.layer0.head0.{attn_logits,attn_weights,head_out}
        // pos0.layer0.{attn_norm,q,k,v,x_attn,attn_out,attn_residual,
        // mlp_norm,mlp_hidden,mlp_relu,mlp_out,mlp_residual}

    // 4. Behind the backward pass: the gradients as Adam is given them
    dump(step, "losses", &[losses.clone()]);
    dump(step, "loss", &[vec![loss]]);
    for (name, mat) in &grad { dump(step, &format!("grad.{name}"), mat); }

    // 5. Behind Adam
    for (name, mat) in &m { dump(step, &format!("m.{name}"), mat); }
    for (name, mat) in &v { dump(step, &format!("v.{name}"), mat); }
    for (name, mat) in &state_dict { dump(step, &format!("updated.{name}"), mat); }
