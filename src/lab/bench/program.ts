import { readFileSync } from 'node:fs';
import type { CompletePort } from '../../port/reference.ts';
import { readArguments, resultTokens } from '../../protocol/wire.ts';
import { CANONICAL } from '../../reference/config.ts';

/**
 * A run as a process: `node program.js engine|reference [names.txt]`. With a dataset it does the whole of microgpt.py, from
 * the file to the last sample, and prints the last loss and sample; without, it answers a request to train on its standard
 * input, as the C port does, and tells on standard error at what time of its life, in ms, it had come how far. Only what is
 * needed is loaded.
 */

const [who, file] = process.argv.slice(2);
const begun = performance.now();
const port: Pick<CompletePort, 'train' | 'microgpt'> = await (who === 'engine' ? engine() : reference());
if (file === undefined) await answer();
else {
  const { losses, samples } = await port.microgpt(CANONICAL, readFileSync(file));
  process.stdout.write(`${losses.at(-1)} ${samples.at(-1)}\n`);
}

async function answer(): Promise<void> {
  const loaded = performance.now();
  const [, , ...tokens] = readFileSync(0, 'utf8').trim().split(' ');
  const args = readArguments('train', tokens);
  const read = performance.now();
  const trained = await Reflect.apply(port.train, port, args);
  const ready = performance.now();
  process.stdout.write(`@1 ok ${resultTokens('train', trained).join(' ')}\n`);
  process.stderr.write(JSON.stringify([begun, loaded, read, ready, performance.now()]));
}

async function engine() {
  const { default: port } = await import('../../engine/enginePort.ts');
  return port;
}

async function reference() {
  const { referencePort } = await import('../../port/reference.ts');
  return referencePort('0');
}
