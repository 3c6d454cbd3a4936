import { Command } from 'commander';
import type { Verdict } from '../golden/verdict.ts';
import { EXIT } from './fault.ts';
import { clearProgress, logSource, type ReadingOptions, readingOf, withLogSource } from './logSource.ts';
import { print, STANDARD_OUTPUT, writeJson } from './output.ts';
import { endingPorts } from './ports.ts';

const STATUS: Readonly<Record<Verdict, number>> = {
  exact: EXIT.conforms,
  f64: EXIT.conforms,
  f32: EXIT.conforms,
  printed: EXIT.conforms,
  diverges: EXIT.doesNotConform,
  'different-start': EXIT.doesNotConform,
  'no-losses': EXIT.fault,
};

interface DiffOptions extends ReadingOptions {
  readonly json?: string;
}

/** `diff`: a log's losses and samples beside those of microgpt.py. */
export function diffCommand(): Command {
  return withLogSource(new Command('diff'))
    .description("compare a port's printed losses and samples with those of microgpt.py, and print a verdict")
    .option('--json <file>', 'write the result as JSON; "-" prints it in place of the summary')
    .action((operands: readonly string[], options: DiffOptions) => endingPorts(() => diff(operands, options)));
}

async function diff(operands: readonly string[], options: DiffOptions): Promise<void> {
  const reading = await readingOf(options);
  const { chunks, fault } = await logSource(operands);
  const { openGolden } = await import('../golden/folder.ts');
  const { diffJson, diffWithCanonical } = await import('../golden/diff.ts');
  const { summaryLines } = await import('../golden/summary.ts');
  const { withGolden } = await import('./goldenFault.ts');
  const result = await withGolden(() => diffWithCanonical(chunks, openGolden(), reading)).finally(clearProgress);
  process.exitCode = STATUS[result.verdict];
  if (options.json !== undefined) await writeJson('diff', options.json, diffJson(result));
  if (options.json !== STANDARD_OUTPUT) await print(`${summaryLines(result).join('\n')}\n`);
  const how = fault();
  if (how !== null) process.stderr.write(`note: the command ${how}\n`);
}
