// {{header}}
//
// Run it:  cargo test --test microgpt_spec
// In a crate that is a program alone:  #[path = "../src/main.rs"] mod mygpt;

#![allow(clippy::approx_constant, clippy::excessive_precision, clippy::unnecessary_cast)]

/// What your port computes in: f64 is compared within 1e-12, f32 within 1e-5.
type Real = f64;

/// A node of a graph of scalars of yours.
type Node = usize;

// ---- Your functions ----
// Put a call of your own function in place of unfilled(). What stays unfilled is skipped: it says ok, and asks nothing;
// the test what_is_not_filled_in names it. An argument that you use loses its underscore.

fn softmax(_logits: &[Real]) -> Vec<Real> {
    unfilled() // mygpt::softmax(logits)
}

fn rmsnorm(_x: &[Real]) -> Vec<Real> {
    unfilled()
}

/// The products of x with the rows of w.
fn linear(_x: &[Real], _w: &[Vec<Real>]) -> Vec<Real> {
    unfilled()
}

/// The loss of a position, from its probabilities.
fn position_loss(_probs: &[Real], _target: usize) -> Real {
    unfilled()
}

/// The loss of a document, from those of its positions.
fn average_loss(_losses: &[Real]) -> Real {
    unfilled()
}

/// The loss of a position from its logits, and its gradient with respect to them.
fn cross_entropy(_logits: &[Real], _target: usize) -> (Real, Vec<Real>) {
    unfilled()
}

/// BOS, the places of doc's characters in uchars, and BOS, which is their number.
fn encode(_uchars: &[&str], _doc: &str) -> Vec<usize> {
    unfilled()
}

/// The text of tokens without BOS.
fn decode(_uchars: &[&str], _tokens: &[usize]) -> String {
    unfilled()
}

/// One update with microgpt.py's constants; step counts from 0; data, m and v change in place.
fn adam(_step: usize, _data: &mut [Real], _grad: &[Real], _m: &mut [Real], _v: &mut [Real]) {
    unfilled()
}

/// A random stream from a seed: Box::new(a type of yours that is a Stream).
fn new_stream(_seed: u32) -> Box<dyn Stream> {
    unfilled()
}

/// An empty graph: Box::new(a type of yours that is a Graph).
fn new_graph() -> Box<dyn Graph> {
    unfilled()
}

/// The losses of the first of microgpt.py's 1000 steps from a start, one document a step, with BOS at both ends.
/// The matrices have microgpt.py's names: wte, wpe, lm_head, layer0.attn_wq, ...
fn train(_state_dict: &BTreeMap<String, Vec<Vec<Real>>>, _docs: &[&[usize]], _steps: usize) -> Vec<Real> {
    unfilled()
}

// ---- End of your functions: what follows asks them ----

use std::collections::BTreeMap;
use std::io::Write;
use std::panic::{catch_unwind, resume_unwind};

/// A random stream; what needs a function that stays as it is here is skipped.
trait Stream {
    fn random(&mut self) -> f64 {
        lacks("Stream::random")
    }
    /// k from 1 to 32
    fn getrandbits(&mut self, _k: u32) -> u32 {
        lacks("Stream::getrandbits")
    }
    fn gauss(&mut self, _mu: Real, _sigma: Real) -> Real {
        lacks("Stream::gauss")
    }
    /// In place.
    fn shuffle(&mut self, _list: &mut [usize]) {
        lacks("Stream::shuffle")
    }
    /// The place that was drawn.
    fn choices(&mut self, _weights: &[Real]) -> usize {
        lacks("Stream::choices")
    }
}

/// A graph of scalars; what needs a function that stays as it is here is skipped.
trait Graph {
    fn leaf(&mut self, _x: Real) -> Node {
        lacks("Graph::leaf")
    }
    fn add(&mut self, _a: &Node, _b: &Node) -> Node {
        lacks("Graph::add")
    }
    fn mul(&mut self, _a: &Node, _b: &Node) -> Node {
        lacks("Graph::mul")
    }
    fn sub(&mut self, _a: &Node, _b: &Node) -> Node {
        lacks("Graph::sub")
    }
    fn div(&mut self, _a: &Node, _b: &Node) -> Node {
        lacks("Graph::div")
    }
    fn pow(&mut self, _a: &Node, _exponent: Real) -> Node {
        lacks("Graph::pow")
    }
    fn log(&mut self, _a: &Node) -> Node {
        lacks("Graph::log")
    }
    fn exp(&mut self, _a: &Node) -> Node {
        lacks("Graph::exp")
    }
    fn relu(&mut self, _a: &Node) -> Node {
        lacks("Graph::relu")
    }
    fn neg(&mut self, _a: &Node) -> Node {
        lacks("Graph::neg")
    }
    fn backward(&mut self, _root: &Node) {
        lacks("Graph::backward")
    }
    fn data(&self, _a: &Node) -> Real {
        lacks("Graph::data")
    }
    fn grad(&self, _a: &Node) -> Real {
        lacks("Graph::grad")
    }
}

/// Ends a test that asks a function which is not filled in.
struct Unfilled;

fn unfilled<T>() -> T {
    resume_unwind(Box::new(Unfilled))
}

/// The same for a part of a stream or a graph, said past cargo's capture of output.
fn lacks<T>(function: &str) -> T {
    let told = format!("a test is skipped, which says ok and asks nothing: fill in {function}");
    writeln!(std::io::stderr(), "microgpt-spec: {told}").unwrap();
    unfilled()
}

/// Asks; whether all that it needs is filled in.
fn is_filled_in(ask: impl FnOnce() + std::panic::UnwindSafe) -> bool {
    match catch_unwind(ask) {
        Ok(()) => true,
        Err(reason) if reason.is::<Unfilled>() => false,
        Err(reason) => resume_unwind(reason),
    }
}

/// Asks a vector, unless float32 does not hold its numbers.
fn run(title: &str, tags: &str, ask: impl FnOnce() + std::panic::UnwindSafe) {
    if size_of_real() == 4 && tags.contains("f64") {
        println!("skipped: {title}: f32 does not hold these numbers");
    } else if !is_filled_in(ask) {
        println!("skipped: {title}: not filled in");
    }
}

fn size_of_real() -> usize {
    std::mem::size_of::<Real>()
}

macro_rules! vector {
    ($(#[$attribute:meta])* $name:ident, $title:expr, $tags:expr, $check:ident $(, $given:expr)*) => {
        #[test]
        $(#[$attribute])*
        fn $name() {
            run($title, $tags, || $check($title $(, $given)*));
        }
    };
}

/// What an error is measured against: the value, 1, or the largest of all.
#[derive(Clone, Copy, PartialEq)]
enum Scale {
    Value,
    Unit,
    Array,
}

fn reals(list: &[f64]) -> Vec<Real> {
    list.iter().map(|x| *x as Real).collect()
}

/// Compares what a function gave, number by number, within the tolerance.
fn agrees(title: &str, name: &str, due: &[f64], got: &[Real], scale: Scale) {
    assert!(due.len() == got.len(), "{title}: {name} has {} numbers, due are {}", got.len(), due.len());
    let single = size_of_real() == 4;
    let (tolerance, smallest) = if single { (1e-5, f32::MIN_POSITIVE as f64) } else { (1e-12, f64::MIN_POSITIVE) };
    let largest = due.iter().filter(|x| x.is_finite()).fold(0.0, |most: f64, x| most.max(x.abs()));
    for (i, (x, have)) in due.iter().zip(got).enumerate() {
        let have = *have as f64;
        let size = match scale {
            Scale::Value => x.abs(),
            Scale::Unit => x.abs().max(1.0),
            Scale::Array => largest,
        };
        let bound = if x.is_finite() { (tolerance * size).max(smallest) } else { 0.0 };
        let same = *x == have || x.is_nan() && have.is_nan() || (x - have).abs() <= bound;
        assert!(same, "{title}: {name}[{i}] is {have:?}, due is {x:?}, within {bound:.1e}");
    }
}

/// Compares what is the same or not.
fn same<T: PartialEq + std::fmt::Debug>(title: &str, name: &str, due: T, got: T) {
    assert!(due == got, "{title}: {name} is {got:?}, due is {due:?}");
}

fn softmax_is(title: &str, logits: &[f64], due: &[f64]) {
    agrees(title, "probs", due, &softmax(&reals(logits)), Scale::Value);
}

fn rmsnorm_is(title: &str, x: &[f64], due: &[f64]) {
    agrees(title, "result", due, &rmsnorm(&reals(x)), Scale::Value);
}

fn linear_is(title: &str, x: &[f64], nout: usize, w: &[f64], due: &[f64]) {
    let rows: Vec<Vec<Real>> = w.chunks(w.len() / nout).map(reals).collect();
    agrees(title, "result", due, &linear(&reals(x), &rows), Scale::Array);
}

fn position_loss_is(title: &str, probs: &[f64], target: usize, due: f64) {
    agrees(title, "loss", &[due], &[position_loss(&reals(probs), target)], Scale::Value);
}

fn average_loss_is(title: &str, losses: &[f64], due: f64) {
    agrees(title, "loss", &[due], &[average_loss(&reals(losses))], Scale::Value);
}

fn cross_entropy_is(title: &str, logits: &[f64], target: usize, loss: f64, grad: &[f64]) {
    let (got_loss, got_grad) = cross_entropy(&reals(logits), target);
    agrees(title, "loss", &[loss], &[got_loss], Scale::Unit);
    agrees(title, "grad", grad, &got_grad, Scale::Unit);
}

fn encode_is(title: &str, uchars: &[&str], doc: &str, due: &[usize]) {
    same(title, "tokens", due.to_vec(), encode(uchars, doc));
}

fn decode_is(title: &str, uchars: &[&str], tokens: &[usize], due: &str) {
    same(title, "the text", due.to_string(), decode(uchars, tokens));
}

fn adam_is(title: &str, step: usize, given: [&[f64]; 4], due: [&[f64]; 3]) {
    let [mut data, grad, mut m, mut v] = given.map(reals);
    adam(step, &mut data, &grad, &mut m, &mut v);
    agrees(title, "data", due[0], &data, Scale::Array);
    agrees(title, "m", due[1], &m, Scale::Array);
    agrees(title, "v", due[2], &v, Scale::Array);
}

fn autograd_is(title: &str, lines: &[(&str, usize, usize, f64)], data: &[f64], grad: &[f64]) {
    let mut graph = new_graph();
    let mut nodes: Vec<Node> = Vec::new();
    for (kind, a, b, x) in lines {
        let node = match *kind {
            "leaf" => graph.leaf(*x as Real),
            "add" => graph.add(&nodes[*a], &nodes[*b]),
            "mul" => graph.mul(&nodes[*a], &nodes[*b]),
            "sub" => graph.sub(&nodes[*a], &nodes[*b]),
            "div" => graph.div(&nodes[*a], &nodes[*b]),
            "pow" => graph.pow(&nodes[*a], *x as Real),
            "log" => graph.log(&nodes[*a]),
            "exp" => graph.exp(&nodes[*a]),
            "relu" => graph.relu(&nodes[*a]),
            _ => graph.neg(&nodes[*a]),
        };
        nodes.push(node);
    }
    graph.backward(nodes.last().unwrap());
    let got: (Vec<Real>, Vec<Real>) = nodes.iter().map(|node| (graph.data(node), graph.grad(node))).unzip();
    agrees(title, "data", data, &got.0, Scale::Value);
    agrees(title, "grad", grad, &got.1, Scale::Array);
}

fn random_is(title: &str, seed: u32, draws: &[(&str, &[f64], &[f64])]) {
    let mut stream = new_stream(seed);
    for (kind, given, due) in draws {
        match *kind {
            "random" => same(title, "random()", due[0], stream.random()),
            "getrandbits" => same(title, "getrandbits", due[0], stream.getrandbits(given[0] as u32) as f64),
            "gauss" => agrees(title, "gauss", due, &[stream.gauss(given[0] as Real, given[1] as Real)], Scale::Value),
            "shuffle" => {
                let mut list: Vec<usize> = (0..due.len()).collect();
                stream.shuffle(&mut list);
                same(title, "shuffle", due.to_vec(), list.iter().map(|place| *place as f64).collect());
            }
            _ => same(title, "choices", due[0], stream.choices(&reals(given)) as f64),
        }
    }
}

/// The bytes behind a base64 text.
fn decoded(text: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut held, mut bits, mut bytes) = (0u32, 0, Vec::new());
    for digit in text.chars().filter_map(|c| DIGITS.find(c)) {
        held = held << 6 | digit as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

fn train_is(title: &str) {
    let mut state_dict: BTreeMap<String, Vec<Vec<Real>>> = BTreeMap::new();
    for line in ROWS {
        let (name, text) = line.split_once(' ').unwrap();
        let bytes = decoded(text);
        let number = |bytes: &[u8]| f64::from_be_bytes(bytes.try_into().unwrap()) as Real;
        state_dict.entry(name.to_string()).or_default().push(bytes.chunks(8).map(number).collect());
    }
    agrees(title, "loss", LOSSES, &train(&state_dict, DOCUMENTS, LOSSES.len()), Scale::Unit);
}

vector!(training_14_the_first_losses, "{{lossesTitle}}", "", train_is);

/// Says, past cargo's capture of output, which functions stay unfilled, and how many vectors are not asked for it.
#[test]
fn what_is_not_filled_in() {
    let stays = |ask: &dyn Fn()| {
        matches!(catch_unwind(std::panic::AssertUnwindSafe(ask)), Err(reason) if reason.is::<Unfilled>())
    };
    let all = [
        ("softmax", {{n:softmax}}, stays(&|| drop(softmax(&[0.0])))),
        ("rmsnorm", {{n:rmsnorm}}, stays(&|| drop(rmsnorm(&[1.0])))),
        ("linear", {{n:linear}}, stays(&|| drop(linear(&[1.0], &[vec![1.0]])))),
        ("position_loss", {{n:position_loss}}, stays(&|| _ = position_loss(&[1.0], 0))),
        ("average_loss", {{n:average_loss}}, stays(&|| _ = average_loss(&[1.0]))),
        ("cross_entropy", {{n:cross_entropy}}, stays(&|| drop(cross_entropy(&[0.0], 0)))),
        ("encode", {{n:encode}}, stays(&|| drop(encode(&["a"], "a")))),
        ("decode", {{n:decode}}, stays(&|| drop(decode(&["a"], &[0])))),
        ("adam", {{n:adam}}, stays(&|| adam(0, &mut [0.0], &[0.0], &mut [0.0], &mut [0.0]))),
        ("new_stream", {{n:random}}, stays(&|| drop(new_stream(0)))),
        ("new_graph", {{n:autograd}}, stays(&|| drop(new_graph()))),
        ("train", 1, stays(&|| drop(train(&BTreeMap::new(), &[], 0)))),
    ];
    let unfilled: Vec<_> = all.iter().filter(|(_, _, stays)| *stays).collect();
    let skipped: usize = unfilled.iter().map(|(_, n, _)| n).sum();
    let names: Vec<_> = unfilled.iter().map(|(name, _, _)| *name).collect();
    if size_of_real() == 4 {
        writeln!(std::io::stderr(), "microgpt-spec: {{n:f64}} vectors need f64, say ok and ask nothing").unwrap();
    }
    if skipped > 0 {
        let told = format!("{skipped} skipped, which say ok and ask nothing: fill in {}", names.join(", "));
        writeln!(std::io::stderr(), "microgpt-spec: {told}").unwrap();
    }
}

// {{softmax}}
// {{rmsnorm}}
// {{linear}}
// {{position_loss}}
// {{average_loss}}
// {{cross_entropy}}
// {{autograd}}
// {{encode}}
// {{decode}}
// {{adam}}
// {{random}}

const LOSSES: &[f64] = &[
    // {{losses}}
];

const DOCUMENTS: &[&[usize]] = &[
    // {{documents}}
];

/// The rows of the matrices that training starts from; base64 of doubles, the most significant byte first.
const ROWS: &[&str] = &[
    // {{start}}
];
