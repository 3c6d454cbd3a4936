import { beforeAll, describe, expect, test } from 'vitest';
import { deviationOf } from '../../deviations/catalogue.ts';
import { deviantRun } from '../../deviations/deviantRun.ts';
import { fixed, headerText, repr } from '../../golden/runOutput.ts';
import { flatten } from '../../port/flatten.ts';
import { CANONICAL, configure, EARLY } from '../../reference/config.ts';
import { diffSources } from '../../report/diffSources.ts';
import { diffJson } from '../diffJson.ts';
import { type DiffRequest, diffLog } from '../diffLog.ts';
import { bytesOf, lossLines } from '../logs.fixture.ts';
import { type RunStart, startFromGolden } from '../replay/start.ts';
import { summaryLines } from '../summary.ts';

const sources = diffSources();
const { golden, compiled } = sources;
const STEPS = 40;
/** A search of mistakes on three runs, on a busy machine. */
const SEARCH_MS = 120_000;
const EARLY_HEADER = headerText(32033, 27, 4064);
const linear = startFromGolden(golden, configure({ decay: 'linear' }, EARLY));

const request: DiffRequest = {
  ...sources,
  config: CANONICAL,
  stated: { dialect: null, constants: {} },
  stepsGiven: false,
  diagnosis: 'quick',
  onProgress: () => {},
};

function diff(log: string, options: Partial<DiffRequest> = {}) {
  return diffLog(bytesOf(log), { ...request, ...options });
}

/** The log of a run with mistakes. */
async function logOf(start: RunStart, ids: readonly string[] = [], print = repr, steps = STEPS): Promise<string> {
  const run = await deviantRun(ids.map(deviationOf), start, compiled);
  const losses: string[] = [];
  for (const loss of run?.losses ?? []) {
    losses.push(print(loss));
    if (losses.length === steps) break;
  }
  return lossLines(losses, start.config.num_steps);
}

/** A dump of a start. */
function dumpOf({ state_dict, documents }: RunStart, order: readonly string[] = Object.keys(state_dict)) {
  const values = Float64Array.from(order.flatMap((name) => flatten({ [name]: state_dict[name] })));
  const docs = { kind: 'text', documents, lines: documents.map((_, i) => i + 1) } as const;
  return { params: { kind: 'numbers', values }, docs } as const;
}

type Result = Awaited<ReturnType<typeof diff>>;

const named = ({ diagnosis }: Result) =>
  diagnosis?.explanations.map(({ deviations }) => deviations.map(({ id }) => id).join('+')) ?? [];
const dialectLine = (result: Result) => summaryLines(result).find((line) => line.startsWith('dialect: ')) ?? null;

describe('a log of a dialect that nobody stated', () => {
  test('conforms, and is told which dialect it is, by what, and how to fix it', async () => {
    const result = await diff(EARLY_HEADER + (await logOf(linear)));
    expect(result.verdict).toBe('exact');
    expect(dialectLine(result)).toBe(
      'dialect: early with linear decay, found from num params 4064, 500 steps and the losses; say --dialect early --decay linear to fix it',
    );
    expect(diffJson(result)).toMatchObject({
      schema: 2,
      dialect: {
        found: 'early with linear decay',
        by: ['num params 4064', '500 steps', 'the losses'],
        flags: '--dialect early --decay linear',
        agrees: true,
        alike: [],
      },
    });
  });

  test('is told that a log too short agrees with another as well', async () => {
    const result = await diff(EARLY_HEADER + (await logOf(linear, [], fixed, 3)));
    expect(dialectLine(result)).toContain('; early with linear decay agrees as well, the log is too short to tell;');
  });

  test('is compared from its dump in the order that the dump has', async () => {
    const start = startFromGolden(golden, configure({ seed: 3, decay: 'linear' }, EARLY));
    const dumps = dumpOf(start, Object.keys(start.state_dict).sort());
    const result = await diff(await logOf(start), dumps);
    expect(result).toMatchObject({
      verdict: 'exact',
      layout: { id: 'alphabetical' },
      dialect: { clues: { length: 3 } },
    });
    expect(result.dumpNotes.filter((note) => note.includes('--layout alphabetical'))).toHaveLength(1);
  });
});

describe('a dialect', () => {
  test('is only taken where a header names it and no likely run begins as the log does', async () => {
    const other = startFromGolden(golden, configure({ seed: 5 }, EARLY));
    const result = await diff(EARLY_HEADER + (await logOf(other)), { diagnosis: 'none' });
    expect(result.verdict).toBe('different-start');
    expect(dialectLine(result)).toBe(
      'dialect: early, taken from num params 4064 and 500 steps alone: no likely run begins as the log does; say --dialect early to fix it',
    );
    expect(diffJson(result)).toMatchObject({ dialect: { by: ['num params 4064', '500 steps'], agrees: false } });
  });

  test('is taken where the log agrees with it longest and nothing explains the rest', async () => {
    const changed = (await logOf(linear)).replace(/(step 20 .*loss )[\s\S]*$/, '$13.5\n');
    const result = await diff(EARLY_HEADER + changed, { diagnosis: 'none' });
    expect(result.losses.firstDivergence?.step).toBe(20);
    expect(dialectLine(result)).toContain(
      'early with linear decay, taken from num params 4064, 500 steps and the losses, which agree with it longest;',
    );
  });

  test('is not found by losses that say too little', async () => {
    const result = await diff(EARLY_HEADER + (await logOf(linear, [], (loss) => loss.toFixed(2), 1)));
    expect(dialectLine(result)).toContain(
      'taken from num params 4064 and 500 steps alone: the losses say too little to tell',
    );
    expect(diffJson(result)).toMatchObject({ dialect: { agrees: false } });
  });

  test('is named of no log that agrees with what was asked for', async () => {
    expect((await diff(await logOf(startFromGolden(golden, CANONICAL)))).dialect).toBeNull();
    const stated = { dialect: 'early', constants: { decay: 'linear' } } as const;
    expect((await diff(await logOf(linear), { config: linear.config, stated })).dialect).toBeNull();
  });

  test('is looked for neither beside another log nor where nothing is open', async () => {
    const log = await logOf(linear);
    expect((await diff(log, { against: bytesOf(log) })).dialect).toBeNull();
    const { stated, ...closed } = request;
    expect((await diffLog(bytesOf(log), { ...closed, diagnosis: 'none' })).verdict).toBe('different-start');
  });
});

describe('a log of a dialect with a mistake on top', () => {
  const steps = 200;
  let result: Result;

  beforeAll(async () => {
    result = await diff(EARLY_HEADER + (await logOf(linear, ['bos-zero'], fixed, steps)));
  }, SEARCH_MS);

  test('has the mistake named alone, on the dialect that it gives the log with', () => {
    expect(named(result)).toEqual(['bos-zero']);
    expect(result.expected.config.decay).toBe('linear');
    expect(dialectLine(result)).toContain('and the losses, the mistake below apart; say');
  });

  test('is explained to its end where the run with the mistake agrees with all of it', () => {
    expect(result.diagnosis?.explanations[0].comparison.steps).toBe(steps);
    expect(result).toMatchObject({ losses: { steps }, judged: { isCut: false } });
  });
});
