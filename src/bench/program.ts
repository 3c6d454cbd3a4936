import { readFileSync } from 'node:fs';
import { answer } from '../port/serve.ts';
import { CANONICAL } from '../reference/config.ts';

/**
 * A run as a process: `node program.js engine|reference [names.txt]`. With a dataset it does the whole of microgpt.py, from
 * the file to the last sample, and prints the last loss and sample; without, it answers the request on its standard input,
 * as the C port does. Only what is needed is loaded.
 */
const [who, file] = process.argv.slice(2);
const port = await (who === 'engine' ? engine() : reference());
if (file === undefined) {
  process.stdout.write(`${await answer(port, ['train'], readFileSync(0, 'utf8'))}\n`);
} else {
  const { losses, samples } = await port.microgpt(CANONICAL, readFileSync(file));
  process.stdout.write(`${losses.at(-1)} ${samples.at(-1)}\n`);
}

async function engine() {
  const { default: port } = await import('../engine/port.ts');
  return port;
}

async function reference() {
  const { referencePort } = await import('../port/reference.ts');
  return referencePort('0');
}
