// Adapters with bad manners, for the tests of doctor: `node doctor.fixture.mjs no-flush`.
import { createInterface } from 'node:readline';

const [mode] = process.argv.slice(2);
const HELLO = '1 name=patient lang=JavaScript version=1 dtype=f64 ops=softmax';
const MUTE = `${HELLO},linear,rmsnorm,random,documents,tokenizer,encode,decode,autograd,exp,log`;
const number = (text) => ({ nan: NaN, inf: Infinity, '-inf': -Infinity })[text] ?? Number(text);
const exact = (x) => (Object.is(x, -0) ? '-0' : Number.isNaN(x) ? 'nan' : String(x).replace('Infinity', 'inf'));
const print = {
  'six-digits': (x) => (Number.isFinite(x) && x !== 0 ? x.toPrecision(6) : exact(x)),
  'no-sign': (x) => exact(x === 0 ? 0 : x),
  javascript: String,
  float: (x) => exact(Math.fround(x)),
  comma: (x) => exact(x).replace('.', ','),
  numpy: (x) => `np.float64(${exact(x)})`,
  fortran: (x) => (Number.isFinite(x) ? `${exact(x)}d0` : exact(x)),
}[mode];
const kept = [];
const out = (line) => (mode === 'no-flush' ? kept.push(line) : process.stdout.write(`${line}\n`));

if (mode === 'greets') out('microgpt, ready');
if (mode === 'glued') process.stdout.write('> ');
if (mode === 'bom') process.stdout.write('\ufeff');
createInterface({ input: process.stdin }).on('line', answer).on('close', end);

function answer(line) {
  const [id, op, ...tokens] = line.split(' ');
  if (op === 'hello')
    return out(
      `@${id} ok ${{ 'no-dtype': '1 name=patient ops=', mute: MUTE, misspelt: `${HELLO} limit=document:256`, built: `${HELLO},forward` }[mode] ?? HELLO}`,
    );
  if (mode === 'mute') return;
  if (mode === 'glued') process.stdout.write('> ');
  if (op === 'echo') {
    if (mode === 'no-echo') return out(`@${id} no echo`);
    if (mode === 'short-lines' && line.length > 4096) return process.exit(1);
    if (mode === 'no-empty' && tokens[0] === '0') return out(`@${id} ok`);
    if (mode !== 'loose' && tokens.length > 1 + Number(tokens[0])) return out(`@${id} err surplus`);
    if (mode === 'one-at-a-time' && tokens[1] === '2') return;
    return out(
      `@${id} ok ${tokens[0]} ${tokens
        .slice(1)
        .map(number)
        .map(print ?? exact)
        .join(' ')}`.trimEnd(),
    );
  }
  if (op === 'softmax') return out(mode === 'claims' ? `@${id} no not yet` : `@${id} ok 2 0.5 0.5`);
  // Built for a width of 16: four positions, 27 tokens.
  if (op === 'forward' && mode === 'built')
    return out(
      tokens[1] === '16' ? `@${id} ok 4 27${' 0'.repeat(4 * 27)} 4 1 1 1 1 1` : `@${id} err panic index out of range`,
    );
  out(mode === 'surprised' ? `@${id} ok` : `@${id} no ${op === 'forward' ? 'its gpt is a class' : op}`);
}

function end() {
  process.stdout.write(kept.map((line) => `${line}\n`).join(''));
  if (mode === 'stays') setInterval(() => {}, 1000);
  if (mode === 'status') process.exitCode = 3;
}
