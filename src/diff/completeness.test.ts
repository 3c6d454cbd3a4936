import { describe, expect, test } from 'vitest';
import { canonicalLosses } from '../golden/canonical.ts';
import { CANONICAL, configure } from '../reference/config.ts';
import { diffSources } from '../report/diffSources.ts';
import { completenessOf } from './completeness.ts';
import { diffJson } from './diffJson.ts';
import { type DiffRequest, diffLog } from './diffLog.ts';
import { goldenRun } from './dueRun.ts';
import { bytesOf, lossLines, traceOf } from './logs.fixture.ts';
import { summaryLines } from './summary.ts';
import { verdictText } from './verdict.ts';

const sources = diffSources();
const { golden } = sources;
const losses = canonicalLosses(golden);
/** So many steps of the right run, every so many-th. */
const right = (last: number, every = 1, of = ' / 1000') =>
  losses
    .slice(0, last)
    .map((loss, i) => ((i + 1) % every === 0 ? `step ${i + 1}${of} | loss ${loss}\n` : ''))
    .join('');

const request = { ...sources, config: CANONICAL, stepsGiven: false, diagnosis: 'none', onProgress: () => {} } as const;

async function said(log: string, options: Partial<DiffRequest> = {}) {
  const diff = await diffLog(bytesOf(log), { ...request, ...options });
  return { ...diffJson(diff), verdict: verdictText(diff), lines: summaryLines(diff).join('\n') };
}

describe('a log', () => {
  test.each([
    ['with all its steps', right(1000), 'exact', true],
    ['cut off behind step 1', right(1), 'exact, incomplete (1 of 1000 steps)', false],
    ['cut off before the last step', right(999), 'exact, incomplete (999 of 1000 steps)', false],
    ['with every hundredth step', right(1000, 100), 'exact', true],
    ['with every hundredth step but the last', right(999, 100), 'exact, incomplete (900 of 1000 steps)', false],
    ['with every 7th step', right(1000, 7), 'exact', true],
    ['of its last step alone', `step 1000 / 1000 | loss ${losses[999]}\n`, 'exact', true],
    ['that does not say of how many steps, with 20', right(20, 1, ''), 'exact', null],
    ['that does not say of how many steps, with all', right(1000, 1, ''), 'exact', true],
  ])('%s is said to be so', async (_, log, verdict, complete) => {
    expect(await said(log)).toMatchObject({ verdict, complete });
  });

  test('that counts from 0 and shows every hundredth step is complete', async () => {
    const log = losses.map((loss, i) => (i % 100 === 0 ? `step ${i} / 1000 | loss ${loss}\n` : '')).join('');
    expect(await said(log)).toMatchObject({ verdict: 'exact', complete: true });
  });

  test('that does not say of how many steps it is ends where --num_steps says', async () => {
    const given = await said(right(20, 1, ''), { stepsGiven: true });
    expect(given).toMatchObject({ verdict: 'exact, incomplete (20 of 1000 steps)', complete: false });
    const unknown = await said(right(20, 1, ''));
    expect(unknown.lines).toContain('the log ends at step 20');
    expect(unknown.lines).toContain('whether it was cut off is not known');
  });

  test('that diverges or holds no loss keeps its word alone', async () => {
    expect(await said('step 1 / 1000 | loss 9\n')).toMatchObject({ verdict: 'different-start', complete: false });
    expect(await said('hello\n', { ending: () => 'exited with 3' })).toMatchObject({ verdict: 'no-losses' });
  });

  test.each([
    ['a document', `{"losses": [${losses.slice(0, 20).join(', ')}`],
    ['a document behind its losses', `{"losses": [${losses.join(', ')}], "sam`],
    [
      'the last line',
      losses
        .slice(0, 20)
        .map((loss, i) => `{"step": ${i + 1}, "loss": ${loss}}\n`)
        .join('')
        .slice(0, -9),
    ],
  ])('of JSON that is cut off in %s is incomplete', async (_, log) => {
    const { lines, ...result } = await said(log);
    expect(result).toMatchObject({ verdict: 'exact, incomplete (the JSON of this log is cut off)', complete: false });
    expect(lines).toContain('note: the log ends within a JSON value');
    expect(lines).not.toContain('whether it was cut off is not known');
    const against = await said(right(20), { against: bytesOf(log) });
    expect(against.verdict).toContain('the JSON of the other log is cut off');
  });

  test('of a command that failed says so first, and then how far it came', async () => {
    const ending = () => 'was ended by SIGSEGV';
    expect(await said(right(1000), { ending })).toMatchObject({
      verdict: 'exact, incomplete (the command was ended by SIGSEGV)',
      complete: false,
      incomplete: ['the command was ended by SIGSEGV'],
    });
    const cut = await said(right(3), { ending });
    expect(cut.verdict).toBe('exact, incomplete (the command was ended by SIGSEGV; 3 of 1000 steps)');
    expect(cut.lines).toContain('--allow-incomplete');
  });
});

describe('a training loss of the run that was not compared', () => {
  test('makes the verdict incomplete, where the documents beyond the golden ones are not there', async () => {
    const config = configure({ num_steps: 1005 });
    const trace = await traceOf(lossLines(new Array(1005).fill(3.25), 1005));
    const expected = { ...goldenRun(golden), config };
    const origin = { stepsGiven: false, ending: null };
    expect(completenessOf(trace, expected, origin).reasons).toEqual(['5 losses were not compared']);
  });

  test('makes it incomplete, where the reader could not read it', async () => {
    const trace = await traceOf(right(1000));
    const origin = { stepsGiven: false, ending: null };
    expect(completenessOf({ ...trace, unread: 1 }, goldenRun(golden), origin)).toMatchObject({
      complete: false,
      reasons: ['1 loss was not compared'],
    });
  });

  test('does not stand for another run in the same log, which diverges', async () => {
    const two = await said(right(1000) + right(1000).replaceAll('loss ', 'loss 1'));
    expect(two.verdict).toBe('exact, incomplete (run 2 of this log diverges)');
    expect(two.lines).toContain('note: run 2: its losses diverge at step 1');
    expect(await said(right(1000) + right(1000))).toMatchObject({ verdict: 'exact' });
  });

  test('does not, where it is of a step behind the run', async () => {
    expect(await said(`${right(1000)}step 1001 / 1000 | loss 9.0\n`)).toMatchObject({ verdict: 'exact' });
  });
});

describe('what is missing from a log in the midst of others is said', () => {
  const without = (first: number, last: number) =>
    right(1000)
      .split('\n')
      .filter((_, i) => i + 1 < first || i + 1 > last)
      .join('\n');

  test('steps', async () => {
    expect((await said(without(300, 699))).lines).toContain('steps 300 to 699 are missing from this log: not judged');
    expect((await said(without(1, 500))).lines).toContain('steps 1 to 500 are missing');
    expect((await said(right(1000, 10))).lines).not.toContain('missing');
  });

  test('samples', async () => {
    const lines = (await said(`${right(1000)}sample 1: kamon\n`)).lines;
    expect(lines).toContain('1 of the 20 samples that are due are in this log');
  });
});

describe('of two logs', () => {
  const against = async (a: string, b: string) => [
    await said(a, { against: bytesOf(b) }),
    await said(b, { against: bytesOf(a) }),
  ];

  test.each([
    ['the shorter one', right(20, 1, ''), right(30, 1, ''), 'exact, incomplete (20 of 30 steps)'],
    ['the one with fewer steps', right(30, 3, ''), right(30, 1, ''), 'exact, incomplete (10 of 30 steps)'],
    ['one that is cut off', right(20), right(1000), 'exact, incomplete (20 of 1000 steps)'],
    ['one that ends an interval too early', right(900, 100), right(1000, 100), 'exact, incomplete (900 of 1000 steps)'],
    ['both, where both are cut off', right(20), right(20), 'exact, incomplete (20 of 1000 steps)'],
  ])('%s makes the verdict incomplete, either way', async (_, a, b, verdict) => {
    expect(await against(a, b)).toMatchObject([
      { verdict, complete: false },
      { verdict, complete: false },
    ]);
  });

  test('say themselves of how many steps they are, before the caller', async () => {
    const config = configure({ num_steps: 500 });
    const options = { config, stepsGiven: true, against: bytesOf(right(20)) };
    expect((await said(right(20), options)).lines).toContain(
      'note: --num_steps 500 does not count, for the logs say that they are of 1000 steps',
    );
  });

  test('with the same steps nothing is missing', async () => {
    const log = right(20, 1, '');
    expect(await against(log, log)).toMatchObject([{ verdict: 'exact', complete: true }, { verdict: 'exact' }]);
  });

  test('a later run that diverges makes the verdict incomplete, in whichever log it is', async () => {
    const two = right(1000) + right(1000).replaceAll('loss ', 'loss 1');
    expect(await against(two, right(1000))).toMatchObject([
      { verdict: 'exact, incomplete (run 2 of this log diverges)' },
      { verdict: 'exact, incomplete (run 2 of the other log diverges)' },
    ]);
  });

  test('samples that one lacks make it incomplete, either way, but a log of losses alone lacks none', async () => {
    const [a, b] = ['sample 1: kamon\nsample 2: ann\n', 'sample 1: kamon\n'];
    const verdict = 'exact, incomplete (1 of 2 samples)';
    expect(await against(right(1000) + a, right(1000) + b)).toMatchObject([{ verdict }, { verdict }]);
    const [some, none] = await against(right(1000) + a, right(1000));
    expect([some.verdict, none.verdict]).toEqual(['exact', 'exact']);
    expect(some.lines).toContain('samples: 2 in this log, none in the other');
  });

  test('one without losses is named as it', async () => {
    const [none] = await against(right(5), 'hello\n');
    expect(none).toMatchObject({ verdict: 'no-losses' });
    expect(none.lines).toContain('the other log, behind --against, has no losses');
  });

  test('samples count where both end together', async () => {
    const [a, b] = ['sample 1: kamon\n', 'sample 1: ann\n'];
    expect(await against(right(20) + a, right(20) + b)).toMatchObject([
      { verdict: 'diverges' },
      { verdict: 'diverges' },
    ]);
    const verdict = 'exact, incomplete (20 of 1000 steps)';
    expect(await against(right(20) + a, right(1000) + b)).toMatchObject([{ verdict }, { verdict }]);
  });
});
