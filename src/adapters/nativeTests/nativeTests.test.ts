import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openGolden } from '../../golden/folder.ts';
import { type Dialect, float } from './dialect.ts';
import { DIALECTS } from './dialects.ts';
import { NATIVE_LANGUAGES } from './languages.ts';
import { nativeTests } from './nativeTests.ts';
import { NATIVE_OPS, nativeVectors } from './vectors.ts';

const MADE = { version: '0.1.0', revision: 2 };
/** A file that can be read, and sent to a reviewer. */
const MOST_BYTES = 125_000;
const MOST_COLUMNS = 120;
const { vectors } = nativeVectors(openGolden());

describe('the vectors of native tests', () => {
  test('are of every operation, in core, and of titles that are there once', () => {
    const asked = new Set(vectors.filter(({ edge }) => !edge).map(({ op }) => op));
    expect([...asked].sort()).toEqual([...NATIVE_OPS].sort());
    expect(new Set(vectors.map(({ title }) => title)).size).toBe(vectors.length);
  });

  test('are named by their clause, as the checks of the suite', () => {
    expect(vectors.map(({ title }) => title)).toContain('loss.3 position_loss, certain 1');
    expect(vectors.filter(({ op, title }) => !new RegExp(`^\\w+\\.\\d+ ${op}, .`).test(title))).toEqual([]);
  });

  test('say which are at the edge, and which float32 does not hold', () => {
    const tags = (begin: string) =>
      vectors.filter(({ title }) => title.startsWith(begin)).map(({ edge, f64 }) => [edge, f64]);
    expect(tags('model.4 softmax, not finite')).toEqual([[true, false]]);
    expect(tags('model.2 softmax, close logits')).toEqual([[false, true]]);
    expect(tags('model.4 softmax, far apart 1')).toEqual([[false, false]]);
  });
});

describe.each(NATIVE_LANGUAGES)('the native tests in $title', (language) => {
  const text = nativeTests(language, openGolden(), MADE);

  test('have every vector, and say at the top what made them', () => {
    expect(vectors.filter(({ title }) => text.split(title).length < 2)).toEqual([]);
    const top = text
      .split('\n')
      .slice(0, 12)
      .join(' ')
      .replaceAll(/ [*#/]+ /g, ' ');
    expect(top).toContain(`${vectors.length} golden vectors, recorded from microgpt.py under CPython`);
    expect(top).toContain('Made by microgpt-spec 0.1.0, specification revision 2.');
    expect(top).toContain('npx microgpt-spec run asks far more');
  });

  test('have nothing left to be put in, and can be read', () => {
    expect(text.match(/\{\{\w+\}\}|undefined|\[object/g)).toBeNull();
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
  });
});

test.each(NATIVE_LANGUAGES)('the template in $title has no wide line', ({ name, template }) => {
  const lines = readFileSync(new URL(`../${name}/${template}`, import.meta.url), 'utf8').split('\n');
  expect(lines.filter((line) => line.replaceAll('\t', '    ').length > MOST_COLUMNS)).toEqual([]);
});

describe('literals', () => {
  const dialects: readonly [string, Dialect][] = Object.entries(DIALECTS);

  test.each(dialects)('of numbers in %s read back as the same double', (_, dialect) => {
    expect([0.1, 3, 1e21, 5e-324, -2].map((x) => float(dialect, x))).toEqual(['0.1', '3.0', '1e+21', '5e-324', '-2.0']);
    const special = [NaN, Infinity, -Infinity, -0].map((x) => float(dialect, x));
    expect(special).toEqual([dialect.special.nan, dialect.special.inf, dialect.special['-inf'], dialect.special['-0']]);
  });

  test('of texts are ASCII, and end where they end', () => {
    const written = Object.fromEntries(dialects.map(([name, { text }]) => [name, text('"\\\n\u00e9\u{1f600}')]));
    expect(written).toEqual({
      c: String.raw`"\"\\\012\303\251\360\237\230\200"`,
      go: String.raw`"\"\\\u000a\u00e9\U0001f600"`,
      java: String.raw`"\"\\\012\u00e9\ud83d\ude00"`,
      python: String.raw`"\"\\\u000a\u00e9\U0001f600"`,
      rust: String.raw`"\"\\\u{a}\u{e9}\u{1f600}"`,
    });
  });
});
