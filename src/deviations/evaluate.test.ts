import { describe, expect, test } from 'vitest';
import { moduleFunction } from './evaluate.ts';

describe('moduleFunction', () => {
  test('gives what a module exports, from what it imports', () => {
    const text = `import { a, b } from './x.js';
import { c } from 'file:///y.js';
const sum = a + b + c;
export const total = sum;
export function twice() { return 2 * total; }
export function* count() { yield total; }
export class Box { held = total; }
`;
    const { imports, evaluate } = moduleFunction('m.js', text);
    expect(imports).toEqual(['./x.js', 'file:///y.js']);
    const { total, twice, count, Box } = evaluate([{ a: 1, b: 2 }, { c: 3 }]) as Record<string, never>;
    expect([total, (twice as () => number)(), ...(count as () => Iterable<number>)()]).toEqual([6, 12, 6]);
    expect(new (Box as new () => object)()).toEqual({ held: 6 });
  });

  test('the text is strict, as a module is', () => {
    const { evaluate } = moduleFunction('m.js', 'export function self() { return this; }');
    const self = evaluate([]).self as () => unknown;
    expect(self()).toBeUndefined();
  });

  test.each([
    "import x from './x.js';",
    "import * as x from './x.js';",
    "import './x.js';",
    "export { x } from './x.js';",
    'export default 1;',
    'export let x = 1;',
    'export async function f() {}',
  ])('%s is a form that it does not know', (text) => {
    expect(() => moduleFunction('m.js', text)).toThrow(`patchedReference: m.js has ${JSON.stringify(text)}`);
  });

  test('text that is no JavaScript is an error that names the module', () => {
    expect(() => moduleFunction('m.js', 'const a = ;')).toThrow(/m\.js is no JavaScript after its edits \(SyntaxError/);
  });
});
