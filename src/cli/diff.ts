import { Command } from 'commander';
import type { Verdict } from '../golden/verdict.ts';
import { EXIT, Fault } from './fault.ts';
import { streamInput } from './files.ts';
import { print, STANDARD_OUTPUT, writeJson } from './output.ts';

/** Standard input in place of a file's name. */
const STANDARD_INPUT = '-';

const STATUS: Readonly<Record<Verdict, number>> = {
  exact: EXIT.conforms,
  f64: EXIT.conforms,
  f32: EXIT.conforms,
  printed: EXIT.conforms,
  diverges: EXIT.doesNotConform,
  'different-start': EXIT.doesNotConform,
  'no-losses': EXIT.fault,
};

/** `diff`: a log's losses and samples beside those of microgpt.py. */
export function diffCommand(): Command {
  return new Command('diff')
    .description("compare a port's printed losses and samples with those of microgpt.py, and print a verdict")
    .argument('[log]', 'the log; "-" or nothing for standard input')
    .option('--json <file>', 'write the result as JSON; "-" prints it in place of the summary')
    .action(diff);
}

async function diff(log: string | undefined, options: { readonly json?: string }): Promise<void> {
  if (log === undefined && process.stdin.isTTY) {
    throw new Fault('diff: no log: pipe one in (./port | microgpt-spec diff) or name a file (microgpt-spec diff LOG)');
  }
  const { openGolden } = await import('../golden/folder.ts');
  const { diffJson, diffWithCanonical } = await import('../golden/diff.ts');
  const { summaryLines } = await import('../golden/summary.ts');
  const { withGolden } = await import('./goldenFault.ts');
  const file = log === STANDARD_INPUT ? undefined : log;
  const result = await withGolden(() => diffWithCanonical(streamInput('diff', file), openGolden()));
  process.exitCode = STATUS[result.verdict];
  if (options.json !== undefined) await writeJson('diff', options.json, diffJson(result));
  if (options.json !== STANDARD_OUTPUT) await print(`${summaryLines(result).join('\n')}\n`);
}
