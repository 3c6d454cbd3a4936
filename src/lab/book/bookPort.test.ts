import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { HAS_PYTHON } from '../../spec/bookCode.fixture.ts';
import { bookAdapter } from './bookAdapter.fixture.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const FEW = ['--runs', '10', '--steps', '2'];
const PAGES = ['random', 'parameters', 'backward', 'training', 'inference'];

/** The book has microgpt.py's own constants, not the early revision's. */
const folder = bookAdapter(PAGES, 'functions.py', 'config=activation:relu,decay:linear');
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!HAS_PYTHON)(
  'the code of the book, behind the adapter of init --full, conforms in what it claims',
  () => {
    const run = spawnSync(process.execPath, [CLI, 'run', ...FEW, '--', 'python3', 'adapter.py'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run.stdout).toMatch(/verdict: conforms in what it claims \(\d+ of \d+ clauses\)\n$/);
  },
  600_000,
);
