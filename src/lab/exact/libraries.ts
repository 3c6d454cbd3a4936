import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Library, OwnLibrary } from '../../exact/ownLibrary.ts';
import { OwnRun } from '../../exact/ownRun.ts';
import { canonicalConfig, canonicalDataset, canonicalLosses, canonicalParameters } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { type LibraryLosses, readLibraryLosses } from '../../golden/libraryLosses.ts';
import { REFERENCE } from '../../port/modules.ts';
import { startPort } from '../../protocol/processPort.ts';
import { encode } from '../../reference/tokenizer.ts';
import { markdownTable } from '../markdownTable.ts';
import { recordLines } from '../recordLines.ts';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';

/**
 * `npm run measure:libraries [-- NAME...]`: runs the canonical run on the exp, ln and powers of other platforms, and writes
 * spec/measured/libraries.json and its page. What a missing toolchain would measure stays as it was.
 */
const JSON_FILE = new URL('../../../spec/measured/libraries.json', import.meta.url);
const PAGE = new URL('../../../spec/measured/libraries.md', import.meta.url);
const FOLDER = fileURLToPath(new URL('../../../src/lab/exact/libraries/', import.meta.url));
const C_PORT = fileURLToPath(new URL('../../../src/ports/c/microgpt.c', import.meta.url));
const DEADLINE_MS = 60_000;
/** Questions that are sent ahead of their answers. */
const WINDOW = 32;

const HEAD = `# The canonical run on other libraries

The reference's 1000 losses with exp, ln and powers of somebody else's library, all else as it is: \`npm run measure:libraries\` starts a
program in that language for the values, asks for each of them twice, and wrote this page. \`diff --libm NAME\` compares a log with them, so that a port
in microgpt.py's order is told to be \`exact\` on its own platform. golden/ is of glibc's, as CPython calls it.

`;

/** A library that can be built here. */
interface Platform {
  readonly name: string;
  /** What it is, behind the version of what it came with. */
  readonly what: string;
  /** Its version, and the command that answers for it; throws where its toolchain is missing. */
  readonly build: (folder: string) => { readonly version: string; readonly command: readonly string[] } | null;
}

const compiled =
  (compiler: string, version: () => string): Platform['build'] =>
  (folder) => {
    const program = join(folder, 'port');
    execFileSync(compiler, [
      '-std=c99',
      '-O2',
      '-ffp-contract=off',
      '-fno-builtin',
      '-static',
      '-o',
      program,
      C_PORT,
      '-lm',
    ]);
    return { version: version(), command: [program] };
  };

const said = (command: string, ...words: string[]) => execFileSync(command, words, { encoding: 'utf8' }).trim();
const debian = (name: string) => said('dpkg-query', '--show', '--showformat', `${name} \${Version}`, name);

const PLATFORMS: readonly Platform[] = [
  { name: 'glibc', what: 'exp, log, pow of libm', build: compiled('cc', () => debian('libc6')) },
  { name: 'musl', what: 'exp, log, pow of libc', build: compiled('musl-gcc', () => debian('musl')) },
  {
    name: 'go',
    what: 'math.Exp, math.Log, math.Pow',
    build: (folder) => {
      execFileSync('go', ['build', '-o', join(folder, 'library'), join(FOLDER, 'library.go')]);
      return { version: said('go', 'env', 'GOVERSION'), command: [join(folder, 'library')] };
    },
  },
  {
    name: 'java',
    what: 'Math.exp, Math.log, Math.pow as HotSpot has them',
    build: (folder) => {
      execFileSync('javac', ['-d', folder, join(FOLDER, 'Library.java')]);
      return { version: said('java', '--version').split('\n')[0], command: ['java', '-cp', folder, 'Library'] };
    },
  },
  { name: 'v8', what: 'Math.exp, Math.log, **', build: () => null },
];

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2));

async function main(names: readonly string[]): Promise<void> {
  const tree = treeNow('libraries');
  const known = existsSync(JSON_FILE) ? readLibraryLosses(readFileSync(JSON_FILE, 'utf8')) : [];
  const libraries: LibraryLosses[] = [];
  for (const platform of PLATFORMS) {
    const before = known.filter(({ name }) => name === platform.name);
    libraries.push(
      ...(names.length > 0 && !names.includes(platform.name) ? before : await measuredOr(platform, before)),
    );
  }
  writeFileSync(JSON_FILE, recordLines({ schema: 1, libraries }));
  writeFileSync(PAGE, librariesPage(libraries));
  noteTree('libraries', tree);
  writeFirstLines();
}

async function measuredOr(platform: Platform, before: readonly LibraryLosses[]): Promise<readonly LibraryLosses[]> {
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-library-'));
  try {
    const one = await measured(platform, folder);
    process.stderr.write(`${platform.name}: ${one.of}\n`);
    return [one];
  } catch (error) {
    process.stderr.write(`${platform.name} stays as it was: ${String(error).split('\n')[0]}\n`);
    return before;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured({ name, what, build }: Platform, folder: string): Promise<LibraryLosses> {
  const built = build(folder);
  const system = `${process.platform} ${process.arch}`;
  if (built === null)
    return { name, of: `Node ${process.versions.node} (${what}), ${system}`, ...(await runOn(inProcess())) };
  const { port, driver } = await startPort(built.command, { deadline: DEADLINE_MS, window: WINDOW });
  try {
    const { exp, log, pow } = port;
    if (!exp || !log || !pow) throw new Error(`${name} answers no exp, log and pow`);
    return { name, of: `${built.version} (${what}), ${system}`, ...(await runOn({ exp, log, pow })) };
  } finally {
    await driver.close();
  }
}

function inProcess(): Library {
  return { exp: (x) => x.map(Math.exp), log: (x) => x.map(Math.log), pow: (x, y) => x.map((xi) => xi ** y) };
}

async function runOn(answers: Library): Promise<Pick<LibraryLosses, 'values' | 'losses'>> {
  const golden = openGolden();
  const [config, { uchars, documents }] = [canonicalConfig(golden), canonicalDataset(golden)];
  const library = new OwnLibrary(answers);
  const run = new OwnRun(library, REFERENCE, config, canonicalParameters(golden, 'initial'));
  const losses: number[] = [];
  for (const doc of documents) losses.push(await run.step(encode(uchars, doc)));
  return { values: Math.round(library.values / losses.length), losses };
}

/** The page: how far each library's losses are from those of glibc. */
export function librariesPage(libraries: readonly LibraryLosses[]): string {
  const golden = canonicalLosses(openGolden());
  const deltas = ({ losses }: LibraryLosses) => losses.map((loss, i) => Math.abs(loss - golden[i]));
  return `${HEAD}${markdownTable(libraries, [
    ['`--libm`', ({ name }) => `\`${name}\``],
    ['measured on', ({ of }) => of],
    [
      'the same double as golden',
      (one) => `${deltas(one).filter((delta) => delta === 0).length} of ${one.losses.length}`,
    ],
    ['first that is another', (one) => firstOther(deltas(one))],
    ['largest difference', (one) => Math.max(...deltas(one)).toExponential(1)],
    ['values asked for, a step', ({ values }) => values.toLocaleString('en')],
  ])}\n`;
}

function firstOther(deltas: readonly number[]): string {
  const at = deltas.findIndex((delta) => delta > 0);
  return at < 0 ? '' : `step ${at + 1}`;
}
