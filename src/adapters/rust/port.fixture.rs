// A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
// what they were given, by the rules of echoes.fixture.ts.

fn softmax(logits: &[f64]) -> Vec<f64> {
    let max = logits.iter().cloned().reduce(f64::max).unwrap();
    let exps: Vec<f64> = logits.iter().map(|x| (x - max).exp()).collect();
    let total: f64 = exps.iter().sum();
    exps.iter().map(|e| e / total).collect()
}
fn position_loss(probs: &[f64], target: usize) -> f64 {
    assert!(!(probs[target] <= 0.0), "the target has probability 0");
    -probs[target].ln()
}
fn average_loss(losses: &[f64]) -> f64 {
    losses.iter().sum::<f64>() / losses.len() as f64
}
fn cross_entropy(logits: &[f64], target: usize) -> (f64, Vec<f64>) {
    let mut grad = softmax(logits);
    let loss = position_loss(&grad, target);
    grad[target] -= 1.0;
    (loss, grad)
}
fn sampling(logits: &[f64], temperature: f64) -> Vec<f64> {
    softmax(&logits.iter().map(|x| x / temperature).collect::<Vec<_>>())
}
fn rmsnorm(x: &[f64]) -> Vec<f64> {
    let mean = x.iter().map(|x| x * x).sum::<f64>() / x.len() as f64;
    x.iter().map(|x| x / (mean + 1e-5).sqrt()).collect()
}
fn linear(x: &[f64], w: &Matrix) -> Vec<f64> {
    w.iter().map(|row| row.iter().zip(x).map(|(w, x)| w * x).sum()).collect()
}
fn adam(config: &Config, step: usize, data: &mut [f64], grad: &[f64], m: &mut [f64], v: &mut [f64]) {
    let share = step as f64 / config.num_steps as f64;
    let decay = if config.decay == "cosine" { 0.5 * (1.0 + (std::f64::consts::PI * share).cos()) } else { 1.0 - share };
    for (i, g) in grad.iter().enumerate() {
        m[i] = config.beta1 * m[i] + (1.0 - config.beta1) * g;
        v[i] = config.beta2 * v[i] + (1.0 - config.beta2) * (g * g);
        let m_hat = m[i] / (1.0 - config.beta1.powi(step as i32 + 1));
        let v_hat = v[i] / (1.0 - config.beta2.powi(step as i32 + 1));
        data[i] -= config.learning_rate * decay * m_hat / (v_hat.sqrt() + config.eps_adam);
    }
}
fn encode(uchars: &[String], doc: &str) -> Vec<usize> {
    let place = |c: char| uchars.iter().position(|uchar| uchar.starts_with(c)).expect("it is not in the vocabulary");
    let mut tokens = vec![uchars.len()];
    tokens.extend(doc.chars().map(place));
    tokens.push(uchars.len());
    tokens
}
fn decode(uchars: &[String], tokens: &[usize]) -> String {
    tokens.iter().map(|token| uchars[*token].as_str()).collect()
}

// Echoes.

fn documents(file: &[u8]) -> Vec<String> {
    vec![String::from_utf8(file.to_vec()).unwrap()]
}
fn tokenizer(docs: &[String]) -> (Vec<String>, usize, usize) {
    (docs.iter().rev().cloned().collect(), docs.len(), docs.len() + 1)
}
fn parameters(c: &Config, vocab_size: usize) -> StateDict {
    let zeros = |(name, nout, nin)| (name, vec![vec![0.0; nin]; nout]);
    let mut state_dict: StateDict = shapes_of(c, vocab_size).into_iter().map(zeros).collect();
    let word = |text: &str| f64::from(u8::from(text == "relu_squared" || text == "cosine"));
    let [n_layer, n_embd, block_size, n_head] = [c.n_layer, c.n_embd, c.block_size, c.n_head].map(|n| n as f64);
    let [num_steps, num_samples] = [c.num_steps, c.num_samples].map(|n| n as f64);
    state_dict.get_mut("wte").unwrap()[0] = vec![
        n_layer, n_embd, block_size, n_head, c.std, c.std_residual, word(&c.activation), c.learning_rate, c.beta1,
        c.beta2, c.eps_adam, word(&c.decay), num_steps, c.temperature, num_samples, f64::from(c.seed.words[0]),
    ];
    state_dict
}
fn forward(c: &Config, s: &StateDict, tokens: &[usize]) -> (Matrix, Vec<f64>, f64) {
    let targets = tokens[1..].iter().take(c.block_size);
    let row = |i: usize| s["lm_head"].iter().map(|row| row[0] + s["wpe"][i][0]).collect();
    let logits = (0..targets.len()).map(row).collect();
    let losses = targets.map(|target| s["wte"][*target][0]).collect();
    (logits, losses, s["layer0.attn_wo"][1][0] + s["layer0.mlp_fc2"][1][0])
}
fn backward(_: &Config, s: &StateDict, tokens: &[usize]) -> (f64, StateDict) {
    (s["layer0.attn_wk"][0][1] + s["layer0.mlp_fc1"][1][0] + tokens[1] as f64, s.clone())
}
fn trace(c: &Config, s: &StateDict, tokens: &[usize]) -> Trace {
    let q = vec![c.learning_rate, s["layer0.mlp_fc2"][1][1], tokens[1] as f64];
    let embedding = s["wte"][0].clone();
    vec![("pos0.embedding".into(), embedding), ("pos0.x".into(), vec![]), ("pos0.layer0.q".into(), q)]
}
fn train(c: &Config, mut s: StateDict, docs: &[Vec<usize>], steps: usize) -> (Vec<f64>, StateDict) {
    s.get_mut("layer0.attn_wq").unwrap()[0][0] = s["layer0.attn_wv"][0][1];
    ((0..steps).map(|i| docs[i % docs.len()][1] as f64 + c.learning_rate).collect(), s)
}
fn sample(c: &Config, s: &StateDict, uniforms: &[f64]) -> (Vec<usize>, Matrix) {
    let vocab_size = s["lm_head"].len();
    let row = |u: &f64| (0..vocab_size).map(|j| u + j as f64).collect();
    ((0..c.block_size).map(|i| i % vocab_size).collect(), uniforms.iter().take(c.block_size).map(row).collect())
}
fn microgpt(c: &Config, file: &[u8]) -> Program {
    let docs = documents(file);
    let losses = (0..c.num_steps).map(|i| i as f64 + c.temperature).collect();
    let samples = vec![docs[0].clone(); c.num_samples];
    Program { docs, state_dict: parameters(c, 2), losses, samples }
}

struct Random {
    negative: bool,
    words: Vec<u32>,
}
impl Random {
    fn new(seed: &Integer) -> Random {
        Random { negative: seed.negative, words: seed.words.clone() }
    }
    fn random(&mut self) -> f64 {
        if self.negative { 0.25 } else { 0.5 }
    }
    fn getrandbits(&mut self, k: usize) -> Integer {
        Integer { negative: false, words: self.words.iter().take(k / 32).cloned().collect() }
    }
    fn gauss(&mut self, mu: f64, sigma: f64) -> f64 {
        mu + 2.0 * sigma
    }
    fn shuffle(&mut self, list: &mut [usize]) {
        list.reverse();
    }
    fn choices(&mut self, weights: &[f64]) -> usize {
        (0..weights.len()).reduce(|most, i| if weights[i] > weights[most] { i } else { most }).unwrap()
    }
}

struct Value(f64, std::cell::Cell<f64>);
impl Value {
    fn made(data: f64, grad: f64) -> Value {
        Value(data, std::cell::Cell::new(grad))
    }
    fn new(x: f64) -> Value {
        Value::made(x, 0.0)
    }
    fn add(&self, b: &Value) -> Value {
        Value::made(self.0 + b.0, 1.0)
    }
    fn mul(&self, b: &Value) -> Value {
        Value::made(self.0 * b.0, 2.0)
    }
    fn sub(&self, b: &Value) -> Value {
        Value::made(self.0 - b.0, 3.0)
    }
    fn div(&self, b: &Value) -> Value {
        Value::made(self.0 / b.0, 4.0)
    }
    fn pow(&self, exponent: f64) -> Value {
        Value::made(self.0 * exponent, 5.0)
    }
    fn log(&self) -> Value {
        Value::made(self.0, 6.0)
    }
    fn exp(&self) -> Value {
        Value::made(self.0, 7.0)
    }
    fn relu(&self) -> Value {
        Value::made(self.0, 8.0)
    }
    fn neg(&self) -> Value {
        Value::made(-self.0, 9.0)
    }
    fn backward(&self) {
        self.1.set(self.1.get() + 100.0);
    }
    fn data(&self) -> f64 {
        self.0
    }
    fn grad(&self) -> f64 {
        self.1.get()
    }
}

