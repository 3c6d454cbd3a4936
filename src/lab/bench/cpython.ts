import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { program } from './aims.ts';
import { alternated, type Ratio, spread, timed } from './alternated.ts';
import { inFolder, timeOf } from './processes.ts';

/** microgpt.py itself against the engine and the reference: how many times as long it takes, and where it was measured. */
export interface CPython {
  readonly version: string;
  readonly engine: Ratio;
  readonly reference: Ratio;
}

/** Runs of the others, before CPython's and after it: it takes minutes, in which a machine changes. */
const ROUNDS = 5;

/**
 * Runs microgpt.py once, where MICROGPT_PY and NAMES name the files (PYTHON the interpreter), and the others on the same
 * dataset: whole processes, from reading the file to the last sample.
 *
 * @returns null where the files are not named
 */
export function measureCPython(progress: (title: string) => void): CPython | null {
  const { MICROGPT_PY, NAMES, PYTHON = 'python3' } = process.env;
  if (MICROGPT_PY === undefined || NAMES === undefined) return null;
  const dataset = resolve(NAMES);
  const others = () =>
    alternated(
      {
        engine: () => timeOf({ command: [...program('engine'), dataset] }),
        reference: () => timeOf({ command: [...program('reference'), dataset] }),
      },
      ROUNDS,
    );
  const before = others();
  progress('microgpt.py under CPython: some minutes');
  const python = inFolder((cwd) => {
    copyFileSync(dataset, join(cwd, 'input.txt'));
    return timed(() => output(PYTHON, [resolve(MICROGPT_PY)], cwd));
  });
  const after = others();
  const ratio = (name: string) => spread([...before[name], ...after[name]].map((time) => python / time));
  return {
    version: `C${output(PYTHON, ['--version']).trim()}`,
    engine: ratio('engine'),
    reference: ratio('reference'),
  };
}

function output(command: string, args: readonly string[], cwd = '.'): string {
  const { status, stdout, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`bench: ${command} ${args.join(' ')} failed`, { cause: error });
  return stdout;
}
