import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'dist/cli/main.js');
const FOLDER = mkdtempSync(join(tmpdir(), 'recipes-'));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const DEADLINE_MS = 300_000;
/** Lines that a recipe's port has at least, and of each hundred those that the suite's checks run at least. */
const [LEAST_LINES, LEAST_PERCENT] = [30, 90];

/**
 * What a recipe needs: a template, and tools that a shell can start. In CI the first three are due; the others need what no package of
 * Debian's brings (the LLVM of rustc, luacov, jacoco, c8), so they are tried where that is there.
 */
const NEEDS: Readonly<
  Record<string, { readonly template: string | null; readonly tools: string; readonly due: boolean }>
> = {
  'C (lcov)': { template: null, tools: 'cc --version && lcov --version', due: true },
  'C and C++ with clang': {
    template: null,
    tools: 'echo "int main(void){}" | clang -fprofile-instr-generate -x c -o clang-try - && llvm-cov --version',
    due: false,
  },
  Rust: { template: 'rust', tools: 'PATH="$(rustc --print target-libdir)/../bin" llvm-profdata --version', due: false },
  Go: { template: 'go', tools: 'go version && go mod init adapter', due: true },
  Java: {
    template: 'java',
    tools: 'javac -version && cp "$JACOCO"/jacocoagent.jar "$JACOCO"/jacococli.jar .',
    due: false,
  },
  Python: { template: 'python', tools: 'python3 -m coverage --version', due: true },
  Lua: { template: 'lua', tools: 'lua5.4 -lluacov -e "" && command -v luacov', due: false },
  'JavaScript in a process of its own': { template: 'js', tools: 'npx --no-install c8 --version', due: false },
};

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('the recipes of the README for a port whose code is covered', () => {
  const section = README.split('\n### Coverage\n')[1].split('\n### ')[0];
  const recipes = (/^```sh\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? '').trim().split('\n\n');
  const named = recipes.map((recipe, i) => ({
    recipe,
    name:
      Object.keys(NEEDS).find(
        (name) =>
          recipe
            .split('\n')[0]
            .slice('# '.length)
            .split(/,| \((?!lcov)/)[0] === name,
      ) ?? `recipe ${i + 1}`,
  }));

  test('are these', () => {
    expect(named.map(({ name }) => name)).toEqual(Object.keys(NEEDS));
  });

  for (const { name, recipe } of named.filter((one) => one.name in NEEDS)) {
    const { template, tools, due } = NEEDS[name];
    const folder = folderFor(name, template);
    const isThere = spawnSync('sh', ['-ec', tools], { cwd: folder }).status === 0;
    test.skipIf(!isThere && (process.env.CI === undefined || !due))(
      `${name}: the lines of the port stand beside the clauses`,
      () => {
        const short = recipe.replace('run --coverage', 'run --chapter loss --chapter protocol --runs 2 --coverage');
        const { stdout, stderr } = spawnSync('sh', ['-ec', short], { cwd: folder, encoding: 'utf8', env: clean() });
        const [, lines] = /^total +(\d+) +(\d+) +[\d.]+ %$/m.exec(stdout) ?? [];
        expect([stderr, Number(lines) >= LEAST_LINES]).toEqual([
          expect.not.stringContaining('microgpt-spec: run'),
          true,
        ]);
        const { code } = JSON.parse(readFileSync(join(folder, 'coverage/clauses.json'), 'utf8'));
        expect(code.map(({ file }: { file: string }) => file)).toEqual([
          expect.stringMatching(/^[\w/-]*(?:microgpt\.c|[aA]dapter\.\w+)$/),
        ]);
        expect(readFileSync(join(folder, 'coverage/clauses.html'), 'utf8')).toContain('class="ran"');
      },
      DEADLINE_MS,
    );
  }

  test('end in the line that they print', () => {
    const lasts = recipes.map((recipe) => /^# total +(\d+) +(\d+) +([\d.]+) %$/.exec(recipe.split('\n').at(-1) ?? ''));
    const shares = lasts.map((last) => (100 * Number(last?.[2])) / Number(last?.[1]));
    expect(shares.map((share) => share >= LEAST_PERCENT)).toEqual(recipes.map(() => true));
    expect(lasts.map((last) => Number(last?.[3]))).toEqual(shares.map((share) => Number(share.toFixed(1))));
  });
});

/** A folder in which npx finds this package, and a template. */
function folderFor(name: string, template: string | null): string {
  const folder = join(FOLDER, name.replaceAll(/\W+/g, '-'));
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/microgpt-spec'));
  symlinkSync(MAIN, join(folder, 'node_modules/.bin/microgpt-spec'));
  const c8 = process.env.C8 ?? join(ROOT, 'node_modules/.bin/c8');
  if (existsSync(c8)) symlinkSync(c8, join(folder, 'node_modules/.bin/c8'));
  if (template !== null) spawnSync(process.execPath, [MAIN, 'init', template, '.'], { cwd: folder });
  writeFileSync(join(folder, 'package.json'), '{}');
  return folder;
}

/** Of an environment without what vitest and npm have put into it. */
function clean(): NodeJS.ProcessEnv {
  const { NODE_V8_COVERAGE: _, ...env } = process.env;
  return env;
}
