// A port that trains exactly and is loose where no run comes, as real ones are: `node loose.fixture.mjs log2`.
// The argument is a known mistake of the reference that it has beside.
import { createInterface } from 'node:readline';
import { deviationOf } from '../../dist/deviations/catalogue.js';
import { deviantPort } from '../../dist/deviations/deviantPort.js';
import { enginePort } from '../../dist/engine/enginePort.js';
import { referencePort } from '../../dist/port/reference.js';
import { ALL_OPS } from '../../dist/protocol/processPort.js';
import { answer } from '../../dist/protocol/serve.js';

const [mistake = 'none'] = process.argv.slice(2);
// The engine trains fast.
const right =
  mistake === 'none' ? { ...referencePort('1'), ...enginePort('1') } : await deviantPort(deviationOf(mistake));

const SUBNORMAL = 2 ** -1022;
const DEEPEST = 5000;
/** Nodes on the longest way from a leaf to the last node. */
const depthOf = (graph) => {
  const depths = [];
  for (const { a, b } of graph) depths.push(1 + Math.max(0, depths[a] ?? 0, depths[b] ?? 0));
  return depths.at(-1) ?? 0;
};
/** The logarithm as Go has it on amd64: of subnormal numbers it is that of the least normal one. */
const log = (x) => (x > 0 && x < SUBNORMAL ? -708.4 : Math.log(x));

const port = {
  ...right,
  // A seed goes through 64 bits, and no bits are a whole word.
  random: (seed, draws) =>
    right.random(
      BigInt.asUintN(64, seed),
      draws.map((draw) => (draw.kind === 'getrandbits' ? { ...draw, k: draw.k || 32 } : draw)),
    ),
  // Lines end with a line feed, and what is no UTF-8 is read as U+FFFD.
  documents: (bytes) => {
    const docs = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n');
    return docs.map((doc) => doc.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '')).filter((doc) => doc !== '');
  },
  // BOS is the empty text, and unknown characters are left out.
  decode: (uchars, tokens) => tokens.map((token) => uchars[token] ?? '').join(''),
  encode: (uchars, doc) => right.encode(uchars, [...doc].filter((c) => uchars.includes(c)).join('')),
  softmax: (logits) => (logits.length === 0 ? [] : right.softmax(logits)),
  rmsnorm: (x) => (x.length === 0 ? [] : right.rmsnorm(x)),
  average_loss: (losses) => (losses.length === 0 ? 0 : right.average_loss(losses)),
  log: (x) => x.map((one) => (one > 0 && one < SUBNORMAL ? log(one) : right.log([one])[0])),
  pow: (x, exponent) => x.map((one) => one ** exponent),
  // A stack of a size, and max(0, x) that lets NaN through.
  autograd: (graph) => {
    if (depthOf(graph) > DEEPEST) throw new RangeError('the stack overflows');
    const nan = graph.some(({ kind, data }) => kind === 'leaf' && Number.isNaN(data));
    return nan ? { data: graph.map(() => Number.NaN), grad: graph.map(() => Number.NaN) } : right.autograd(graph);
  },
};

const hello = `1 name=loose lang=JavaScript version=1 dtype=f64 ops=${ALL_OPS.join(',')}`;

for await (const line of createInterface({ input: process.stdin })) {
  const [id, op] = line.split(' ');
  process.stdout.write(`${op === 'hello' ? `@${id} ok ${hello}` : await answer(port, ALL_OPS, line)}\n`);
}
