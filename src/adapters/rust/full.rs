// A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md).
// Build it:  rustc -O adapter.rs
// Check it:  npx microgpt-spec doctor -- ./adapter, then npx microgpt-spec run -- ./adapter
#![allow(dead_code)] // some is of use only when more is claimed
use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};

const WHO: &str = "name=mygpt lang=Rust version=0.1.0 dtype=f64"; // your port; no spaces in the values
const DECLARED: &str = "config=any"; // what is fixed or limited: spec/protocol.md, "What a port declares"

/// The constants of a configuration, under microgpt.py's names.
struct Config {
    n_layer: usize,
    n_embd: usize,
    block_size: usize,
    n_head: usize,
    std: f64,
    std_residual: f64,
    activation: String, // relu or relu_squared
    learning_rate: f64,
    beta1: f64,
    beta2: f64,
    eps_adam: f64,
    decay: String, // linear or cosine
    num_steps: usize,
    temperature: f64,
    num_samples: usize,
    seed: Integer,
}
/// Of any size: 32 bits a word, the lowest first; 0 is one word, or none.
struct Integer {
    negative: bool,
    words: Vec<u32>,
}
/// A list of rows.
type Matrix = Vec<Vec<f64>>;
/// Matrices by name: wte, wpe, lm_head, layer0.attn_wq, ...
type StateDict = HashMap<String, Matrix>;

/// Values on the way through the model, each with its name: pos0.x, ...
type Trace = Vec<(String, Vec<f64>)>;

/// A node of a graph of scalars: its value, or the places of earlier nodes that it is made of.
enum Node {
    Leaf(f64),
    Add(usize, usize),
    Mul(usize, usize),
    Sub(usize, usize),
    Div(usize, usize),
    Pow(usize, f64),
    Log(usize),
    Exp(usize),
    Relu(usize),
    Neg(usize),
}
/// What a random stream is asked.
enum Draw {
    Random,
    GetRandBits(usize),
    Gauss(f64, f64),
    Shuffle(usize), // of 0, 1, ..., n - 1
    Choices(Vec<f64>),
}
/// What it gives.
enum Drawn {
    Float(f64),
    Integer(Integer),
    List(Vec<usize>),
    Index(usize),
}
/// What the whole program gives: the initial state_dict, as it was drawn.
struct Program {
    docs: Vec<String>,
    state_dict: StateDict,
    losses: Vec<f64>,
    samples: Vec<String>,
}

/// Functions of a port; those that are None are not claimed.
#[derive(Default)]
struct Port {
    softmax: Option<fn(logits: &[f64]) -> Vec<f64>>,
    position_loss: Option<fn(probs: &[f64], target: usize) -> f64>,
    average_loss: Option<fn(losses: &[f64]) -> f64>,
    cross_entropy: Option<fn(logits: &[f64], target: usize) -> (f64, Vec<f64>)>, // loss, grad
    sampling: Option<fn(logits: &[f64], temperature: f64) -> Vec<f64>>,
    rmsnorm: Option<fn(x: &[f64]) -> Vec<f64>>,
    linear: Option<fn(x: &[f64], w: &Matrix) -> Vec<f64>>,
    exp: Option<fn(x: f64) -> f64>,
    log: Option<fn(x: f64) -> f64>,
    sin: Option<fn(x: f64) -> f64>,
    cos: Option<fn(x: f64) -> f64>,
    pow: Option<fn(x: f64, exponent: f64) -> f64>,
    adam: Option<fn(config: &Config, step: usize, data: &mut [f64], grad: &[f64], m: &mut [f64], v: &mut [f64])>,
    documents: Option<fn(file: &[u8]) -> Vec<String>>,
    tokenizer: Option<fn(docs: &[String]) -> (Vec<String>, usize, usize)>, // uchars, BOS, vocab_size
    encode: Option<fn(uchars: &[String], doc: &str) -> Vec<usize>>,
    decode: Option<fn(uchars: &[String], tokens: &[usize]) -> String>,
    forward: Option<fn(config: &Config, state_dict: &StateDict, tokens: &[usize]) -> (Matrix, Vec<f64>, f64)>,
    backward: Option<fn(config: &Config, state_dict: &StateDict, tokens: &[usize]) -> (f64, StateDict)>, // loss, grad
    trace: Option<fn(config: &Config, state_dict: &StateDict, tokens: &[usize]) -> Trace>,
    train: Option<fn(config: &Config, state_dict: StateDict, docs: &[Vec<usize>], n: usize) -> (Vec<f64>, StateDict)>,
    sample: Option<fn(config: &Config, state_dict: &StateDict, uniforms: &[f64]) -> (Vec<usize>, Matrix)>,
    parameters: Option<fn(config: &Config, vocab_size: usize) -> StateDict>,
    microgpt: Option<fn(config: &Config, file: &[u8]) -> Program>,
    random: Option<fn(seed: &Integer, draws: &[Draw]) -> Vec<Drawn>>,
    autograd: Option<fn(graph: &[Node]) -> (Vec<f64>, Vec<f64>)>, // data, grad
}

// ---- Your functions ----
// To claim an operation, uncomment its line and let it call your port's functions; a panic rejects the request. Begin
// with softmax.
fn yours() -> Port {
    Port {
        // softmax: Some(|logits| softmax(logits)),
        // position_loss: Some(|probs, target| position_loss(probs, target)),
        // average_loss: Some(|losses| average_loss(losses)),
        // cross_entropy: Some(|logits, target| cross_entropy(logits, target)),
        // sampling: Some(|logits, temperature| sampling(logits, temperature)),
        // rmsnorm: Some(|x| rmsnorm(x)),
        // linear: Some(|x, w| linear(x, w)),
        // exp: Some(|x| x.exp()),
        // log: Some(|x| x.ln()),
        // sin: Some(|x| x.sin()),
        // cos: Some(|x| x.cos()),
        // pow: Some(|x, exponent| x.powf(exponent)),
        // adam: Some(|config, step, data, grad, m, v| adam(config, step, data, grad, m, v)),
        // documents: Some(|file| documents(file)),
        // tokenizer: Some(|docs| tokenizer(docs)),
        // encode: Some(|uchars, doc| encode(uchars, doc)),
        // decode: Some(|uchars, tokens| decode(uchars, tokens)),
        // forward: Some(|config, state_dict, tokens| forward(config, state_dict, tokens)),
        // backward: Some(|config, state_dict, tokens| backward(config, state_dict, tokens)),
        // trace: Some(|config, state_dict, tokens| trace(config, state_dict, tokens)),
        // train: Some(|config, state_dict, docs, steps| train(config, state_dict, docs, steps)),
        // sample: Some(|config, state_dict, uniforms| sample(config, state_dict, uniforms)),
        // parameters: Some(|config, vocab_size| parameters(config, vocab_size)),
        // microgpt: Some(|config, file| microgpt(config, file)),
        // random: Some(|seed, draws| {
        //     let mut stream = Random::new(seed);
        //     let drawn = |draw: &Draw| match draw {
        //         Draw::Random => Drawn::Float(stream.random()),
        //         Draw::GetRandBits(k) => Drawn::Integer(stream.getrandbits(*k)),
        //         Draw::Gauss(mu, sigma) => Drawn::Float(stream.gauss(*mu, *sigma)),
        //         Draw::Shuffle(n) => {
        //             let mut list = (0..*n).collect::<Vec<_>>();
        //             stream.shuffle(&mut list);
        //             Drawn::List(list)
        //         }
        //         Draw::Choices(weights) => Drawn::Index(stream.choices(weights)),
        //     };
        //     draws.iter().map(drawn).collect()
        // }),
        // autograd: Some(|graph| {
        //     let mut made: Vec<Value> = Vec::new();
        //     for node in graph {
        //         let value = match *node {
        //             Node::Leaf(x) => Value::new(x),
        //             Node::Add(a, b) => made[a].add(&made[b]),
        //             Node::Mul(a, b) => made[a].mul(&made[b]),
        //             Node::Sub(a, b) => made[a].sub(&made[b]),
        //             Node::Div(a, b) => made[a].div(&made[b]),
        //             Node::Pow(a, exponent) => made[a].pow(exponent),
        //             Node::Log(a) => made[a].log(),
        //             Node::Exp(a) => made[a].exp(),
        //             Node::Relu(a) => made[a].relu(),
        //             Node::Neg(a) => made[a].neg(),
        //         };
        //         made.push(value);
        //     }
        //     made.last().unwrap().backward();
        //     (made.iter().map(|v| v.data()).collect(), made.iter().map(|v| v.grad()).collect())
        // }),
        ..Port::default()
    }
}
// ---- End of your functions: what follows reads, checks and prints ----

const MOST: usize = 1 << 24; // numbers that there is room for in one list

/// A value, or why the request makes no sense.
type Input<T> = Result<T, String>;

fn demand(fits: bool, why: impl FnOnce() -> String) -> Input<()> {
    if fits { Ok(()) } else { Err(why()) }
}

/// The values of a request, read from left to right.
struct Request<'a> {
    values: Vec<&'a str>,
    at: usize,
}

impl<'a> Request<'a> {
    fn left(&self) -> usize {
        self.values.len() - self.at
    }
    fn word(&mut self) -> Input<&'a str> {
        demand(self.left() > 0, || format!("the line ends after {} values; one more is due", self.at))?;
        self.at += 1;
        Ok(self.values[self.at - 1])
    }
    fn wrong<T>(&self, wanted: &str) -> Input<T> {
        let token: String = self.values[self.at - 1].chars().take(40).collect();
        Err(format!("value {} is {:?}; it must be {}", self.at, token, wanted))
    }
    fn one_of(&mut self, words: &[&str]) -> Input<&'a str> {
        let token = self.word()?;
        if words.contains(&token) { Ok(token) } else { self.wrong(&words.join(" or ")) }
    }
    fn digits(&mut self) -> Input<&'a str> {
        let token = self.word()?;
        let digits = token.strip_prefix('-').unwrap_or(token);
        let fits = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
        if fits { Ok(token) } else { self.wrong("an integer") }
    }
    fn int(&mut self, least: usize, most: usize) -> Input<usize> {
        match self.digits()?.parse() {
            Ok(n) if least <= n && n <= most => Ok(n),
            _ => self.wrong(&format!("an integer from {} to {}", least, most)),
        }
    }
    fn integer(&mut self) -> Input<Integer> {
        let token = self.digits()?;
        let mut words: Vec<u32> = vec![0];
        for digit in token.bytes().filter(u8::is_ascii_digit) {
            let mut carry = u64::from(digit - b'0');
            for word in words.iter_mut() {
                carry += 10 * u64::from(*word);
                *word = carry as u32;
                carry >>= 32;
            }
            if carry > 0 {
                words.push(carry as u32);
            }
        }
        Ok(Integer { negative: token.starts_with('-'), words })
    }
    fn float(&mut self) -> Input<f64> {
        let token = self.word()?;
        let named = ["nan", "inf", "-inf"].contains(&token);
        match token.parse() {
            Ok(x) if named || token.bytes().all(|c| b"+-.0123456789eE".contains(&c)) => Ok(x),
            _ => self.wrong("a number"),
        }
    }
    fn list<T>(&mut self, least: usize, mut read: impl FnMut(&mut Self) -> Input<T>) -> Input<Vec<T>> {
        let n = self.int(least, MOST)?;
        demand(n <= self.left(), || format!("value {} says that {} follow; there are fewer", self.at, n))?;
        (0..n).map(|_| read(self)).collect()
    }
    fn floats(&mut self, least: usize) -> Input<Vec<f64>> {
        self.list(least, Self::float)
    }
    fn matrix(&mut self, columns: usize) -> Input<Matrix> {
        let (nout, nin) = (self.int(0, MOST)?, self.int(0, MOST)?);
        demand(nout == 0 || nin == columns, || format!("x has {} numbers, a row of w {}", columns, nin))?;
        demand(nout * nin <= self.left(), || format!("a matrix of {} x {}, and fewer values", nout, nin))?;
        (0..nout).map(|_| (0..nin).map(|_| self.float()).collect()).collect()
    }
    fn bytes(&mut self) -> Input<Vec<u8>> {
        let token = self.word()?;
        let hex = if token == "-" { "" } else { token };
        if hex.len() % 2 == 1 || !hex.bytes().all(|c| c.is_ascii_hexdigit()) {
            return self.wrong("hex digits in pairs, or -");
        }
        Ok((0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect())
    }
    fn text(&mut self) -> Input<String> {
        String::from_utf8(self.bytes()?).or_else(|_| self.wrong("hex of UTF-8"))
    }
    fn texts(&mut self) -> Input<Vec<String>> {
        self.list(0, Self::text)
    }
    fn uchars(&mut self) -> Input<Vec<String>> {
        let uchars = self.texts()?;
        demand(uchars.iter().all(|uchar| uchar.chars().count() == 1), || "a character is not one code point".into())?;
        Ok(uchars)
    }
    fn tokens(&mut self, vocab_size: usize, looked_at: usize) -> Input<Vec<usize>> {
        let mut i = 0;
        self.list(0, |r| {
            i += 1;
            match r.int(0, MOST)? {
                token if token < vocab_size || i > looked_at => Ok(token),
                _ => r.wrong("a token of the vocabulary"),
            }
        })
    }
    /// Tokens behind the block are not looked at, and may be any (model.16).
    fn document(&mut self, config: &Config, vocab_size: usize) -> Input<Vec<usize>> {
        let tokens = self.tokens(vocab_size, config.block_size + 1)?;
        let n = tokens.len();
        demand(n >= 2, || format!("a document of {} tokens; it must have BOS on both sides", n))?;
        Ok(tokens)
    }
    fn target(&mut self, n: usize) -> Input<usize> {
        self.int(0, n - 1)
    }
    fn rate(&mut self, below: f64) -> Input<f64> {
        let x = self.float()?;
        if x >= 0.0 && x < below { Ok(x) } else { self.wrong("in the constant's range (parameters.8)") }
    }
    fn config(&mut self) -> Input<Config> {
        let inf = f64::INFINITY;
        let config = Config {
            n_layer: self.int(0, MOST)?,
            n_embd: self.int(1, MOST)?,
            block_size: self.int(1, MOST)?,
            n_head: self.int(1, MOST)?,
            std: self.rate(inf)?,
            std_residual: self.rate(inf)?,
            activation: self.one_of(&["relu", "relu_squared"])?.into(),
            learning_rate: self.rate(inf)?,
            beta1: self.rate(1.0)?,
            beta2: self.rate(1.0)?,
            eps_adam: self.rate(inf)?,
            decay: self.one_of(&["linear", "cosine"])?.into(),
            num_steps: self.int(0, 1 << 53)?,
            temperature: self.rate(inf)?,
            num_samples: self.int(0, 1 << 53)?,
            seed: self.integer()?,
        };
        demand(config.n_embd % config.n_head == 0, || "n_embd is no multiple of n_head (parameters.8)".into())?;
        demand(config.temperature > 0.0, || "temperature is 0; it must be above (parameters.8)".into())?;
        Ok(config)
    }
    fn vocab_size(&mut self, config: &Config) -> Input<usize> {
        let vocab_size = self.int(1, MOST)?;
        let [n, block_size, n_layer] = [config.n_embd as f64, config.block_size as f64, config.n_layer as f64];
        let count = n * (2.0 * vocab_size as f64 + block_size + 12.0 * n * n_layer);
        demand(count <= MOST as f64, || format!("{} parameters are too many; there is room for {}", count, MOST))?;
        Ok(vocab_size)
    }
    /// A configuration, the parameters of its shapes, and the size of the vocabulary.
    fn model(&mut self) -> Input<(Config, StateDict, usize)> {
        let config = self.config()?;
        let vocab_size = self.vocab_size(&config)?;
        let params = self.floats(0)?;
        let shapes = shapes_of(&config, vocab_size);
        let due: usize = shapes.iter().map(|(_, nout, nin)| nout * nin).sum();
        let n = params.len();
        demand(n == due, || format!("{} parameters; this configuration has {} (parameters.6)", n, due))?;
        let mut left = params.into_iter();
        let mut state_dict = StateDict::new();
        for (name, nout, nin) in shapes {
            state_dict.insert(name, (0..nout).map(|_| left.by_ref().take(nin).collect()).collect());
        }
        Ok((config, state_dict, vocab_size))
    }
    fn draw(&mut self) -> Input<Draw> {
        Ok(match self.one_of(&["random", "getrandbits", "gauss", "shuffle", "choices"])? {
            "random" => Draw::Random,
            "getrandbits" => Draw::GetRandBits(self.int(0, MOST)?),
            "gauss" => Draw::Gauss(self.float()?, self.float()?),
            "shuffle" => Draw::Shuffle(self.int(0, MOST)?),
            _ => Draw::Choices(self.floats(0)?),
        })
    }
    fn earlier(&mut self, place: usize) -> Input<usize> {
        match self.int(0, MOST)? {
            a if a < place => Ok(a),
            _ => self.wrong("the place of an earlier node"),
        }
    }
    fn node(&mut self, i: usize) -> Input<Node> {
        Ok(match self.word()? {
            "leaf" => Node::Leaf(self.float()?),
            "add" => Node::Add(self.earlier(i)?, self.earlier(i)?),
            "mul" => Node::Mul(self.earlier(i)?, self.earlier(i)?),
            "sub" => Node::Sub(self.earlier(i)?, self.earlier(i)?),
            "div" => Node::Div(self.earlier(i)?, self.earlier(i)?),
            "pow" => Node::Pow(self.earlier(i)?, self.float()?),
            "log" => Node::Log(self.earlier(i)?),
            "exp" => Node::Exp(self.earlier(i)?),
            "relu" => Node::Relu(self.earlier(i)?),
            "neg" => Node::Neg(self.earlier(i)?),
            _ => return self.wrong("a kind of node"),
        })
    }
    /// Ends the request: your function is called behind it.
    fn end(&self) -> Input<()> {
        demand(self.left() == 0, || "there are more values than the request says (protocol.2)".into())
    }
}

/// Names, rows and columns of the matrices, in their order.
fn shapes_of(config: &Config, vocab_size: usize) -> Vec<(String, usize, usize)> {
    let n = config.n_embd;
    let ends = [("wte", vocab_size), ("wpe", config.block_size), ("lm_head", vocab_size)];
    let mut shapes: Vec<_> = ends.iter().map(|(name, rows)| (name.to_string(), *rows, n)).collect();
    for i in 0..config.n_layer {
        for name in ["wq", "wk", "wv", "wo"] {
            shapes.push((format!("layer{}.attn_{}", i, name), n, n));
        }
        shapes.push((format!("layer{}.mlp_fc1", i), 4 * n, n));
        shapes.push((format!("layer{}.mlp_fc2", i), n, 4 * n));
    }
    shapes
}

/// The tokens of a reply, each behind a space.
#[derive(Default)]
struct Reply(String);

impl Reply {
    fn int(&mut self, n: usize) {
        self.0 += &format!(" {}", n);
    }
    fn float(&mut self, x: f64) {
        self.0 += &format!(" {:?}", x).to_lowercase(); // nan, not NaN; reads back as the same number
    }
    fn floats(&mut self, list: &[f64]) {
        self.int(list.len());
        list.iter().for_each(|x| self.float(*x));
    }
    fn ints(&mut self, list: &[usize]) {
        self.int(list.len());
        list.iter().for_each(|n| self.int(*n));
    }
    fn matrix(&mut self, rows: &Matrix) {
        self.int(rows.len());
        self.int(rows.first().map_or(0, Vec::len));
        rows.iter().flatten().for_each(|x| self.float(*x));
    }
    fn text(&mut self, text: &str) {
        let hex: String = text.bytes().map(|byte| format!("{:02x}", byte)).collect();
        self.0 += &format!(" {}", if hex.is_empty() { "-" } else { &hex });
    }
    fn texts(&mut self, texts: &[String]) {
        self.int(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }
    fn state_dict(&mut self, state_dict: &StateDict, config: &Config) {
        let vocab_size = state_dict["lm_head"].len();
        let shapes = shapes_of(config, vocab_size);
        let all: Vec<f64> = shapes.iter().flat_map(|(name, _, _)| state_dict[name].concat()).collect();
        self.int(vocab_size);
        self.floats(&all);
    }
    fn trace(&mut self, trace: &Trace) {
        self.int(trace.len());
        for (name, list) in trace {
            self.0 += &format!(" {}", name);
            self.floats(list);
        }
    }
    fn integer(&mut self, n: &Integer) {
        let (mut words, mut digits) = (n.words.clone(), Vec::new());
        while digits.is_empty() || words.iter().any(|word| *word > 0) {
            let mut rest = 0;
            for word in words.iter_mut().rev() {
                rest = rest << 32 | u64::from(*word);
                *word = (rest / 10) as u32;
                rest %= 10;
            }
            digits.push(char::from(b'0' + rest as u8));
        }
        self.0 += &format!(" {}", digits.iter().rev().collect::<String>());
    }
}

/// Reads a request to its end, calls your function, and prints what it gives; None where it is not claimed.
fn answer(op: &str, r: &mut Request, w: &mut Reply, yours: &Port) -> Option<Input<()>> {
    /// The block of an operation: `f` is your function.
    macro_rules! operation {
        ($field:ident, |$f:ident| $body:block) => {
            yours.$field.map(|$f| -> Input<()> {
                $body;
                Ok(())
            })
        };
    }
    match op {
        "echo" => Some(r.floats(0).and_then(|x| {
            r.end()?;
            w.floats(&x);
            Ok(())
        })),
        "softmax" => operation!(softmax, |f| {
            let logits = r.floats(1)?;
            r.end()?;
            w.floats(&f(&logits))
        }),
        "position_loss" => operation!(position_loss, |f| {
            let probs = r.floats(1)?;
            let target = r.target(probs.len())?;
            r.end()?;
            w.float(f(&probs, target))
        }),
        "average_loss" => operation!(average_loss, |f| {
            let losses = r.floats(1)?;
            r.end()?;
            w.float(f(&losses))
        }),
        "cross_entropy" => operation!(cross_entropy, |f| {
            let logits = r.floats(1)?;
            let target = r.target(logits.len())?;
            r.end()?;
            let (loss, grad) = f(&logits, target);
            w.float(loss);
            w.floats(&grad)
        }),
        "sampling" => operation!(sampling, |f| {
            let (logits, temperature) = (r.floats(1)?, r.float()?);
            demand(temperature > 0.0, || format!("temperature is {}; it must be above 0 (inference.9)", temperature))?;
            r.end()?;
            w.floats(&f(&logits, temperature))
        }),
        "rmsnorm" => operation!(rmsnorm, |f| {
            let x = r.floats(1)?;
            r.end()?;
            w.floats(&f(&x))
        }),
        "linear" => operation!(linear, |f| {
            let x = r.floats(0)?;
            let rows = r.matrix(x.len())?;
            r.end()?;
            w.floats(&f(&x, &rows))
        }),
        "exp" => operation!(exp, |f| {
            let list = r.floats(0)?;
            r.end()?;
            w.floats(&list.into_iter().map(f).collect::<Vec<_>>())
        }),
        "log" => operation!(log, |f| {
            let list = r.floats(0)?;
            r.end()?;
            w.floats(&list.into_iter().map(f).collect::<Vec<_>>())
        }),
        "sin" => operation!(sin, |f| {
            let list = r.floats(0)?;
            r.end()?;
            w.floats(&list.into_iter().map(f).collect::<Vec<_>>())
        }),
        "cos" => operation!(cos, |f| {
            let list = r.floats(0)?;
            r.end()?;
            w.floats(&list.into_iter().map(f).collect::<Vec<_>>())
        }),
        "pow" => operation!(pow, |f| {
            let (list, exponent) = (r.floats(0)?, r.float()?);
            r.end()?;
            w.floats(&list.into_iter().map(|x| f(x, exponent)).collect::<Vec<_>>())
        }),
        "adam" => operation!(adam, |f| {
            let config = r.config()?;
            demand(config.num_steps > 0, || "num_steps is 0; there is no step to take (optimizer.7)".into())?;
            let step = r.int(0, config.num_steps)?;
            let (mut data, grad, mut m, mut v) = (r.floats(0)?, r.floats(0)?, r.floats(0)?, r.floats(0)?);
            let fits = [&grad, &m, &v].iter().all(|list| list.len() == data.len());
            demand(fits, || "data, grad, m and v are not of one length".into())?;
            r.end()?;
            f(&config, step, &mut data, &grad, &mut m, &mut v);
            w.floats(&data);
            w.floats(&m);
            w.floats(&v)
        }),
        "documents" => operation!(documents, |f| {
            let file = r.bytes()?;
            r.end()?;
            w.texts(&f(&file))
        }),
        "tokenizer" => operation!(tokenizer, |f| {
            let docs = r.texts()?;
            r.end()?;
            let (uchars, bos, vocab_size) = f(&docs);
            w.texts(&uchars);
            w.int(bos);
            w.int(vocab_size)
        }),
        "encode" => operation!(encode, |f| {
            let (uchars, doc) = (r.uchars()?, r.text()?);
            r.end()?;
            w.ints(&f(&uchars, &doc))
        }),
        "decode" => operation!(decode, |f| {
            let uchars = r.uchars()?;
            let tokens = r.tokens(uchars.len(), MOST)?;
            r.end()?;
            w.text(&f(&uchars, &tokens))
        }),
        "forward" => operation!(forward, |f| {
            let (config, state_dict, vocab_size) = r.model()?;
            let tokens = r.document(&config, vocab_size)?;
            r.end()?;
            let (logits, losses, loss) = f(&config, &state_dict, &tokens);
            w.matrix(&logits);
            w.floats(&losses);
            w.float(loss)
        }),
        "backward" => operation!(backward, |f| {
            let (config, state_dict, vocab_size) = r.model()?;
            let tokens = r.document(&config, vocab_size)?;
            r.end()?;
            let (loss, grad) = f(&config, &state_dict, &tokens);
            w.float(loss);
            w.state_dict(&grad, &config)
        }),
        "trace" => operation!(trace, |f| {
            let (config, state_dict, vocab_size) = r.model()?;
            let tokens = r.document(&config, vocab_size)?;
            r.end()?;
            w.trace(&f(&config, &state_dict, &tokens))
        }),
        "train" => operation!(train, |f| {
            let (config, state_dict, vocab_size) = r.model()?;
            let docs = r.list(0, |r| r.document(&config, vocab_size))?;
            let steps = r.int(0, config.num_steps)?;
            demand(steps == 0 || !docs.is_empty(), || "there is no document to train on (training.4)".into())?;
            r.end()?;
            let (losses, trained) = f(&config, state_dict, &docs, steps);
            w.floats(&losses);
            w.state_dict(&trained, &config)
        }),
        "sample" => operation!(sample, |f| {
            let (config, state_dict, _) = r.model()?;
            let mut uniforms = r.floats(0)?;
            demand(uniforms.iter().all(|u| (0.0..1.0).contains(u)), || "a uniform is outside of [0, 1)".into())?;
            r.end()?;
            let given = uniforms.len();
            uniforms.resize(given.max(config.block_size), 0.0);
            let (tokens, probs) = f(&config, &state_dict, &uniforms);
            demand(probs.len() <= given, || "there are fewer uniforms than positions that are reached".into())?;
            w.ints(&tokens);
            w.matrix(&probs)
        }),
        "parameters" => operation!(parameters, |f| {
            let config = r.config()?;
            let vocab_size = r.vocab_size(&config)?;
            r.end()?;
            w.state_dict(&f(&config, vocab_size), &config)
        }),
        "microgpt" => operation!(microgpt, |f| {
            let (config, file) = (r.config()?, r.bytes()?);
            r.end()?;
            let program = f(&config, &file);
            w.texts(&program.docs);
            w.state_dict(&program.state_dict, &config);
            w.floats(&program.losses);
            w.texts(&program.samples)
        }),
        "random" => operation!(random, |f| {
            let (seed, draws) = (r.integer()?, r.list(0, Request::draw)?);
            r.end()?;
            for drawn in f(&seed, &draws) {
                match drawn {
                    Drawn::Float(x) => w.float(x),
                    Drawn::Integer(n) => w.integer(&n),
                    Drawn::List(list) => w.ints(&list),
                    Drawn::Index(i) => w.int(i),
                }
            }
        }),
        "autograd" => operation!(autograd, |f| {
            let mut place = 0;
            let graph = r.list(1, |r| {
                place += 1;
                r.node(place - 1)
            })?;
            r.end()?;
            let (data, grad) = f(&graph);
            w.floats(&data);
            w.floats(&grad)
        }),
        _ => None,
    }
}

/// The operations, as hello names those that are claimed.
fn claims(yours: &Port) -> Vec<&'static str> {
    let mut names = Vec::new();
    macro_rules! claim {
        ($($field:ident)*) => { $(if yours.$field.is_some() { names.push(stringify!($field)) })* };
    }
    claim!(softmax position_loss average_loss cross_entropy sampling rmsnorm linear exp log sin cos pow adam documents
           tokenizer encode decode forward backward trace train sample parameters microgpt random autograd);
    names
}

fn hello(yours: &Port) -> String {
    let ops = claims(yours).join(",");
    if ops.is_empty() {
        return "no none of the operations is claimed yet: uncomment the line of one of your functions".into();
    }
    format!("ok 1 {} {} ops={}", WHO, DECLARED, ops)
}

fn reply(op: &str, values: Vec<&str>, yours: &Port) -> String {
    if op == "hello" {
        return hello(yours);
    }
    let (mut r, mut w) = (Request { values, at: 0 }, Reply::default());
    match panic::catch_unwind(AssertUnwindSafe(|| answer(op, &mut r, &mut w, yours))) {
        Ok(Some(Ok(()))) => format!("ok{}", w.0),
        Ok(Some(Err(why))) => format!("err input {}", why),
        Ok(None) => format!("no {} is not implemented", op),
        Err(why) => {
            let text = why.downcast_ref::<String>().map(String::as_str).or_else(|| why.downcast_ref::<&str>().copied());
            format!("err panic {}", text.unwrap_or("without a message").replace('\n', " "))
        }
    }
}

fn main() {
    panic::set_hook(Box::new(|why| eprintln!("{}", why)));
    let yours = yours();
    for line in io::stdin().lock().split(b'\n').map(|line| String::from_utf8_lossy(&line.unwrap()).into_owned()) {
        let mut words = line.split_whitespace();
        if let Some(id) = words.next() {
            let op = words.next().unwrap_or("nothing");
            println!("@{} {}", id, reply(op, words.collect(), &yours));
            io::stdout().flush().unwrap();
        }
    }
}
