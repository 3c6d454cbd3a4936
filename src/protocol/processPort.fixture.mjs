// A port whose answers to softmax are wrong in one way each: `node processPort.fixture.mjs surplus`.
import { createInterface } from 'node:readline';

const [mode, pairs = 'dtype=f64 ops=softmax'] = process.argv.slice(2);
const softmax = {
  right: '2 0.5 0.5',
  missing: '2 0.5',
  surplus: '2 0.5 0.5 0.5',
  malformed: '2 0,5 0,5',
  'wrong-length': '3 0.5 0.5',
  nan: '2 nan nan',
  formats: '8 +0.5 5e-1 5E-01 .5 1 1. 1.0 1e0',
  hexadecimal: '2 0x1p-1 0x1p-1',
  'length-with-a-point': '2.0 0.5 0.5',
  empty: '',
}[mode];

createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op] = line.split(' ');
  process.stdout.write(`@${id} ok ${op === 'hello' ? `1 name=wrong ${pairs}` : softmax}\n`);
});
