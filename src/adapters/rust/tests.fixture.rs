// ---- Your functions ----
// A right port for the tests: it takes the place of the functions that are to be filled in.

fn softmax(logits: &[Real]) -> Vec<Real> {
    let max = logits.iter().cloned().reduce(Real::max).unwrap();
    let exps: Vec<Real> = logits.iter().map(|x| (x - max).exp()).collect();
    let total: Real = exps.iter().sum();
    exps.iter().map(|e| e / total).collect()
}

fn rmsnorm(x: &[Real]) -> Vec<Real> {
    let mean = x.iter().map(|x| x * x).sum::<Real>() / x.len() as Real;
    x.iter().map(|x| x / (mean + 1e-5).sqrt()).collect()
}

fn linear(x: &[Real], w: &[Vec<Real>]) -> Vec<Real> {
    w.iter().map(|row| row.iter().zip(x).map(|(w, x)| w * x).sum()).collect()
}

fn position_loss(probs: &[Real], target: usize) -> Real {
    -probs[target].ln()
}

fn average_loss(losses: &[Real]) -> Real {
    losses.iter().sum::<Real>() / losses.len() as Real
}

fn cross_entropy(logits: &[Real], target: usize) -> (Real, Vec<Real>) {
    let mut grad = softmax(logits);
    let loss = position_loss(&grad, target);
    grad[target] -= 1.0;
    (loss, grad)
}

fn encode(uchars: &[&str], doc: &str) -> Vec<usize> {
    let place = |c: char| uchars.iter().position(|uchar| uchar.starts_with(c)).unwrap();
    let mut tokens = vec![uchars.len()];
    tokens.extend(doc.chars().map(place));
    tokens.push(uchars.len());
    tokens
}

fn decode(uchars: &[&str], tokens: &[usize]) -> String {
    tokens.iter().map(|token| uchars[*token]).collect()
}

fn adam(step: usize, data: &mut [Real], grad: &[Real], m: &mut [Real], v: &mut [Real]) {
    let (rate, power) = (0.01 * (1.0 - step as Real / 1000.0), step as i32 + 1);
    for (i, g) in grad.iter().enumerate() {
        m[i] = 0.85 * m[i] + (1.0 - 0.85) * g;
        v[i] = 0.99 * v[i] + (1.0 - 0.99) * g * g;
        let (m_hat, v_hat) = (m[i] / (1.0 - (0.85 as Real).powi(power)), v[i] / (1.0 - (0.99 as Real).powi(power)));
        data[i] -= rate * m_hat / (v_hat.sqrt() + 1e-8);
    }
}

/// CPython's random stream.
struct Twister {
    state: [u32; 624],
    index: usize,
    second: Option<f64>,
}

impl Twister {
    fn new(seed: u32) -> Twister {
        let mut x = [0u32; 624];
        let before = |x: &[u32; 624], i: usize| x[i - 1] ^ x[i - 1] >> 30;
        x[0] = 19650218;
        for k in 1..624 {
            x[k] = before(&x, k).wrapping_mul(1812433253).wrapping_add(k as u32);
        }
        let mut i = 1;
        for k in 0..624 + 623 {
            x[i] = if k < 624 {
                (x[i] ^ before(&x, i).wrapping_mul(1664525)).wrapping_add(seed)
            } else {
                (x[i] ^ before(&x, i).wrapping_mul(1566083941)).wrapping_sub(i as u32)
            };
            i += 1;
            if i == 624 {
                x[0] = x[623];
                i = 1;
            }
        }
        x[0] = 1 << 31;
        Twister { state: x, index: 624, second: None }
    }

    fn word(&mut self) -> u32 {
        let x = &mut self.state;
        if self.index == 624 {
            for k in 0..624 {
                let y = x[k] & 1 << 31 | x[(k + 1) % 624] & !(1 << 31);
                x[k] = x[(k + 397) % 624] ^ y >> 1 ^ (y & 1) * 0x9908b0df;
            }
            self.index = 0;
        }
        let mut y = x[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        y ^ y >> 18
    }
}

impl Stream for Twister {
    fn random(&mut self) -> f64 {
        let (a, b) = (self.word() >> 5, self.word() >> 6);
        (a as f64 * 67108864.0 + b as f64) / 9007199254740992.0
    }
    fn getrandbits(&mut self, k: u32) -> u32 {
        self.word() >> (32 - k)
    }
    fn gauss(&mut self, mu: Real, sigma: Real) -> Real {
        let z = self.second.take().unwrap_or_else(|| {
            let angle = 2.0 * std::f64::consts::PI * self.random();
            let radius = (-2.0 * (1.0 - self.random()).ln()).sqrt();
            self.second = Some(angle.sin() * radius);
            angle.cos() * radius
        });
        mu + z as Real * sigma
    }
    fn shuffle(&mut self, list: &mut [usize]) {
        for i in (1..list.len()).rev() {
            let bits = usize::BITS - (i + 1).leading_zeros();
            let place = loop {
                let place = self.getrandbits(bits) as usize;
                if place <= i {
                    break place;
                }
            };
            list.swap(i, place);
        }
    }
    fn choices(&mut self, weights: &[Real]) -> usize {
        let u = self.random() * weights.iter().map(|w| *w as f64).sum::<f64>();
        let mut sum = 0.0;
        weights.iter().position(|w| { sum += *w as f64; u < sum }).unwrap_or(weights.len() - 1)
    }
}

fn new_stream(seed: u32) -> Box<dyn Stream> {
    Box::new(Twister::new(seed))
}

type Nodes = BTreeMap<String, Vec<Vec<usize>>>;

/// A graph of scalars: a node is its place; it has its parents, and the slope towards each.
#[derive(Default)]
struct Tape {
    data: Vec<Real>,
    grad: Vec<Real>,
    parents: Vec<Vec<(usize, Real)>>,
}

impl Tape {
    fn node(&mut self, data: Real, parents: Vec<(usize, Real)>) -> usize {
        self.data.push(data);
        self.grad.push(0.0);
        self.parents.push(parents);
        self.data.len() - 1
    }
    fn sum(&mut self, nodes: &[usize]) -> usize {
        let mut total = nodes[0];
        for node in &nodes[1..] {
            total = self.add(&total, node);
        }
        total
    }
    fn dot(&mut self, a: &[usize], b: &[usize]) -> usize {
        let products: Vec<usize> = a.iter().zip(b).map(|(a, b)| self.mul(a, b)).collect();
        self.sum(&products)
    }
    fn linear(&mut self, x: &[usize], w: &[Vec<usize>]) -> Vec<usize> {
        w.iter().map(|row| self.dot(row, x)).collect()
    }
    fn softmax(&mut self, logits: &[usize]) -> Vec<usize> {
        let max = logits.iter().map(|x| self.data[*x]).reduce(Real::max).unwrap();
        let max = self.leaf(max);
        let exps: Vec<usize> = logits.iter().map(|x| { let shifted = self.sub(x, &max); self.exp(&shifted) }).collect();
        let total = self.sum(&exps);
        exps.iter().map(|e| self.div(e, &total)).collect()
    }
    fn rmsnorm(&mut self, x: &[usize]) -> Vec<usize> {
        let (squares, n, eps) = (self.dot(x, x), self.leaf(x.len() as Real), self.leaf(1e-5));
        let mean = self.div(&squares, &n);
        let sum = self.add(&mean, &eps);
        let scale = self.pow(&sum, -0.5);
        x.iter().map(|xi| self.mul(xi, &scale)).collect()
    }
    fn residual(&mut self, a: &[usize], b: &[usize]) -> Vec<usize> {
        a.iter().zip(b).map(|(a, b)| self.add(a, b)).collect()
    }
    /// Logits of the next token; the cache has the keys and values of the positions before.
    fn gpt(&mut self, s: &Nodes, token: usize, position: usize, cache: &mut [Vec<Vec<usize>>; 2]) -> Vec<usize> {
        let x = self.residual(&s["wte"][token], &s["wpe"][position]);
        let x = self.rmsnorm(&x);
        let y = self.rmsnorm(&x);
        let q = self.linear(&y, &s["layer0.attn_wq"]);
        cache[0].push(self.linear(&y, &s["layer0.attn_wk"]));
        cache[1].push(self.linear(&y, &s["layer0.attn_wv"]));
        let (two, mut heads) = (self.leaf(2.0), vec![]);
        for h in (0..16).step_by(4) {
            let scores: Vec<usize> = cache[0]
                .iter()
                .map(|key| { let score = self.dot(&q[h..h + 4], &key[h..h + 4]); self.div(&score, &two) })
                .collect();
            let weights = self.softmax(&scores);
            for j in h..h + 4 {
                let column: Vec<usize> = cache[1].iter().map(|value| value[j]).collect();
                heads.push(self.dot(&weights, &column));
            }
        }
        let out = self.linear(&heads, &s["layer0.attn_wo"]);
        let x = self.residual(&out, &x);
        let y = self.rmsnorm(&x);
        let hidden = self.linear(&y, &s["layer0.mlp_fc1"]);
        let hidden: Vec<usize> = hidden.iter().map(|unit| self.relu(unit)).collect();
        let out = self.linear(&hidden, &s["layer0.mlp_fc2"]);
        let x = self.residual(&out, &x);
        self.linear(&x, &s["lm_head"])
    }
}

impl Graph for Tape {
    fn leaf(&mut self, x: Real) -> Node {
        self.node(x, vec![])
    }
    fn add(&mut self, a: &Node, b: &Node) -> Node {
        self.node(self.data[*a] + self.data[*b], vec![(*a, 1.0), (*b, 1.0)])
    }
    fn mul(&mut self, a: &Node, b: &Node) -> Node {
        let (x, y) = (self.data[*a], self.data[*b]);
        self.node(x * y, vec![(*a, y), (*b, x)])
    }
    fn sub(&mut self, a: &Node, b: &Node) -> Node {
        self.node(self.data[*a] - self.data[*b], vec![(*a, 1.0), (*b, -1.0)])
    }
    fn div(&mut self, a: &Node, b: &Node) -> Node {
        let inverse = self.pow(b, -1.0);
        self.mul(a, &inverse)
    }
    fn pow(&mut self, a: &Node, exponent: Real) -> Node {
        let x = self.data[*a];
        self.node(x.powf(exponent), vec![(*a, exponent * x.powf(exponent - 1.0))])
    }
    fn log(&mut self, a: &Node) -> Node {
        let x = self.data[*a];
        self.node(x.ln(), vec![(*a, 1.0 / x)])
    }
    fn exp(&mut self, a: &Node) -> Node {
        let y = self.data[*a].exp();
        self.node(y, vec![(*a, y)])
    }
    fn relu(&mut self, a: &Node) -> Node {
        let x = self.data[*a];
        if x > 0.0 { self.node(x, vec![(*a, 1.0)]) } else { self.node(0.0, vec![(*a, 0.0)]) }
    }
    fn neg(&mut self, a: &Node) -> Node {
        self.node(-self.data[*a], vec![(*a, -1.0)])
    }
    fn backward(&mut self, root: &Node) {
        let mut under = vec![false; root + 1];
        (self.grad[*root], under[*root]) = (1.0, true);
        for node in (0..=*root).rev() {
            if !under[node] {
                continue;
            }
            for (parent, slope) in &self.parents[node] {
                self.grad[*parent] += slope * self.grad[node];
                under[*parent] = true;
            }
        }
    }
    fn data(&self, a: &Node) -> Real {
        self.data[*a]
    }
    fn grad(&self, a: &Node) -> Real {
        self.grad[*a]
    }
}

fn new_graph() -> Box<dyn Graph> {
    Box::new(Tape::default())
}

fn train(state_dict: &BTreeMap<String, Vec<Vec<Real>>>, docs: &[&[usize]], steps: usize) -> Vec<Real> {
    let mut params = state_dict.clone();
    let zeros = |row: &Vec<Real>| vec![0.0; row.len()];
    let mut m: BTreeMap<String, Vec<Vec<Real>>> =
        params.iter().map(|(name, rows)| (name.clone(), rows.iter().map(zeros).collect())).collect();
    let mut v = m.clone();
    let mut losses = vec![];
    for step in 0..steps {
        let mut g = Tape::default();
        let mut leaves = |row: &Vec<Real>| row.iter().map(|x| g.leaf(*x)).collect();
        let nodes: Nodes =
            params.iter().map(|(name, rows)| (name.clone(), rows.iter().map(&mut leaves).collect())).collect();
        let (tokens, mut cache, mut each) = (docs[step], [vec![], vec![]], vec![]);
        let n = (tokens.len() - 1).min(16);
        for position in 0..n {
            let logits = g.gpt(&nodes, tokens[position], position, &mut cache);
            let probs = g.softmax(&logits);
            let log = g.log(&probs[tokens[position + 1]]);
            each.push(g.neg(&log));
        }
        let (sum, count) = (g.sum(&each), g.leaf(n as Real));
        let loss = g.div(&sum, &count);
        g.backward(&loss);
        losses.push(g.data[loss]);
        for (name, rows) in &mut params {
            for (i, row) in rows.iter_mut().enumerate() {
                let grad: Vec<Real> = nodes[name][i].iter().map(|node| g.grad[*node]).collect();
                adam(step, row, &grad, &mut m.get_mut(name).unwrap()[i], &mut v.get_mut(name).unwrap()[i]);
            }
        }
    }
    losses
}

