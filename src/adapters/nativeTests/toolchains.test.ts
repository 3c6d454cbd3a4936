import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openGolden } from '../../golden/folder.ts';
import type { NativeName } from './dialects.ts';
import { NATIVE_LANGUAGES, type NativeLanguage } from './languages.ts';
import { nativeTests } from './nativeTests.ts';
import { RUNNERS, type Told, told } from './runners.fixture.ts';
import { nativeVectors } from './vectors.ts';

// Each file is run by its language's own tools: as it is written, filled with a right port (tests.fixture.*), and with
// that port made wrong in one place.

const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-native-'));
const DEADLINE_MS = 180_000;
const BEGIN = /^.*---- Your functions ----/m;
const END = /^.*---- End of your functions/m;

const { vectors } = nativeVectors(openGolden());
/** The vectors that are not at the edge, and the ten losses. */
const CORE = vectors.filter(({ edge }) => !edge).length + 1;
const ALL = vectors.length + 1;
const IN_FLOAT32 = vectors.filter(({ edge, f64 }) => !edge && !f64).length + 1;

afterAll(() => rmSync(FOLDER, { recursive: true }));

/** A change of the text, which must be there. */
type Change = readonly [from: string, to: string];

interface Expectations {
  readonly skipped: string;
  readonly passed: (count: number) => string;
  /** The line of a test that failed. */
  readonly failed: (title: string) => string;
  /** softmax without its largest logit taken off. */
  readonly softmax: Change;
  /** -log(p + 1e-10). */
  readonly loss: Change;
  /** Asks what is at the edge; asks in float32, and what that says. */
  readonly edge: Change;
  readonly float32: Change;
  readonly inFloat32: string;
}

const DUE: Readonly<Record<NativeName, Expectations>> = {
  c: {
    skipped: `# microgpt-spec: 0 passed, 0 failed, ${CORE} skipped\n`,
    passed: (count) => `# microgpt-spec: ${count} passed, 0 failed, 0 skipped\n`,
    failed: (title) => `- ${title}\n# `,
    softmax: ['exp((double)(logits[i] - max))', 'exp((double)logits[i] + 0 * (double)max)'],
    loss: ['-log((double)probs[target])', '-log((double)probs[target] + 1e-10)'],
    edge: ['#define SPEC_EDGE 0', '#define SPEC_EDGE 1'],
    float32: ['#define SPEC_REAL double', '#define SPEC_REAL float'],
    inFloat32: `# microgpt-spec: ${IN_FLOAT32} passed, 0 failed, 0 skipped\n`,
  },
  rust: {
    skipped: `microgpt-spec: ${CORE} skipped, which say ok and ask nothing: fill in softmax, rmsnorm, `,
    passed: (count) => `test result: ok. ${count + 1} passed; 0 failed; ${ALL - count} ignored`,
    failed: (title) => `test ${title.replaceAll(/\W+/g, '_')} ... FAILED\n`,
    softmax: ['(x - max).exp()).collect();', '(x + 0.0 * max).exp()).collect();'],
    loss: ['-probs[target].ln()', '-(probs[target] + 1e-10).ln()'],
    edge: ['#[ignore = "at the edge"] ', ''],
    float32: ['type Real = f64;', 'type Real = f32;'],
    inFloat32: `microgpt-spec: ${CORE - IN_FLOAT32} vectors need f64, say ok and ask nothing\n`,
  },
  go: {
    skipped: `microgpt-spec: 0 passed, 0 failed, ${CORE} skipped\n`,
    passed: (count) => `microgpt-spec: ${count} passed, 0 failed, 0 skipped\n`,
    failed: (title) => `--- FAIL: TestMicrogptSpec/${title.replaceAll(' ', '_')} (`,
    softmax: ['math.Exp(float64(x - largest))', 'math.Exp(float64(x + 0*largest))'],
    loss: ['-logarithm(float64(probs[target]))', '-logarithm(float64(probs[target]) + 1e-10)'],
    edge: ['const specEdge = false', 'const specEdge = true'],
    float32: ['type specReal = float64', 'type specReal = float32'],
    inFloat32: `microgpt-spec: ${IN_FLOAT32} passed, 0 failed, 0 skipped\n`,
  },
  java: {
    skipped: `${CORE} tests aborted `,
    passed: (count) => `${count} tests successful `,
    failed: (title) => `AssertionFailedError: ${title}: `,
    softmax: ['Math.exp(x - max)', 'Math.exp(x + 0 * max)'],
    loss: ['-Math.log(probs[target])', '-Math.log(probs[target] + 1e-10)'],
    edge: ['boolean EDGE = false', 'boolean EDGE = true'],
    float32: ['DTYPE = "f64"', 'DTYPE = "f32"'],
    inFloat32: `${IN_FLOAT32} tests successful `,
  },
  python: {
    skipped: `${CORE} skipped in `,
    passed: (count) => `${count} passed in `,
    failed: (title) => `[${title}]`,
    softmax: ['math.exp(x - max_val)', 'math.exp(x)'],
    loss: ['-math.log(probs[target])', '-math.log(probs[target] + 1e-10)'],
    edge: ['EDGE = False', 'EDGE = True'],
    float32: ["DTYPE = 'f64'", "DTYPE = 'f32'"],
    inFloat32: `${IN_FLOAT32} passed in `,
  },
};

for (const language of NATIVE_LANGUAGES) {
  const { name, title } = language;
  const due = DUE[name];
  const unasked = RUNNERS[name].missing && process.env.CI === undefined;

  describe.skipIf(unasked)(`native tests in ${title}, by the language's own tools`, { timeout: DEADLINE_MS }, () => {
    test('are all skipped as they are written, and say how many', () => {
      const { status, text } = run(language, 'written', null);
      expect(text).toContain(due.skipped);
      expect(status).toBe(0);
    });

    test('all pass on a right port', () => {
      const { status, text } = run(language, 'right', []);
      expect(text).toContain(due.passed(CORE));
      expect(status).toBe(0);
    });

    test('pass at the edge too, where they are asked', () => {
      const { status, text } = run(language, 'edge', [due.edge]);
      expect(text).toContain(due.passed(ALL));
      expect(status).toBe(0);
    });

    test('pass in float32, without the numbers that it does not hold', () => {
      const { status, text } = run(language, 'float32', [due.float32]);
      expect(text).toContain(due.inFloat32);
      expect(status).toBe(0);
    });

    test('fail by their clause for a softmax that takes no largest logit off', () => {
      const { status, text } = run(language, 'softmax', [due.softmax]);
      expect(text).toContain(due.failed('model.3 softmax, shifted by 1000 1'));
      expect(text).not.toContain(due.failed('loss.1 position_loss, ordinary probabilities 1'));
      expect(status).not.toBe(0);
    });

    test('fail by their clause for a loss of p + 1e-10', () => {
      const { status, text } = run(language, 'loss', [due.loss]);
      expect(text).toContain(due.failed('loss.1 position_loss, ordinary probabilities 1'));
      expect(text).not.toContain(due.failed('model.3 softmax, shifted by 1000 1'));
      expect(status).not.toBe(0);
    });
  });
}

describe.skipIf(RUNNERS.rust.missing && process.env.CI === undefined)('native tests in Rust', () => {
  test('say which part of a stream is lacking, though cargo calls the test ok', { timeout: DEADLINE_MS }, () => {
    const [rust] = NATIVE_LANGUAGES.filter(({ name }) => name === 'rust');
    const { status, text } = run(rust, 'part', [
      [
        '    fn choices(&mut self, weights',
        '}\n#[allow(dead_code)]\nimpl Twister {\n    fn choices(&mut self, weights',
      ],
    ]);
    expect(text).toContain('skipped, which says ok and asks nothing: fill in Stream::choices\n');
    expect(status).toBe(0);
  });
});

/** Runs the file as it is written, or around the right port with some changes. */
function run(language: NativeLanguage, folder: string, changes: readonly Change[] | null): Told {
  const written = nativeTests(language, openGolden(), { version: '0.1.0', revision: 2 });
  const text = changes === null ? written : changes.reduce(changed, filled(language, written));
  return told(language.name, language.file, text, join(FOLDER, language.name, folder));
}

/** The file with a right port between its two lines. */
function filled({ name, template }: NativeLanguage, text: string): string {
  const fixture = template.replace('tests.', 'tests.fixture.');
  const port = readFileSync(new URL(`../${name}/${fixture}`, import.meta.url), 'utf8');
  const [begin, end] = [BEGIN, END].map((line) => text.search(line));
  return text.slice(0, begin) + port + text.slice(end);
}

function changed(text: string, [from, to]: Change): string {
  if (!text.includes(from)) throw new Error(`the right port has no ${from}`);
  return text.replaceAll(from, () => to);
}
