import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FROZEN_REVISION, laterClauses } from '../../spec/revisions.ts';
import { changelogProblem } from './changelog.ts';
import { pagesWithFirstLines, standings } from './firstLine.ts';
import { packedProblems } from './packed.ts';
import { ROOT } from './sources.ts';

/**
 * `npm run check:release`: what must hold of a release, and need not hold of a change. A line for each finding, and status 1
 * where any of them has a problem.
 */

/** Something that must hold, and what stands against it, with what to do. */
interface Finding {
  readonly what: string;
  readonly problems: readonly string[];
}

function main(): number {
  const findings: Finding[] = [
    { what: 'measured pages are of this tree', problems: stalePages() },
    { what: 'first lines of pages say of what tree they are', problems: otherFirstLines() },
    { what: 'generated files are what is generated', problems: failureOf('check:generated') },
    { what: 'nothing is exported, or depended on, and unused', problems: failureOf('knip') },
    { what: `every clause is of a frozen revision, the last is ${FROZEN_REVISION}`, problems: unfrozen() },
    { what: 'the changelog has the version', problems: changelogProblems() },
    { what: 'the tarball has what it should', problems: packedProblems(packedFiles(), SHIPPED) },
  ];
  for (const { what, problems } of findings) {
    process.stdout.write(`${problems.length === 0 ? 'ok    ' : 'failed'} ${what}\n`);
    for (const problem of problems) process.stdout.write(`       ${problem}\n`);
  }
  return findings.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

function stalePages(): string[] {
  return standings()
    .filter(({ isThis }) => !isThis)
    .map(
      ({ measured, tree }) => `spec/${measured.page}: of the tree of ${tree.date}; ${measured.command} measures anew`,
    );
}

function otherFirstLines(): string[] {
  return pagesWithFirstLines()
    .filter(({ url, text }) => readFileSync(url, 'utf8') !== text)
    .map(({ url }) => `${relative(ROOT, fileURLToPath(url))} says something else; run npm run measured`);
}

/** What a script of package.json says, where it fails. */
function failureOf(script: string): string[] {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], { cwd: ROOT, encoding: 'utf8' });
  return status === 0
    ? []
    : [`npm run ${script} ended with status ${status}:`, ...`${stdout}${stderr}`.trim().split('\n')];
}

function unfrozen(): string[] {
  const later = laterClauses();
  if (later.length === 0) return [];
  return [`${later.join(' ')} came later; npm run freeze makes revision ${FROZEN_REVISION + 1} of them`];
}

function changelogProblems(): string[] {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const problem = changelogProblem(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), version);
  return problem === null ? [] : [problem];
}

/** What `npm pack` would pack. */
function packedFiles(): string[] {
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', pack, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const [{ files }] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
  return files.map(({ path }) => path);
}

/** What an installed package is asked for, beside what golden/manifest.json names. */
const SHIPPED: readonly string[] = [
  ...[
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'package.json',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/cli/main.js',
    'dist/try.html',
  ],
  ...['properties/manifest.json', 'spec/README.md', 'spec/protocol.md', `spec/revisions/${FROZEN_REVISION}.json`],
  ...['src/ports/c/microgpt.c', 'src/ports/python/microgpt_adapter.py'],
  ...['src/ports/python/scripted/serving.py', 'spec/measured/ensemble.json'],
  'golden/manifest.json',
  ...Object.keys(
    (
      JSON.parse(readFileSync(join(ROOT, 'golden/manifest.json'), 'utf8')) as {
        files: Readonly<Record<string, unknown>>;
      }
    ).files,
  ).map((file) => `golden/${file}`),
];

if (process.argv[1] === import.meta.filename) process.exitCode = main();
