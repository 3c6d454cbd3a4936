// A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md).
// Build it:  rustc -O adapter.rs
// Check it:  npx microgpt-spec doctor -- ./adapter, then npx microgpt-spec run --chapter loss -- ./adapter
use std::{io::{self, BufRead, Write}, panic, str::{FromStr, SplitWhitespace as Args}}; // Args: the tokens of a request
const WHO: &str = "name=mygpt lang=Rust version=0.1.0 dtype=f64"; // your port; no spaces in the values
const OPS: &str = "softmax,position_loss,average_loss,cross_entropy"; // what hello claims: all that answer has

// Your functions: replace each body by a call of your port's own. A panic rejects the request.
// There is one number at least, and target is within.
fn softmax(logits: &[f64]) -> Vec<f64> {
    let max = logits.iter().cloned().reduce(f64::max).unwrap();
    let exps: Vec<f64> = logits.iter().map(|x| (x - max).exp()).collect();
    let total: f64 = exps.iter().sum();
    exps.iter().map(|e| e / total).collect()
}
fn position_loss(probs: &[f64], target: usize) -> f64 {
    if probs[target] <= 0.0 { panic!("the target has probability 0") }
    -probs[target].ln()
}
fn average_loss(losses: &[f64]) -> f64 {
    losses.iter().sum::<f64>() / losses.len() as f64
}
fn cross_entropy(logits: &[f64], target: usize) -> (f64, Vec<f64>) {
    let mut grad = softmax(logits);
    let loss = position_loss(&grad, target);
    grad[target] -= 1.0; // the derivative by each logit
    (loss, grad)
}

fn value<T: FromStr>(args: &mut Args) -> T { args.next().and_then(|x| x.parse().ok()).expect("a value is malformed") }
fn integer(args: &mut Args, n: usize) -> usize { Some(value(args)).filter(|i| *i < n).expect("an integer is too big") }
fn floats(args: &mut Args) -> Vec<f64> { (0..integer(args, 1 << 24)).map(|_| value(args)).collect() }
fn some(args: &mut Args) -> Vec<f64> { Some(floats(args)).filter(|x| !x.is_empty()).expect("the list is empty") }
fn last<T>(args: &mut Args, x: T) -> T { assert!(args.next().is_none(), "there are more values than it says"); x }
fn one(args: &mut Args) -> Vec<f64> { let x = some(args); last(args, x) }
fn targeted(args: &mut Args) -> (Vec<f64>, usize) {
    let x = some(args);
    let target = integer(args, x.len());
    last(args, (x, target))
}
fn wire(x: &[f64]) -> String { x.iter().map(|x| format!(" {:?}", x).to_lowercase()).collect() } // nan, not NaN
fn list(x: Vec<f64>) -> String { format!(" {}{}", x.len(), wire(&x)) }
fn answer(args: &mut Args) -> String {
    let values = match args.next().expect("the operation is missing") {
        "hello" => return format!("ok 1 {} ops={} config=any", WHO, OPS),
        "echo" => { let x = floats(args); list(last(args, x)) }
        "softmax" => list(softmax(&one(args))),
        "position_loss" => { let (x, i) = targeted(args); wire(&[position_loss(&x, i)]) }
        "average_loss" => wire(&[average_loss(&one(args))]),
        "cross_entropy" => {
            let (x, i) = targeted(args);
            let (loss, grad) = cross_entropy(&x, i);
            wire(&[loss]) + &list(grad)
        }
        // All other operations, read and checked: npx microgpt-spec init rust --full
        op => return format!("no {} is not implemented", op),
    };
    format!("ok{}", values)
}
fn main() {
    panic::set_hook(Box::new(|why| eprintln!("{}", why)));
    for line in io::stdin().lock().split(b'\n').map(|line| String::from_utf8_lossy(&line.unwrap()).into_owned()) {
        let mut args = line.split_whitespace();
        if let Some(id) = args.next() {
            let reply = panic::catch_unwind(move || answer(&mut args));
            println!("@{} {}", id, reply.unwrap_or("err panic standard error says why".into()));
            io::stdout().flush().unwrap();
        }
    }
}
