import { createInterface } from 'node:readline';
import { ALL_OPS } from '../../protocol/processPort.ts';
import { answer } from '../../protocol/serve.ts';
import { portOf } from './subjects.ts';

/** A subject as a port in a process of its own: `node dist/lab/strength/subjectProcess.js deviation:rmsnorm-no-mean`. */

const port = await portOf(process.argv[2] ?? '');
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() !== '') process.stdout.write(`${await answer(port, ALL_OPS, line)}\n`);
}
