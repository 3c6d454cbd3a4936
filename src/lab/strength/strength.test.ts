import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withoutFirstLine } from '../release/firstLine.ts';
import { EQUIVALENT } from './equivalents.ts';
import { GAPS } from './gaps.ts';
import { EQUIVALENT_CHANGES } from './kernels/kernelEquivalents.ts';
import { killsOf } from './kills.ts';
import { isAbout } from './mutant.ts';
import { MUTATED_PROGRAMS } from './mutatedPrograms.ts';
import { mutationFiles } from './mutation.ts';
import { mutationIn, readMutation, totalOf } from './mutationReport.ts';
import { WITHOUT_LAW } from './reasons.ts';
import { readStrength } from './record.ts';
import { strengthFiles } from './strength.ts';
import { nameOf, SUBJECTS } from './subjects.ts';
import { summaryOf } from './summary.ts';
import { vacuousChecks } from './vacuity.ts';

/** Where Python raises the reference must, and a port may give a number that is not finite: fewer changes of it are another program. */
const MOST_EQUIVALENT = { reference: 0.03, engine: 0.08 };

const strength = readStrength();
const mutation = readMutation();
const summary = summaryOf(strength);

describe('spec/measured/strength.json', () => {
  test('speaks of each mistake, impostor and correct port once', () => {
    const { deviations, programs, impostors, variants } = strength;
    const ids = [deviations, programs, impostors, variants].map((entries) => entries.map(({ id }) => id));
    for (const list of ids) expect(new Set(list).size).toBe(list.length);
    for (const list of [deviations, impostors, variants]) expect(list.length).toBeGreaterThan(0);
    expect(new Set(SUBJECTS.map(nameOf)).size).toBe(SUBJECTS.length);
  });

  test.each(
    strengthFiles(strength).map(([url, text]) => ({ file: url.pathname.split('/').at(-1), url, text })),
  )('gives $file', ({ url, text }) => expect(withoutFirstLine(readFileSync(url, 'utf8'))).toBe(withoutFirstLine(text)));
});

describe('the suite', () => {
  test('kills every known mistake', () => {
    expect(killsOf(strength).filter(({ killers }) => killers.length === 0)).toEqual([]);
  });

  test.each([
    'deviations',
    'programs',
  ] as const)('%s: points to the chapter of 95 in 100, and kills as many by laws', (catalogue) => {
    const { killed, ownChapterFirst, byLaw, mistakes } = summary[catalogue] ?? {
      killed: 0,
      ownChapterFirst: 0,
      byLaw: 0,
      mistakes: 1,
    };
    expect(killed).toBe(mistakes);
    expect(ownChapterFirst / mistakes).toBeGreaterThanOrEqual(0.95);
    expect(byLaw / mistakes).toBeGreaterThanOrEqual(0.95);
  });

  test('has a law of its own clause for each, or says why not', () => {
    const without = killsOf(strength).filter(({ byOwnLaw }) => !byOwnLaw);
    expect(without.filter(({ mistake }) => WITHOUT_LAW[mistake.id] === undefined)).toEqual([]);
    expect(Object.keys(WITHOUT_LAW).filter((id) => without.every(({ mistake }) => mistake.id !== id))).toEqual([]);
  });

  test('fails no correct port', () => {
    expect(strength.variants.filter(({ alarms, failed }) => alarms > 0 || failed.length > 0)).toEqual([]);
  });

  test('has no check that an impostor passes, and neither another of its clause catches it nor is there a reason', () => {
    expect(vacuousChecks(strength).filter(({ caughtBy, reason }) => caughtBy === null && reason === null)).toEqual([]);
  });
});

describe('spec/measured/mutation.json', () => {
  test.each(
    mutationFiles(mutation).map(([url, text]) => ({ file: url.pathname.split('/').at(-1), url, text })),
  )('gives $file', ({ url, text }) => expect(withoutFirstLine(readFileSync(url, 'utf8'))).toBe(text));

  describe.each(MUTATED_PROGRAMS)('%s', (program) => {
    const { files, survivors } = mutationIn(mutation, program);

    test('every survivor is argued to be equivalent, or is a gap that is known, and each gap is one', () => {
      const left = survivors.filter(({ argument }) => argument === null);
      expect(left.filter((survivor) => !GAPS[program].some((gap) => isAbout(gap, survivor)))).toEqual([]);
      expect(GAPS[program].filter((gap) => !left.some((survivor) => isAbout(gap, survivor)))).toEqual([]);
    });

    test('those that are argued to be equivalent are few', () => {
      const { equivalent, mutants } = totalOf({ files });
      expect(equivalent / mutants).toBeLessThan(MOST_EQUIVALENT[program]);
    });

    test('every argument is about a survivor', () => {
      const idle = EQUIVALENT[program].filter((entry) => !survivors.some((survivor) => isAbout(entry, survivor)));
      expect(idle).toEqual([]);
    });
  });

  test('every change of a kernel that survived is argued, and every argument is about one', () => {
    const left = mutation.kernelMutants.filter(({ killer }) => killer === null);
    expect(left.filter(({ argument }) => argument === null)).toEqual([]);
    for (const { file, original, replacement } of EQUIVALENT_CHANGES) {
      expect(left).toContainEqual(expect.objectContaining({ file, original, replacement }));
    }
  });
});
