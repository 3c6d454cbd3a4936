// Ports that are wrong in ways that failures must tell: `node faulty.fixture.mjs kept`.
import { createInterface } from 'node:readline';

const [mode] = process.argv.slice(2);
const OPS = 'softmax,position_loss,average_loss,rmsnorm';
const list = (x) => `${x.length} ${x.map((v) => (Number.isNaN(v) ? 'nan' : String(v))).join(' ')}`;
const sum = (x) => x.reduce((total, v) => total + v, 0);
let before = 0;
let drift = 0;

createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op, ...tokens] = line.split(' ');
  const reply = answer(op, tokens.map(Number), tokens);
  if (reply !== null) process.stdout.write(`@${id} ${reply}\n`);
});

function answer(op, numbers, tokens) {
  const x = numbers.slice(1, 1 + numbers[0]);
  switch (op) {
    case 'hello':
      return `ok 1 name=faulty lang=JavaScript version=1 dtype=f64 ops=${OPS}`;
    case 'echo':
      return `ok ${tokens.join(' ')}`;
    case 'softmax': {
      if (x.length === 0) return 'err input empty';
      const most = Math.max(...x);
      const e = x.map((v) => Math.exp(v - most));
      const total = sum(e) + (mode === 'kept' && before > 0 ? 0.25 : 0);
      before++;
      return `ok ${list(e.map((v) => v / total))}`;
    }
    case 'position_loss': {
      const p = x[numbers.at(-1)];
      if (mode === 'no') return p > 0 ? `ok ${-Math.log(p)}` : 'no math domain error';
      return p > 0 ? `ok ${-Math.log(p) * (mode === 'faint' ? 1 + 1e-9 : 1)}` : 'err input p';
    }
    case 'average_loss':
      if (mode === 'slow' && x.length > 5) return null;
      if (mode === 'drifting') return `ok ${sum(x) / x.length + drift++}`;
      if (mode === 'lua' && x.length > 1) fail();
      return x.length === 0 ? 'err input empty' : `ok ${sum(x) / (mode === 'summed' ? 1 : x.length)}`;
    case 'rmsnorm': {
      const scale = (sum(x.map((v) => v * v)) / x.length + (mode === 'eps' ? 0 : 1e-5)) ** -0.5;
      return x.length === 0 ? 'err input empty' : `ok ${list(x.map((v) => v * scale))}`;
    }
    default:
      return 'no such operation';
  }
}

/** As Lua tells of an error: the message first, and what called what behind it. */
function fail() {
  process.stderr.write('lua: adapter.lua:5: attempt to index a nil value\nstack traceback:\n');
  for (let i = 0; i < 5; i++) process.stderr.write(`\tadapter.lua:${i}: in function <adapter.lua:${i}>\n`);
  process.exit(1);
}
