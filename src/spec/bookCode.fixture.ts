import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether the code of the book can be run; in CI it must be. */
export const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0 || process.env.CI !== undefined;

const BLOCK = /^```python\n([\s\S]*?)^```$/gm;

/** The Python of some pages of spec/, one block behind the other. */
export function bookCode(...pages: readonly string[]): string {
  return pages
    .flatMap((page) => [...readFileSync(new URL(`../../spec/${page}.md`, import.meta.url), 'utf8').matchAll(BLOCK)])
    .map(([, code]) => code)
    .join('\n');
}

/**
 * Runs code of the book with a few lines behind it.
 *
 * @param lines - Python, which prints JSON; `given` is what follows
 * @returns what is printed
 */
export function runBook(code: string, lines: string, given: unknown): unknown {
  const program = `${code}\nimport json\ngiven = json.loads(${JSON.stringify(JSON.stringify(given))})\n${lines}\n`;
  return JSON.parse(execFileSync('python3', ['-'], { input: program, encoding: 'utf8', stdio: 'pipe' }));
}
