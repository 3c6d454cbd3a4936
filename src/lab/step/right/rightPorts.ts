import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviantStart } from '../../../deviations/deviantRun.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { enginePort } from '../../../engine/enginePort.ts';
import { EARLY } from '../../../ports/python/forms.fixture.ts';
import { startPort } from '../../../protocol/processPort.ts';
import { buildC, packageFile } from '../../bench/processes.ts';
import { handDumps, referenceDumps } from '../dumpOf.ts';
import type { Precision } from '../placed.ts';
import { portDumps } from './portDumps.ts';

const DEADLINE_MS = 60_000;

/** A right port that dumps. */
export interface RightPort {
  readonly name: string;
  readonly precision: Precision;
  /** @returns null where it is built for other constants than the start's */
  readonly dumps: (start: DeviantStart) => Promise<readonly StepDump[] | null>;
}

/** Ports in this process: by hand, the reference, the engine. */
export const PORTS_INSIDE: readonly RightPort[] = (['f64', 'f32'] as const).flatMap((precision): RightPort[] => [
  { name: 'by hand', precision, dumps: async (start) => handDumps([], start, precision) },
  { name: 'reference', precision, dumps: (start) => referenceDumps([], start, precision) },
  {
    name: 'engine',
    precision,
    dumps: (start) => portDumps(enginePort('0', { dtype: precision, libm: Math }), start),
  },
]);

/** The C port, built once for each precision. */
export function portsInC(folder: string): RightPort[] {
  return (
    [
      ['f64', []],
      ['f32', ['-DREAL=float']],
    ] as const
  ).map(([precision, flags]) => {
    let program: string | null = null;
    const built = () => (program ??= buildC(folder, flags));
    return { name: 'C', precision, dumps: (start) => dumpsOf([built()], start) };
  });
}

/** The adapter around a script in Python: microgpt.py in another wording, and its first revision. */
export function portsInPython(folder: string): RightPort[] {
  const adapter = packageFile('src/ports/python/microgpt_adapter.py');
  const source = readFileSync(packageFile('src/ports/python/script.fixture.py'), 'utf8');
  const early = EARLY.reduce((text, edit) => edit(text), source);
  return [
    { name: 'Python', text: source },
    { name: 'Python, early revision', text: early },
  ].map(({ name, text }) => ({
    name,
    precision: 'f64',
    dumps: async (start) => {
      const script = join(folder, `${name.replaceAll(/\W+/g, '-')}.py`);
      writeFileSync(script, text);
      return dumpsOf(['python3', adapter, script], start);
    },
  }));
}

async function dumpsOf(command: readonly string[], start: DeviantStart): Promise<StepDump[] | null> {
  const { port, driver } = await startPort(command, { deadline: DEADLINE_MS, window: 1 });
  try {
    const isBuilt = Object.entries(port.fixed ?? {}).every(([name, value]) => start.config[name as 'decay'] === value);
    return isBuilt ? await portDumps(port, start) : null;
  } finally {
    await driver.close();
  }
}
