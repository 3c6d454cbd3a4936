import { shellWords } from '../protocol/shell.ts';
import type { Sampling } from './sampling.ts';

/** How a failure of a run is seen again. */
export interface Reproduction {
  /** The command line that started the run, without what it says of the checks; null where the suite runs in a library. */
  readonly invocation: Invocation | null;
  /** fast-check's path to the one input to ask; null for all of them. */
  readonly path: string | null;
  /** Whether requests are shown whole. */
  readonly verbose: boolean;
}

/** Words of a command line as the user gave them. */
export interface Invocation {
  /** The port, if it is a module or a script, and what else decides how it is asked. */
  readonly options: readonly string[];
  /** The port's command behind `--`; empty where there was none. */
  readonly command: readonly string[];
}

/** Of a run that nobody started by a command line. */
export const NO_REPRODUCTION: Reproduction = { invocation: null, path: null, verbose: false };

/** Where in what was drawn an input stands; null of one that was not drawn. */
export type Drawn = (Draws & { readonly path: string | null }) | null;

/** What decides which inputs are drawn. */
type Draws = Pick<Sampling, 'seed' | 'runs' | 'sizes'>;

/** The command line that asks a check's whole chapter again, in the same order. */
export function chapterAgainText(title: string, { options, command }: Invocation, draws: Draws): string {
  const chapter = title.split('.', 1)[0];
  const words = ['npx', 'microgpt-spec', 'run', '--chapter', chapter, ...drawsWords(draws)];
  return shellWords([...words, ...options, ...(command.length > 0 ? ['--', ...command] : [])]);
}

/** The command line that asks one check again, and of it, where it was drawn, the input that failed. */
export function againText(title: string, { options, command }: Invocation, drawn: Drawn): string {
  const words = ['npx', 'microgpt-spec', 'run', '--clause', title];
  if (drawn !== null) {
    words.push(...drawsWords(drawn));
    if (drawn.path !== null) words.push('--path', drawn.path);
  }
  return shellWords([...words, ...options, ...(command.length > 0 ? ['--', ...command] : [])]);
}

function drawsWords({ seed, runs, sizes }: Draws): string[] {
  return ['--seed', String(seed), '--runs', String(runs), ...(sizes === 1 ? [] : ['--sizes', String(sizes)])];
}
