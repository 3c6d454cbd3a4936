import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DEADLINE_MS, isWithout, portWith } from './dumpPort.fixture.ts';
import { DUMP_LANGUAGES } from './dumps.ts';
import { CHANGED, numbersText, trained, withOtherGradient } from './portNumbers.fixture.ts';

// The lines of README.md, door 1b, are pasted as they stand into the small ports, with door 1's helper before them.

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-recipes-'));
const MOST_LINES = 5;
const STEPS = await trained();
const MATRICES = Object.entries(STEPS[0].params);

/** Where the lines of a language go. */
interface Placed {
  /** Door 1's lines that are its helper. */
  readonly helper: readonly [from: number, to: number];
  /** The place where the helper is seen in the training loop: above it, or in it. */
  readonly place: 1 | 2;
  /** What a file has above it anyway. */
  readonly above: string;
  /** As many of 1b's lines stand before the forward pass, the others behind the gradient. */
  readonly first: number;
  readonly indent: string;
}

const PLACED: Readonly<Record<string, Placed>> = {
  c: { helper: [1, 3], place: 1, above: '#include <stdio.h>\nstatic FILE *f;\n', first: 2, indent: '' },
  rust: { helper: [0, 1], place: 2, above: '', first: 2, indent: '' },
  go: { helper: [1, 2], place: 2, above: '', first: 2, indent: '' },
  python: { helper: [0, 2], place: 1, above: '', first: 2, indent: '    ' },
  js: { helper: [0, 3], place: 1, above: '', first: 1, indent: '' },
};

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('the lines of the README that dump a step', () => {
  const [start, step] = [blocksOf('1'), blocksOf('1b')];

  test('are there for the languages of door 1', () => {
    expect([...step.keys()]).toEqual(Object.keys(PLACED));
    expect([...step.keys()].filter((language) => !start.has(language))).toEqual([]);
    expect([...step.values()].filter((lines) => lines.length > MOST_LINES)).toEqual([]);
  });

  for (const language of DUMP_LANGUAGES.filter(({ name }) => name in PLACED)) {
    const { name, title } = language;
    test.skipIf(isWithout(language) && process.env.CI === undefined)(
      `in ${title} give a step that holds, and with one gradient changed is wrong there`,
      () => {
        const { helper, place, above, first, indent } = PLACED[name];
        const lines = (step.get(name) ?? []).map((line) => indent + (name === 'c' ? completed(line) : line));
        const parts = ['', lines.slice(0, first).join('\n'), '', lines.slice(first).join('\n')];
        parts[place - 1] = `${above}${(start.get(name) ?? []).slice(...helper).join('\n')}\n${parts[place - 1]}`;
        const run = portWith(language, FOLDER, parts);
        const right = run('right', numbersText(STEPS));
        expect([right.files, right.verdict]).toEqual([['step1.txt'], 'verdict: f64, in what is given (9 values)']);
        const changed = run('changed', numbersText([withOtherGradient(STEPS[0]), ...STEPS.slice(1)]));
        expect(changed.firstWrong).toBe(`first wrong: ${CHANGED}`);
      },
      4 * DEADLINE_MS,
    );
  }
});

/** A door's code by language; behind the recipes of door 1 stand those for one list, which do not count. */
function blocksOf(door: string): Map<string, readonly string[]> {
  const section = README.split(`### Door ${door}:`)[1].split('\n### ')[0];
  const blocks = new Map<string, readonly string[]>();
  for (const [, language, code] of section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
    if (language !== 'console' && !blocks.has(language)) blocks.set(language, code.trimEnd().split('\n'));
  }
  return blocks;
}

/** In C each matrix is named, and the README shows some of them: the last of them, and the others behind it. */
function completed(line: string): string {
  const [shown, of] = /DUMP\((grad_|)(?:wpe|wte), \w+, n_embd\)(?! DUMP)/.exec(line) ?? [];
  if (shown === undefined) return line;
  const others = MATRICES.filter(([name]) => !line.includes(`DUMP(${of}${name},`));
  const more = others.map(([name, w]) => `DUMP(${of}${name.replace('.', '_')}, ${w.length}, ${w[0].length})`);
  return line.replace(shown, `${shown} ${more.join(' ')}`);
}
