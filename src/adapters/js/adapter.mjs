// A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md). Node, Bun or Deno.
// Look at it:  npx microgpt-spec doctor -- node adapter.mjs
// Check it:    npx microgpt-spec run --chapter loss -- node adapter.mjs
import { createInterface } from 'node:readline';

const WHO = 'name=mygpt lang=JavaScript version=0.1.0 dtype=f64'; // your port; no spaces in the values

// Your functions: replace each body by a call of your port's own. What they throw rejects the request.
// There is one number at least, and target is within.
function softmax(logits) {
  const max = logits.reduce((a, b) => Math.max(a, b));
  const exps = logits.map((x) => Math.exp(x - max));
  const total = exps.reduce((a, b) => a + b);
  return exps.map((e) => e / total);
}
function position_loss(probs, target) {
  if (probs[target] <= 0) throw new RangeError(`target ${target} has no probability`);
  return -Math.log(probs[target]);
}
function average_loss(losses) {
  return losses.reduce((a, b) => a + b) / losses.length;
}
function cross_entropy(logits, target) {
  const probs = softmax(logits); // less 1 at the target, the derivative of the loss by each logit
  return [position_loss(probs, target), probs.map((p, i) => (i === target ? p - 1 : p))];
}

// What hello claims: each reads its arguments from the request's tokens, and gives a list of numbers and lists.
const OPS = {
  softmax: (args) => [softmax(...last(args, floats(args, 1)))],
  position_loss: (args) => [position_loss(...targeted(args))],
  average_loss: (args) => [average_loss(...last(args, floats(args, 1)))],
  cross_entropy: (args) => cross_entropy(...targeted(args)),
  // All other operations, read and checked: npx microgpt-spec init js --full
};

function number(args) {
  const token = args.next().value;
  if (!/^(nan|-?inf|[-+.\de]+)$/.test(token)) throw new TypeError(`${token} is not a number`);
  return Number(token.replace('inf', 'Infinity'));
}
function integer(args, least, most) {
  const n = number(args);
  if (!(Number.isInteger(n) && n >= least && n <= most)) throw new RangeError(`${n} is not from ${least} to ${most}`);
  return n;
}
function last(args, ...values) {
  if (!args.next().done) throw new RangeError('there are more values than the request says');
  return values;
}
const floats = (args, least) => Array.from({ length: integer(args, least, 2 ** 24) }, () => number(args));
function targeted(args) {
  const list = floats(args, 1);
  return last(args, list, integer(args, 0, list.length - 1));
}
const float = (x) => (Object.is(x, -0) ? '-0' : String(x).replace('Infinity', 'inf').replace('NaN', 'nan'));
function answer(op, args) {
  if (op === 'hello') return `ok 1 ${WHO} ops=${Object.keys(OPS)} config=any`;
  const run = op === 'echo' ? () => last(args, floats(args, 0)) : OPS[op];
  if (!run) return `no ${op} is not implemented`;
  try {
    const values = run(args).flatMap((value) => (typeof value === 'number' ? value : [value.length, ...value]));
    return `ok ${values.map(float).join(' ')}`;
  } catch (error) {
    return `err ${String(error).replace(/:?\s+/g, ' ')}`;
  }
}
createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op, ...tokens] = line.trim().split(/ +/);
  if (id) process.stdout.write(`@${id} ${answer(op, tokens.values())}\n`);
});
