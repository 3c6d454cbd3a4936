// A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md). Node 22.18, Bun or Deno;
// with Node before: npx tsx adapter.mts in place of node adapter.mts.
// Look at it:  npx microgpt-spec doctor -- node adapter.mts
// Check it:    npx microgpt-spec run --chapter loss -- node adapter.mts
import { createInterface } from 'node:readline';

const WHO = 'name=mygpt lang=TypeScript version=0.1.0 dtype=f64'; // your port; no spaces in the values

// Your functions: replace each body by a call of your port's own. What they throw rejects the request.
function softmax(logits: number[]): number[] {
  const max = logits.reduce((a, b) => Math.max(a, b)); // throws where there are none
  const exps = logits.map((x) => Math.exp(x - max));
  const total = exps.reduce((a, b) => a + b);
  return exps.map((e) => e / total);
}
function position_loss(probs: number[], target: number): number {
  if (!(target in probs) || probs[target] <= 0) throw new RangeError(`target ${target} has no probability`);
  return -Math.log(probs[target]);
}
function average_loss(losses: number[]): number {
  return losses.reduce((a, b) => a + b) / losses.length; // throws where there are none
}
function cross_entropy(logits: number[], target: number): [loss: number, grad: number[]] {
  const probs = softmax(logits); // less 1 at the target, the derivative of the loss by each logit
  return [position_loss(probs, target), probs.map((p, i) => (i === target ? p - 1 : p))];
}

// What hello claims: each reads its arguments from the request's tokens, and gives a list of numbers and lists.
const OPS: Record<string, (args: Iterator<string>) => (number | number[])[]> = {
  softmax: (args) => [softmax(floats(args))],
  position_loss: (args) => [position_loss(floats(args), number(args))],
  average_loss: (args) => [average_loss(floats(args))],
  cross_entropy: (args) => cross_entropy(floats(args), number(args)),
  // TODO linear, rmsnorm, forward, backward: w is a matrix; a model is its config and state_dict
  // TODO adam, train, sampling, sample: the optimizer's steps, and the model's samples
  // TODO documents, tokenizer, encode, decode: text is the hex of its UTF-8
  // TODO exp, log, pow, autograd; random, parameters, microgpt: with Python's random numbers
};
function number(args: Iterator<string>): number {
  const token: string = args.next().value ?? 'nothing';
  if (!/^(nan|-?inf|[-+.\de]+)$/.test(token)) throw new TypeError(`${token} is not a number`);
  return Number(token.replace('inf', 'Infinity'));
}
const floats = (args: Iterator<string>) => Array.from({ length: number(args) }, () => number(args));
const float = (x: number) => (Object.is(x, -0) ? '-0' : String(x).replace('Infinity', 'inf').replace('NaN', 'nan'));
function answer(op: string, args: Iterator<string>): string {
  if (op === 'hello') return `ok 1 ${WHO} ops=${Object.keys(OPS)} config=any`;
  const run = op === 'echo' ? () => [floats(args)] : OPS[op];
  if (!run) return `no ${op} is not implemented`;
  try {
    const values = run(args).flatMap((value) => (typeof value === 'number' ? value : [value.length, ...value]));
    return args.next().done ? `ok ${values.map(float).join(' ')}` : 'err request it has more values than it says';
  } catch (error) {
    return `err ${String(error).replace(/:?\s+/g, ' ')}`;
  }
}
createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op, ...tokens] = line.trim().split(/ +/);
  if (id) process.stdout.write(`@${id} ${answer(op, tokens.values())}\n`);
});
