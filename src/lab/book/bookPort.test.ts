import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { bookCode, HAS_PYTHON } from '../../spec/bookCode.fixture.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const TEMPLATE = readFileSync(new URL('../../adapters/python/full.py', import.meta.url), 'utf8');
const FUNCTIONS = readFileSync(new URL('functions.py', import.meta.url), 'utf8');
const OWN = /^YOURS = \{\n[\s\S]*?^\}\n/m;
/** The book has microgpt.py's own constants, not the early revision's. */
const DECLARED = ["'config=any'", "'config=activation:relu,decay:linear'"] as const;
const FEW = ['--runs', '10', '--steps', '2'];

const folder = mkdtempSync(join(tmpdir(), 'book-port-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!HAS_PYTHON)(
  'the code of the book, behind the adapter of init --full, conforms in what it claims',
  () => {
    writeFileSync(join(folder, 'book.py'), bookCode('random', 'parameters', 'backward', 'training', 'inference'));
    writeFileSync(join(folder, 'adapter.py'), TEMPLATE.replace(OWN, () => FUNCTIONS).replace(...DECLARED));
    const run = spawnSync(process.execPath, [CLI, 'run', ...FEW, '--', 'python3', 'adapter.py'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run.stdout).toMatch(/verdict: conforms in what it claims \(\d+ of \d+ clauses\)\n$/);
  },
  600_000,
);
