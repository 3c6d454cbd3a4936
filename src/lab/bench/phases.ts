import { spawnSync } from 'node:child_process';
import { alternated, type Ratio, ratioOf, type Times } from './alternated.ts';
import { type Job, timeOf } from './processes.ts';

/** A part of the life of the engine's process, beside the whole process of the C port. */
export interface Phase {
  readonly title: string;
  readonly byC: Ratio;
}

/** What lies between the marks that program.ts sets. */
const TITLES = [
  "Node's own start",
  'loading modules',
  'reading the request',
  '1000 steps, from the first to the last',
  'writing the answer',
];
const ROUNDS = 15;

/** Where the engine's process spends its time, in turns with the C port. */
export function measurePhases(engine: Job, c: Job): Phase[] {
  const marks: number[][] = [];
  const { c: whole } = alternated(
    {
      engine: () => {
        marks.push(marksOf(engine));
        return 0;
      },
      c: () => timeOf(c),
    },
    ROUNDS,
  );
  return TITLES.map((title, i) => {
    const times: Times = { phase: marks.map((at) => at[i] - (at[i - 1] ?? 0)), whole };
    return { title, byC: ratioOf(times, 'phase', 'whole') };
  });
}

function marksOf({ command: [program, ...args], input }: Job): number[] {
  const { stderr } = spawnSync(program, args, { input: input ?? '', encoding: 'utf8', maxBuffer: 2 ** 30 });
  const marks: unknown = JSON.parse(stderr);
  if (!(Array.isArray(marks) && marks.length === TITLES.length)) throw new Error(`bench: no marks in ${stderr}`);
  return marks.map(Number);
}
