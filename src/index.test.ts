import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const INDEX = readFileSync(join(ROOT, 'src/index.ts'), 'utf8');

/** Something that the package exports, with the doc comment at its declaration. */
interface Exported {
  readonly name: string;
  readonly doc: string;
  /** A function whose first argument is a tape. */
  readonly takesTape: boolean;
}

const exported: Exported[] = [...INDEX.matchAll(/^export (type )?\{([^}]+)\} from '(.+)';$/gm)].flatMap(
  ([, , names, file]) => {
    const source = readFileSync(join(ROOT, 'src', file), 'utf8');
    const own = names.split(',').map((name) => name.trim().replace(/^type /, ''));
    return own
      .filter((name) => name !== '')
      .map((name) => ({
        name,
        doc: docOf(name, source),
        takesTape: source.includes(`export function ${name}(tape: Tape`),
      }));
  },
);

function docOf(name: string, source: string): string {
  const declared = new RegExp(
    String.raw`/\*\*((?:(?!\*/)[\s\S])*)\*/\nexport (?:type|interface|const|class|(?:async )?function\*?) ${name}\b`,
  );
  return (declared.exec(source)?.[1] ?? '').replaceAll(/^ \* ?/gm, '');
}

/** The lines behind `@example`; in each `expression; // => value` the expression must have that value. */
function exampleOf({ doc }: Exported): string[] {
  const [, example = ''] = doc.split('@example\n');
  return example
    .split(/^@/m)[0]
    .trim()
    .split('\n')
    .filter((line) => line !== '');
}

/** A program of all examples, beside this file so that its types are looked at too. */
const folder = mkdtempSync(join(ROOT, 'node_modules/.examples-'));
const program = join(folder, 'examples.ts');
const names = [...INDEX.matchAll(/\{([^}]+)\}/g)].flatMap(([, list]) => list.split(',').map((name) => name.trim()));
const types = new Set(
  [...INDEX.matchAll(/^export type \{([^}]+)\}/gm)].flatMap(([, list]) => list.split(',').map((name) => name.trim())),
);
const imports = names.filter((name) => name !== '').map((name) => (types.has(name) ? `type ${name}` : name));
const bodies = exported.map((one) => {
  const lines = exampleOf(one).map((line) => line.replace(/^(.*); \/\/ => (.*)$/, 'claims.push([await ($1), $2]);'));
  return `export async function example_${one.name}(): Promise<unknown[][]> {\nconst claims: unknown[][] = [];\n${lines.join('\n')}\nreturn claims;\n}`;
});
writeFileSync(program, `import { ${imports.join(', ')} } from '${ROOT}src/index.ts';\n${bodies.join('\n')}\n`);

afterAll(() => rmSync(folder, { recursive: true }));

describe('the public interface', () => {
  test.each(exported)('$name has an example', (one) => {
    expect(exampleOf(one).filter((line) => line.includes('// => ')).length).toBeGreaterThan(0);
    expect(exampleOf(one).join('\n')).toContain(one.name);
  });

  test('what takes a tape says what it does with it', () => {
    const takers = exported.filter(({ takesTape }) => takesTape);
    expect(takers.map(({ name }) => name)).toEqual(expect.arrayContaining(['linear', 'positionLoss', 'createModel']));
    expect(takers.filter(({ doc }) => !doc.includes('@param tape - '))).toEqual([]);
  });

  test('its examples are of the types that it has', () => {
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--allowImportingTsExtensions',
    ];
    const tsc = [join(ROOT, 'node_modules/.bin/tsc'), '--ignoreConfig', ...options, '--types', 'node', program];
    expect(() => execFileSync(tsc[0], tsc.slice(1), { encoding: 'utf8', cwd: ROOT })).not.toThrow();
  });

  test.each(exported)('the example of $name is what happens', async ({ name }) => {
    const examples: Record<string, () => Promise<unknown[][]>> = await import(/* @vite-ignore */ program);
    for (const [value, claimed] of await examples[`example_${name}`]()) expect(value).toEqual(claimed);
  });
});
