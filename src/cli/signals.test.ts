import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'signals-'));
const WAIT = { timeout: 20_000, interval: 20 };

/** A port that answers hello and nothing else, ignores whatever should end it, and leaves a process in a session of its own. */
const DEAF = join(FOLDER, 'deaf.mjs');
writeFileSync(
  DEAF,
  `import { spawn } from 'node:child_process';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => {});
process.stdin.once('data', () => {
  process.stdout.write('@1 ok 1 name=deaf dtype=f64 ops=softmax,linear,rmsnorm,forward,backward,random\\n');
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', process.argv[2]], { detached: true, stdio: 'ignore' }).unref();
});
setInterval(() => {}, 1000);
`,
);

/** A port that starts within milliseconds, answers hello and no more. */
const SILENT = `while read -r id op rest; do
  [ "$op" = hello ] && echo "@$id ok 1 name=silent dtype=f64 ops=softmax,linear,rmsnorm,forward,backward,random"
done; while :; do sleep 1; done`;

/** A port that answers hello, and to all else that it has no such operation. */
const HELLO = `while read -r id op rest; do
  if [ "$op" = hello ]; then echo "@$id ok 1 name=hello dtype=f64 ops=softmax"; else echo "@$id no"; fi
done`;

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe.runIf(process.platform === 'linux')('nothing is left running, not even what has left its group', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('behind %s; the status is 2', async (signal) => {
    const marker = `left-${signal}-${process.pid}`;
    const child = deafRun(marker);
    await vi.waitFor(() => expect(left(marker, child).length).toBeGreaterThan(1), WAIT);
    expect(await endedBy(child, signal)).toBe(2);
    expect(left(marker, child)).toEqual([]);
  });

  test('behind an interrupt while ports time out and start again', async () => {
    const marker = `restarting-${process.pid}`;
    const port = ['sh', '-c', SILENT, 'sh', marker];
    for (let i = 0; i < 4; i++) {
      const child = spawn(process.execPath, [MAIN, 'run', '--timeout', '0.05', '--', ...port], { stdio: 'ignore' });
      await vi.waitFor(() => expect(left(marker, child).length).toBeGreaterThan(0), WAIT);
      await new Promise((resolve) => setTimeout(resolve, 300 + 37 * i));
      expect(await endedBy(child, 'SIGINT')).toBe(2);
      expect(left(marker, child)).toEqual([]);
    }
  });

  test.each(['SIGINT', 'SIGKILL'] as const)('of a module in a loop without end, behind %s', async (signal) => {
    const module = join(FOLDER, `${signal}.mjs`);
    const note = `${module}.pid`;
    writeFileSync(
      module,
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(note)}, String(process.pid)); for (;;);`,
    );
    const child = spawn(process.execPath, [MAIN, 'run', '--timeout', '1000', '--module', module], { stdio: 'ignore' });
    await vi.waitFor(() => expect(readFileSync(note, 'utf8')).toMatch(/^\d+$/), WAIT);
    const pid = readFileSync(note, 'utf8');
    await endedBy(child, signal);
    await vi.waitFor(() => expect(argumentsOf(pid)).toEqual([]), WAIT);
  });

  test('of what --lcov-by has started, behind SIGTERM', async () => {
    const marker = `counting-${process.pid}`;
    const by = `"${process.execPath}" -e 'setInterval(() => {}, 1000)' ${marker}; true`;
    const counting = ['--coverage', join(FOLDER, 'coverage'), '--lcov', 'port.lcov', '--lcov-by', by];
    const args = [MAIN, 'run', '--clause', 'loss.1', ...counting, '--', 'sh', '-c', HELLO];
    const child = spawn(process.execPath, args, { stdio: 'ignore', cwd: FOLDER });
    await vi.waitFor(() => expect(left(marker, child).length).toBeGreaterThan(0), WAIT);
    expect(await endedBy(child, 'SIGTERM')).toBe(2);
    expect(left(marker, child)).toEqual([]);
  });

  test('behind --max-time, which says how far the run came', () => {
    const marker = `late-${process.pid}`;
    const args = ['run', '--max-time', '4', '--', process.execPath, DEAF, marker];
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
    expect(stderr).toMatch(
      /^microgpt-spec: run: not done after 4 s \(--max-time\), when \d+ checks had ended; give it more, .*\n$/,
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(left(marker)).toEqual([]);
  });

  test('behind a reader of standard output that goes; nothing was judged, so the status is 2', () => {
    const marker = `reader-${process.pid}`;
    const run = `"${process.execPath}" "${MAIN}" run --chapter loss --timeout 2 --reporter verbose -- "${process.execPath}" "${DEAF}" ${marker}`;
    const script = `{ ${run}; echo "status $?" >&2; } | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(stdout).toMatch(/.*\n/);
    expect(stderr).toBe('status 2\n');
    expect(left(marker)).toEqual([]);
  });
});

function deafRun(marker: string, ...options: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, 'run', ...options, '--', process.execPath, DEAF, marker], { stdio: 'ignore' });
}

async function endedBy(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [status] = await ended;
  return status;
}

/** The processes whose last argument is the marker, but for the run itself. */
function left(marker: string, run?: ChildProcess): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(run?.pid));
  return pids.filter((pid) => argumentsOf(pid).at(-2) === marker);
}

function argumentsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
