import { writeFileSync } from 'node:fs';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { runVitest } from './runSuite.ts';
import { DEFAULT_SAMPLING } from './sampling.ts';

/** One input a law is enough: what is wanted is the list of checks, not their verdicts. */
const QUICK = { ...DEFAULT_SAMPLING, runs: 1 };

const { checks, faults } = await runVitest({
  port: { kind: 'reference' },
  sampling: QUICK,
  chapters: SPEC_CHAPTERS,
  reporters: [],
  onCheck: () => {},
});
if (faults.length > 0) throw new Error(faults.join('\n'));
const manifest = Object.fromEntries(
  SPEC_CHAPTERS.map((chapter) => [
    chapter,
    Object.fromEntries(
      checks
        .filter(({ title }) => title.startsWith(`${chapter}.`))
        .map(({ title, reach }) => [title, reach])
        .sort(),
    ),
  ]),
);
writeFileSync(MANIFEST_FILE, `${JSON.stringify(manifest, null, 1)}\n`);
process.stdout.write(`properties/manifest.json: ${checks.length} checks\n`);
