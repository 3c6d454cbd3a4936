// What a port looks like around the lines of dump.rs: its numbers come from numbers.txt.
use std::collections::HashMap;

type StateDict = HashMap<String, Vec<Vec<f64>>>;
const VOCAB_SIZE: usize = 3;
const N_EMBD: usize = 4;
const BLOCK_SIZE: usize = 4;
const SHAPES: [(&str, usize, usize); 9] = [
    ("wte", VOCAB_SIZE, N_EMBD), ("wpe", BLOCK_SIZE, N_EMBD), ("lm_head", VOCAB_SIZE, N_EMBD),
    ("layer0.attn_wq", N_EMBD, N_EMBD), ("layer0.attn_wk", N_EMBD, N_EMBD), ("layer0.attn_wv", N_EMBD, N_EMBD),
    ("layer0.attn_wo", N_EMBD, N_EMBD), ("layer0.mlp_fc1", 4 * N_EMBD, N_EMBD), ("layer0.mlp_fc2", N_EMBD, 4 * N_EMBD),
];

// dump: part 1

fn read_all(read: &mut dyn FnMut(usize) -> Vec<f64>) -> StateDict {
    let mut matrix = |rows, columns| (0..rows).map(|_| read(columns)).collect();
    SHAPES.iter().map(|&(name, rows, columns)| (name.to_string(), matrix(rows, columns))).collect()
}

fn main() {
    let text = std::fs::read_to_string("numbers.txt").unwrap();
    let mut numbers = text.split_whitespace();
    let mut read = |count: usize| (0..count).map(|_| numbers.next().unwrap().parse().unwrap()).collect::<Vec<f64>>();
    let mut state_dict = read_all(&mut read);
    for step in 0..4 {
        let n = 3;
        let tokens: Vec<usize> = read(n + 1).iter().map(|&t| t as usize).collect();
        // dump: part 2
        for pos_id in 0..n {
            let logits = read(VOCAB_SIZE);
            let probs = read(VOCAB_SIZE);
            // dump: part 3
        }
        let losses = read(n);
        let loss = read(1)[0];
        let grad = read_all(&mut read);
        // dump: part 4
        let m = read_all(&mut read);
        let v = read_all(&mut read);
        state_dict = read_all(&mut read);
        // dump: part 5
    }
}
