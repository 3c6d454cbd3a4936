import { describe, expect, test } from 'vitest';
import { CANONICAL } from '../../port/config.ts';
import { late, NUMBER_FORMATS, SLOW } from '../../ports/cManners.fixture.ts';
import { built, compiledIn, declaring, HAS_CC, type TextEdit, UINT32 } from '../../ports/cPrograms.fixture.ts';
import { runVitest } from '../../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';

const TIMEOUT_MS = 600_000;
const DEADLINE_MS = 30_000;
const RUNS = 2;

/** The files that ask position_loss, softmax and rmsnorm. */
const FILES = ['properties/loss.test.ts', 'properties/model.test.ts', 'properties/model.softmax.test.ts'];

/** A right program of unusual make, from the flags and changes that make it another. */
interface Kind {
  readonly flags?: readonly string[];
  readonly edits?: readonly TextEdit[];
  readonly command?: (program: string) => readonly string[];
}

const CONSTANTS = Object.entries(CANONICAL).map(([name, value]) => `${name}:${value}`);
const KINDS: Readonly<Record<string, Kind>> = {
  'in double precision': {},
  'in single precision': { flags: ['-DREAL=float'] },
  'with all constants compiled in': { edits: [...compiledIn(CANONICAL), declaring(`config=${CONSTANTS.join()}`)] },
  'with seeds of 32 bits': { edits: [...UINT32, declaring('limits=seed_bits:32,getrandbits:32')] },
  'whose answers take a while': SLOW,
  'that says hello late': { command: late },
  'that prints floats in another way': { edits: Object.values(NUMBER_FORMATS)[0] },
};

const LOGARITHM = 'return -log(probs[target]);';
/** log(p + 1e-10), no maximum, and 1e-10 in RMSNorm: no check of the three clauses sees another of them. */
const THREE: readonly TextEdit[] = [
  [LOGARITHM, 'return -log(probs[target] + (real)1e-10);'],
  ['if (probs[target] <= 0)', 'if (probs[target] < 0)'],
  ['exp(x[i] - max)', 'exp(x[i] - 0 * max)'],
  ['(real)n + (real)1e-5)', '(real)n + (real)1e-10)'],
];
const BITS: readonly TextEdit[] = [[LOGARITHM, 'return -log2(probs[target]);']];

describe.skipIf(!HAS_CC)('a mistake in a right C program of unusual make fails', () => {
  test.each(Object.entries(KINDS))('%s', { timeout: TIMEOUT_MS }, async (_, kind) => {
    expect(await failed(kind, THREE)).toEqual(expect.arrayContaining(['loss.4', 'model.3', 'model.7']));
    expect(await failed(kind, BITS)).toEqual(expect.arrayContaining(['loss.1', 'loss.2']));
  });
});

/** Clauses that a program with a mistake fails. */
async function failed(
  { flags = [], edits = [], command = (program) => [program] }: Kind,
  mistake: readonly TextEdit[],
) {
  const program = command(built(flags, [...edits, ...mistake]));
  const port = { kind: 'process', command: program, deadline: DEADLINE_MS } as const;
  const sampling = { ...DEFAULT_SAMPLING, runs: RUNS };
  const { checks, faults } = await runVitest({
    port,
    sampling,
    chapters: ['loss', 'model'],
    reporters: [],
    options: { include: FILES, provide: { port, sampling, kinds: ['example', 'error', 'law'], turns: null } },
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  return [...new Set(checks.filter(({ status }) => status === 'failed').map(({ clause }) => clause))];
}
