import { expect, test } from 'vitest';
import { clausesWithChecks } from '../../suite/traceability.ts';
import { checksIn, writtenChecks } from './laws.ts';

/** Checks that come from the specification's examples and from recorded vectors: a call of an operation, or a group's name. */
const FROM_DATA = /^\S+ (?:\w+\(|golden: )/;

const FILE = `const a = 1;

// Catches b.
// And c.
law('loss.1 on a line', ['x'], [], async (port) => {
  holds(await port.x());
});
law('loss.2 whole', [], same);

/** Of a loop. */
for (const [clause, n] of CASES) {
  check(
    'error',
    \`\${clause} is \${n} (at least)\`,
    async () => {},
  );
}
`;

test('the text of a check is its call, with the comment above it', () => {
  const found = checksIn('properties/loss.test.ts', FILE);
  const [first, second, third] = found.map(({ code }) => code);
  expect(first).toBe(
    "// Catches b.\n// And c.\nlaw('loss.1 on a line', ['x'], [], async (port) => {\n  holds(await port.x());\n});",
  );
  expect(second).toBe("law('loss.2 whole', [], same);");
  expect(third).toMatch(/^check\(\n {2}'error',\n {2}`.* \(at least\)`,\n {2}async \(\) => \{\},\n\);$/);
  const [line, whole, loop] = found.map(({ makes }) => makes);
  expect([line('loss.1 on a line'), line('loss.1 on a line, at the edge'), line('loss.1 on a line, or two')]).toEqual([
    true,
    true,
    false,
  ]);
  expect([whole('loss.2 whole'), loop('model.3 is 7 (at least)'), loop('model.3 is 7')]).toEqual([true, true, false]);
});

test('each check that is no example and no vector is found in the code', () => {
  const written = writtenChecks();
  const titles = clausesWithChecks().flatMap(({ checks }) => checks.map(({ title }) => title));
  const laws = titles.filter((title) => !FROM_DATA.test(title));
  expect(laws.length).toBeGreaterThan(titles.length / 4);
  expect(laws.filter((title) => !written.some(({ makes }) => makes(title)))).toEqual([]);
});
