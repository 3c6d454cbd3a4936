import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from './fault.ts';
import type { LogSource } from './logSource.ts';
import { portLog } from './portLog.ts';
import type { ProgressLine } from './progress.ts';
import { portCommand, type ScriptOptions } from './script.ts';

/** What of a script is trained, and on what. */
export interface TrainingOptions extends ScriptOptions {
  /** The dataset that the script finds in place of its own. */
  readonly input?: string;
  /** Steps at most; all of the script's own where it is not there. */
  readonly steps?: number;
}

/** A training that is over: its log, and its start as files of dumps. */
export interface ScriptTraining extends LogSource {
  readonly dumps: { readonly params: string; readonly docs: string; readonly input?: string };
  /** Files of its first steps, as far as the script shows them. */
  readonly steps: readonly string[];
  /** Its own constants of a step, as far as it has them. */
  readonly constants: Readonly<Record<string, unknown>>;
}

/** Steps that the adapter writes down. */
const DUMPED_STEPS = 3;

const STEP = /^step (\d+ \/ \d+)/;
/** The status with which the adapter says that it cannot. */
const CANNOT = 2;

/**
 * Trains a script from its own start, and keeps that. Wants `endingPorts` around it, which ends what is interrupted.
 *
 * @param folder - for the dumps
 * @param progress - is told each step
 * @throws Fault where the script cannot be trained
 */
export async function trainScript(
  options: TrainingOptions,
  folder: string,
  progress: ProgressLine,
): Promise<ScriptTraining> {
  const [python, adapter, script] = portCommand('diff', [], options);
  const { input, steps } = options;
  const { chunks, ending } = await portLog([
    ...[python, adapter, '--train', folder],
    ...(steps === undefined ? [] : ['--steps', String(steps)]),
    ...(input === undefined ? [] : ['--dataset', input]),
    ...[`--`, script],
  ]);
  const log: Uint8Array[] = [];
  for await (const chunk of chunks) {
    log.push(chunk);
    const step = STEP.exec(Buffer.from(chunk).toString('latin1').trimEnd().split('\n').at(-1) ?? '');
    if (step !== null) progress.show(`step ${step[1]} of ${script}`);
  }
  if (ending() === `exited with ${CANNOT}`) {
    const words = Buffer.concat(log).toString().trim().split('\n').at(-1) ?? '';
    throw new Fault(`diff: ${words.replace(/^microgpt_adapter\.py: /, '')}`);
  }
  const constants = join(folder, 'constants.json');
  const read = join(folder, 'dataset.txt'); // what the script read, where nothing else was named
  return {
    chunks: one(log),
    ending,
    steps: dumpedSteps(folder),
    constants: existsSync(constants) ? JSON.parse(readFileSync(constants, 'utf8')) : {},
    dumps: {
      params: join(folder, 'params.txt'),
      docs: join(folder, 'docs.txt'),
      ...(input === undefined && existsSync(read) ? { input: read } : {}),
    },
  };
}

function dumpedSteps(folder: string): string[] {
  const files = Array.from({ length: DUMPED_STEPS }, (_, i) => join(folder, `step${i + 1}.txt`));
  return files.filter((file) => existsSync(file));
}

async function* one(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}
