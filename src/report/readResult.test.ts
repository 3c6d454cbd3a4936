import { describe, expect, test } from 'vitest';
import { readRunResult } from './readResult.ts';
import { conformingResult, failingResult, HOSTILE, named } from './result.fixture.ts';

describe('readResult', () => {
  test.each([
    ['that conforms', conformingResult()],
    ['that fails', failingResult([HOSTILE])],
    ['with its date', { ...conformingResult(), date: '2026-02-11T09:30:00Z' }],
    [
      'with numbers that JSON lacks',
      { ...conformingResult(), canonical: { losses: ['nan', 'inf', '-inf', 2], samples: null } },
    ],
  ])('reads a result %s back as it was', (_, result) => {
    expect(readRunResult(JSON.stringify(result), 'r.json')).toEqual(JSON.parse(JSON.stringify(result)));
  });

  test('reads what a port declares, and why a check was not asked, back as it was', () => {
    const declared = {
      config: { decay: 'linear', num_steps: 1000 },
      limits: { seed_bits: 32 },
      order: 'python' as const,
    };
    const { port, clauses, ...rest } = conformingResult();
    const [first] = clauses;
    const checks = first.checks.map((check) => ({
      ...check,
      status: 'not-applicable' as const,
      reason: 'seed_bits 32',
    }));
    const unasked = { ...first, status: 'not-applicable' as const, reason: 'seed_bits 32', checks };
    const result = { ...rest, port: { ...port, ...declared }, clauses: [unasked, ...clauses.slice(1)] };
    expect(readRunResult(JSON.stringify(result), 'r.json')).toEqual(result);
  });

  test.each([
    ['nothing', '', 'r.json is empty (0 characters); write it again with microgpt-spec run --json FILE'],
    [
      'half a result',
      JSON.stringify(conformingResult()).slice(0, 9999),
      'r.json is not JSON, or was cut off (9999 characters)',
    ],
    ['text', '}', 'r.json is not JSON (1 characters)'],
    [
      'a date that is none',
      JSON.stringify({ ...conformingResult(), date: '<b>today</b>' }),
      'r.json: date is no date such as 2026-02-11T09:30:00Z; write it again',
    ],
    ['a list', '[]', 'r.json is no result of run'],
    ['a result of diff', '{"verdict":"f64","stepsCompared":2}', 'r.json is a result of diff; make its page with'],
    [
      'another version',
      JSON.stringify({ ...conformingResult(), schema: 7 }),
      'r.json has schema 7; this version reads schema 2: use the microgpt-spec that wrote it',
    ],
    [
      'a wrong part',
      JSON.stringify({ ...conformingResult(), seed: '42' }),
      'r.json: seed is "42"; it must be an integer; write it again',
    ],
    [
      'a part missing',
      JSON.stringify({ ...conformingResult(), port: {} }),
      'r.json: port.name is undefined; it must be a string',
    ],
    [
      'a port without a name',
      JSON.stringify(named(conformingResult(), '')),
      'r.json: port.name is empty; it must be a name; write it again',
    ],
    [
      'a name of spaces',
      JSON.stringify(named(conformingResult(), '  ')),
      'r.json: port.name is empty; it must be a name',
    ],
    [
      'an unknown verdict',
      JSON.stringify({ ...conformingResult(), verdict: 'good' }),
      'r.json: verdict is "good"; it must be one of conforms, conforms in core, conforms in what it claims, conforms in core and in what it claims, does not conform',
    ],
  ])('%s is one line that says what to do', (_, text, message) => {
    expect(() => readRunResult(text, 'r.json')).toThrow(message);
    expect(() => readRunResult(text, 'r.json')).toThrow(/^[^\n]*$/);
  });
});
