import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { examine } from './doctor.ts';

const FIXTURE = fileURLToPath(new URL('./doctor.fixture.mjs', import.meta.url));
const LIMIT_MS = 5000;

const failedOf = async (mode: string) => {
  const findings = await examine([process.execPath, FIXTURE, mode]);
  return findings.filter(({ status }) => status === 'failed');
};

test('an adapter with manners has nothing to mend', async () => {
  const findings = await examine([process.execPath, FIXTURE, 'well']);
  expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(findings.map(({ name }) => name)).toEqual([
    'hello',
    'special values',
    '4192 numbers',
    'empty list',
    'unknown operation',
    'surplus value',
    'two at once',
    'operations',
    'not claimed',
    'not claimed',
    'end of input',
    'stray prints',
  ]);
});

test('what is not claimed is named, with the reason that the port gives', async () => {
  const findings = await examine([process.execPath, FIXTURE, 'well']);
  const details = findings.filter(({ name }) => name === 'not claimed').map(({ detail }) => detail);
  expect(details).toEqual(['forward: its gpt is a class', expect.stringMatching(/^random, documents, .*, microgpt$/)]);
  expect(details[1]).not.toContain('trace'); // it is optional
});

const DECLARING = fileURLToPath(new URL('../suite/declaring.fixture.mjs', import.meta.url));

test('what hello declares is said, with what is asked at the declared constants only, and what could not be asked', async () => {
  const findings = await examine([process.execPath, DECLARING, 'rates']);
  expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  const detailOf = (name: string) => findings.find((finding) => finding.name === name)?.detail;
  expect(detailOf('declared')).toBe(
    'constants activation relu, decay linear, num_steps 1000; asked at these constants only: parameters forward backward trace adam train sample microgpt',
  );
  // The example of adam has the constants of microgpt.py.
  expect(detailOf('operations')).toBe(
    '19 of the 26 that hello names give an answer that can be read; not asked, since their examples lie outside of what hello declares: parameters forward backward trace train sample microgpt',
  );
});

test('an adapter that says hello after seconds has nothing to mend', async () => {
  const findings = await examine(['sh', '-c', 'sleep 3; exec "$0" "$@"', process.execPath, FIXTURE, 'well']);
  expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
});

test('lines beside the answers are allowed, and named', async () => {
  const findings = await examine([process.execPath, FIXTURE, 'greets']);
  expect(findings.at(-1)).toMatchObject({ status: 'ok', detail: expect.stringContaining('microgpt, ready') });
});

test('what hello has and nothing reads is named, with the names that there are', async () => {
  const findings = await examine([process.execPath, FIXTURE, 'misspelt']);
  expect(findings[1]).toEqual({
    name: 'not read',
    status: 'ok',
    detail: '"limit": hello has name, lang, version, dtype, ops, config, limits, order, why, steps',
  });
});

describe('each failure names what to mend', () => {
  test.each([
    ['no-flush', 'hello', 'answered at the end of input only', /flush standard output/],
    ['no-dtype', 'hello', 'dtype= is missing', /dtype=f64/],
    ['glued', 'hello', 'a reply stands behind other text', /end that print with a newline/],
    ['six-digits', 'special values', '0.30000000000000004 came back as 0.3', /17 significant digits/],
    ['no-sign', 'special values', '-0 came back as 0', /keep the sign of zero/],
    ['javascript', 'special values', '-0 came back as 0', /keep the sign of zero/],
    ['float', 'special values', '0.30000000000000004 came back as 0.30000001192092896', /17 significant digits/],
    ['comma', 'special values', '"0,30000000000000004"', /a decimal comma/],
    ['numpy', 'special values', '"np.float64(0.30000000000000004)"', /float\(x\)/],
    ['fortran', 'special values', '"0.30000000000000004d0"', /print with e/],
    ['bom', 'hello', 'a reply stands behind other text', /byte order mark/],
    ['no-echo', 'special values', 'echo is not implemented', /answer echo/],
    ['short-lines', '4192 numbers', 'exited with status 1', /any length/],
    ['no-empty', 'empty list', 'the line ends', /print 0, the length/],
    ['surprised', 'unknown operation', 'answered', /answer @<id> no/],
    ['loose', 'surplus value', 'answered', /answer err where values are left/],
    ['one-at-a-time', 'two at once', 'no answer within 1 s', /a line at a time/],
    ['claims', 'softmax', 'hello names it, and it answers', /take softmax out of ops=/],
    [
      'built',
      'forward',
      'index out of range',
      /compiled in, say so in hello, config=n_layer:1,n_embd:16,block_size:16,n_head:4/,
    ],
    ['stays', 'end of input', 'still runs 1 s later', /exit with status 0/],
    ['status', 'end of input', 'exited with status 3', /exit with status 0/],
  ])('%s', async (mode, name, detail, fix) => {
    const started = performance.now();
    const [first] = await failedOf(mode);
    expect(first).toMatchObject({ name, detail: expect.stringContaining(detail), fix: expect.stringMatching(fix) });
    expect(performance.now() - started).toBeLessThan(LIMIT_MS);
  });

  test('an adapter that answers hello alone is given up in time, and what was not looked at says so', async () => {
    const started = performance.now();
    const failed = await failedOf('mute');
    expect(performance.now() - started).toBeLessThan(LIMIT_MS);
    expect(failed[0]).toMatchObject({ name: 'special values', detail: 'no answer within 1 s' });
    expect(failed.at(-1)?.detail).toBe('not looked at: the time was up');
  });

  test('a command that is not there', async () => {
    const [{ name, detail }] = await examine(['./no-such-adapter']);
    expect([name, detail]).toEqual(['hello', expect.stringContaining('there is no command ./no-such-adapter')]);
  });
});
