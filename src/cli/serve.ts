import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { print } from './standardOutput.ts';

/** `serve`: the reference as a port on standard input and output (spec/protocol.md). */
export function serveCommand(): Command {
  return new Command('serve').description('answer the port protocol on standard input, as the reference').action(serve);
}

async function serve(): Promise<void> {
  const { referencePort } = await import('../port/reference.ts');
  const { packageVersion } = await import('../port/packageVersion.ts');
  const { ALL_OPS } = await import('../protocol/processPort.ts');
  const { answer } = await import('../protocol/serve.ts');
  const port = referencePort(packageVersion());
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() !== '') await print(`${await answer(port, ALL_OPS, line)}\n`);
  }
}
