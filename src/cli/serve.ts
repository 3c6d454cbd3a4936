import { Command } from 'commander';
import { print } from './standardOutput.ts';

/** `serve`: the reference as a port on standard input and output (spec/protocol.md). */
export function serveCommand(): Command {
  return new Command('serve').description('answer the port protocol on standard input, as the reference').action(serve);
}

async function serve(): Promise<void> {
  const { referencePort } = await import('../port/reference.ts');
  const { packageVersion } = await import('../port/packageVersion.ts');
  const { answerLines } = await import('../protocol/answerLines.ts');
  await answerLines({ ...referencePort(packageVersion()), order: 'python' }, print);
}
