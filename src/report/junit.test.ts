import { expect, test } from 'vitest';
import { annotations } from './annotations.ts';
import { junit } from './junit.ts';
import { claiming, conformingResult, failingResult, HOSTILE } from './result.fixture.ts';

const CASE =
  /<testcase classname="microgpt-spec\.[a-z]+" name="[a-z]+\.\d+ [^"<&\n]*(&[a-z]+;[^"<&\n]*)*" time="\d+\.\d{3}"\/?>/g;

test('a clause is a test case, with the number of its chapter and of all', () => {
  const result = conformingResult();
  const xml = junit(result);
  expect(xml.match(CASE)?.length).toBe(result.clauses.length);
  expect(xml).toContain(`<testsuites name="microgpt-spec" tests="${result.clauses.length}" failures="0" errors="0"`);
});

test('what is not claimed is skipped, and says why', () => {
  expect(junit(claiming(2))).toContain('<skipped message="not-claimed: the port does not claim random"/>');
});

test('a failure has its case as text, whatever stands in it', () => {
  const xml = junit(failingResult([`a & b < c ]]> "d"\n  asked    ${HOSTILE}`]));
  expect(xml).toContain('>a &amp; b &lt; c ]]&gt; "d"\n');
  expect(xml).not.toContain('<script');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
});

test('annotations are a line a clause, ten of them and the number of the others', () => {
  const failures = Array.from({ length: 13 }, (_, i) => `the ${i}th, 100 %: ::add-mask::\n  got 1`);
  const lines = annotations(failingResult(failures)).trimEnd().split('\n');
  expect(lines.length).toBe(11);
  expect(lines[0]).toMatch(/^::error title=[a-z]+\.\d+ [^:]*::/);
  expect(lines[0]).toContain('100 %25');
  expect(lines[10]).toBe("::notice title=microgpt-spec::3 more clauses failed; the job's summary has them");
});
