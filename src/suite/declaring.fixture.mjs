// A port in another process that declares what its first argument names: `node declaring.fixture.mjs canonical softmax-max`.
// What it declares it also has: constants that a request brings are not looked at, and inputs beyond its limits are rejected.
// The second argument is a known mistake of the reference, or one of its own: `cuts` makes inputs fit into its limits in silence,
// `signed` takes the highest bit of a seed for its sign,
// `pairwise` sums the halves of a list.
import { createInterface } from 'node:readline';
import { deviationOf } from '../../dist/deviations/catalogue.js';
import { deviantPort } from '../../dist/deviations/deviantPort.js';
import { enginePort } from '../../dist/engine/enginePort.js';
import { beyond } from '../../dist/port/beyond.js';
import { CANONICAL, EARLY } from '../../dist/port/config.js';
import { OPS } from '../../dist/port/ops.js';
import { referencePort } from '../../dist/port/reference.js';
import { ALL_OPS } from '../../dist/protocol/processPort.js';
import { answer } from '../../dist/protocol/serve.js';

const [kind, mistake = 'none'] = process.argv.slice(2);
const LIMITS = { seed_bits: 32, getrandbits: 32, document: 256, vocab: 128 };
const DECLARED = {
  canonical: { fixed: CANONICAL, vocab_size: 27 },
  early: { fixed: EARLY, vocab_size: 27 },
  rates: { fixed: { activation: 'relu', decay: 'linear', num_steps: 1000 } },
  uint32: { limits: LIMITS },
  uint16: { limits: { seed_bits: 16 } },
  python: { order: 'python' },
}[kind];
const OWN = ['none', 'cuts', 'signed', 'pairwise'];
// The engine trains fast, and adds in an order of its own.
const rightPort = () => (kind === 'python' ? referencePort('1') : { ...referencePort('1'), ...enginePort('1') });
const right = OWN.includes(mistake) ? rightPort() : await deviantPort(deviationOf(mistake));

const LONG_LINE = /[\x20-\x7e]{257,}/g;
/** What is left of the arguments of an operation. */
const CUTS = {
  random: (seed, draws) => [BigInt.asUintN(LIMITS.seed_bits, seed), draws.map(fewerBits)],
  // Of lines of ASCII; other bytes stay as they are.
  documents: (bytes) => [
    Buffer.from(
      Buffer.from(bytes)
        .toString('latin1')
        .replace(LONG_LINE, (line) => line.slice(0, LIMITS.document)),
      'latin1',
    ),
  ],
  tokenizer: (docs) => [[...new Set(docs)].slice(0, LIMITS.vocab - 1)],
  encode: (uchars, doc) => [uchars, doc.slice(0, LIMITS.document)],
  softmax: (logits) => [logits.slice(0, LIMITS.vocab)],
  forward: (config, state_dict, tokens) => [config, state_dict, tokens.slice(-LIMITS.document - 2)],
};

const operations = ALL_OPS.map((op) => [
  op,
  (...args) => {
    const own = args.map((arg, i) => (OPS[op].args[i] === 'config' ? { ...arg, ...DECLARED.fixed } : arg));
    if (mistake === 'signed' && op === 'random')
      return right.random(BigInt.asIntN(DECLARED.limits.seed_bits, own[0]), own[1]);
    if (mistake === 'cuts') return right[op](...(CUTS[op]?.(...own) ?? own));
    if (mistake === 'pairwise' && op === 'linear')
      return own[1].map((row) => pairwise(row.map((w, i) => w * own[0][i])));
    const reason = beyond({ limits: DECLARED.limits }, op, own);
    if (reason !== null) throw new RangeError(reason);
    return right[op](...own);
  },
]);
const port = { ...right, ...Object.fromEntries(operations) };

function fewerBits({ k, ...draw }) {
  return k === undefined ? draw : { ...draw, k: Math.min(k, LIMITS.getrandbits) || LIMITS.getrandbits };
}

function pairwise(terms) {
  const half = terms.length >> 1;
  return terms.length === 1 ? terms[0] : pairwise(terms.slice(0, half)) + pairwise(terms.slice(half));
}

const pairs = (values) => Object.entries(values).map(([name, value]) => `${name}:${value}`);
const { fixed, vocab_size, limits, order } = DECLARED;
const hello = [
  '1 name=declaring lang=JavaScript version=1 dtype=f64',
  `ops=${ALL_OPS.join(',')}`,
  ...(fixed ? [`config=${pairs({ ...fixed, ...(vocab_size ? { vocab_size } : {}) })}`] : []),
  ...(limits ? [`limits=${pairs(limits)}`] : []),
  ...(order ? [`order=${order}`] : []),
].join(' ');

for await (const line of createInterface({ input: process.stdin })) {
  const [id, op] = line.split(' ');
  process.stdout.write(`${op === 'hello' ? `@${id} ok ${hello}` : await answer(port, ALL_OPS, line)}\n`);
}
