import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shownOnLine } from '../../port/shown.ts';
import { writeFirstLines } from '../release/firstLine.ts';
import { makeTarball } from '../release/tarball.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { interruptRows } from './interrupts.ts';
import { makeInputs, PROBES, type Probe } from './probes.ts';
import { type RobustnessRow, robustnessTable } from './table.ts';

/**
 * `npm run measure:robustness [-- INTERRUPTS]`: puts faults to the package as it ships, in an empty folder, and writes
 * spec/measured/robustness.md, a line a fault. Needs Linux, which tells the memory of each process.
 */
const PAGE = new URL('../../../spec/measured/robustness.md', import.meta.url);
/** Interrupts of each kind, if nothing else is said: 200 in all. */
const INTERRUPTS = 40;
const SAMPLE_MS = 100;
const KB_PER_MB = 1024;
const MOST_CAME = 120;
/** ESC, C1 and bidirectional controls; a command of a CI at the start of a line. */
const RAW = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]|^::/mu;
const TRACE = /^ {4}at .*:\d+:\d+\)?$/m;

const HEAD = `# Faults that were put to the package

The tarball, installed in an empty folder; by \`npm run measure:robustness\`. A line falls short where the exit status is another,
what is due is not said, a stack trace or a raw control character is printed, or standard error has more than one line where
nothing could be judged. Memory is that of all processes together, at its highest, sampled ten times a second.
`;

if (process.argv[1] === import.meta.filename) {
  const tree = treeNow('robustness');
  const rows = [...(await probeRows()), ...(await interruptRows(Number(process.argv[2] ?? INTERRUPTS)))];
  const short = rows.filter((row) => row.short).length;
  writeFileSync(PAGE, `${HEAD}\n${robustnessTable(rows)}\n\nOf ${rows.length} lines ${short} fall short.\n`);
  noteTree('robustness', tree);
  writeFirstLines();
  process.stdout.write(`${rows.length} lines, ${short} fall short\n`);
  process.exitCode = short > 0 ? 1 : 0;
}

/** Each probe, put to the tarball. */
export async function probeRows(probes: readonly Probe[] = PROBES): Promise<RobustnessRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-robustness-'));
  try {
    execFileSync('npm', ['init', '--yes'], { cwd: folder, stdio: 'ignore' });
    execFileSync('npm', ['install', '--no-audit', '--no-fund', makeTarball(folder)], { cwd: folder, stdio: 'ignore' });
    makeInputs(folder);
    const rows: RobustnessRow[] = [];
    for (const probe of probes) rows.push(await rowOf(probe, folder));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rowOf({ kind, line, status, says, isOneLine = false }: Probe, folder: string): Promise<RobustnessRow> {
  const came = await ran(line, folder);
  const text = came.stdout + came.stderr;
  const lines = came.stderr.trimEnd().split('\n').length;
  const faults = [
    ...(came.status === status ? [] : [`status ${came.status}`]),
    ...(says.test(text) ? [] : [`it does not say ${says.source}`]),
    ...(TRACE.test(text) ? ['a stack trace'] : []),
    ...(RAW.test(text) ? ['raw control characters'] : []),
    ...(isOneLine && lines > 1 ? [`${lines} lines`] : []),
  ];
  const last = (isOneLine ? came.stderr : came.stdout).trimEnd().split('\n').at(-1) ?? '';
  const shown = shownOnLine(last.replaceAll(folder, '.'), MOST_CAME);
  return {
    kind,
    command: line.replaceAll('$M', 'microgpt-spec'),
    due: `status ${status}${isOneLine ? ', one line' : ''}`,
    came:
      faults.length > 0 ? `${faults.join(', ')}: ${shown}` : `status ${came.status}, ${came.megabytes} MB: ${shown}`,
    short: faults.length > 0,
  };
}

/** Runs a line of the shell, and notes the most memory that it took. */
async function ran(line: string, folder: string) {
  const M = `${process.execPath} ${join(folder, 'node_modules/microgpt-spec/dist/cli/main.js')}`;
  const child = spawn('bash', ['-c', line.replaceAll('$M', M)], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  let most = 0;
  const sampling = setInterval(() => {
    most = Math.max(most, memoryOf(child.pid ?? 0));
  }, SAMPLE_MS);
  const [status] = await once(child, 'close');
  clearInterval(sampling);
  return {
    status,
    stdout: stdout.join(''),
    stderr: stderr.join(''),
    megabytes: Math.round(most / KB_PER_MB),
  };
}

/** Kilobytes in memory of a process and all that it started. */
function memoryOf(root: number): number {
  const parents = new Map<number, number>();
  const sizes = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const about = statusOf(name);
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(about)?.[1] ?? 0));
    sizes.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(about)?.[1] ?? 0));
  }
  const isOf = (pid: number): boolean => pid === root || (pid > 1 && isOf(parents.get(pid) ?? 0));
  return [...sizes].filter(([pid]) => isOf(pid)).reduce((sum, [, size]) => sum + size, 0);
}

/** What the system says of a process; nothing where it has just ended. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
