import { expect, test } from 'vitest';
import { judgeSteps } from '../../diff/step/judgeStep.ts';
import { dtypeOf } from '../../diff/step/readPrecision.ts';
import { readSteps } from '../../diff/step/readStep.ts';
import type { StepDump } from '../../diff/step/stepDump.ts';
import { bytesOf, jsonOf, textForm } from '../../diff/step/stepForms.fixture.ts';
import { handDumps } from './dumpOf.ts';
import { CANONICAL_SIZES, TWO_LAYERS } from './starts.ts';

/** Number for number as C's `%.9g` and JavaScript print float32. */
const inNine = (text: string) =>
  text.replaceAll(/-?\d+\.\d+(?:e-?\d+)?/g, (x) => String(Number(Number(x).toPrecision(9))));

test.each([
  ['f64', TWO_LAYERS],
  ['f32', TWO_LAYERS],
  ['f64', CANONICAL_SIZES],
] as const)('steps of a right port in %s are read back as they were, and hold', async (precision, start) => {
  const dumps = handDumps([], start, precision);
  const forms: ((dump: StepDump) => string)[] = [
    (dump) => JSON.stringify(jsonOf(dump)),
    textForm,
    ...(precision === 'f32' ? [(dump: StepDump) => inNine(textForm(dump))] : []),
  ];
  for (const form of forms) {
    const read = await readSteps(dumps.map((dump) => ({ name: `step${dump.step}`, bytes: bytesOf(form(dump)) })));
    const own = read.map(({ dump }) => dump);
    expect(own).toEqual(dumps);
    expect(dtypeOf(own)).toBe(precision);
    const stages = judgeSteps(own, start.config, precision).flatMap(({ stages }) => stages);
    expect(stages.filter(({ status }) => status !== 'held')).toEqual([]);
  }
});
