import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentTokens } from '../../protocol/wire.ts';

/** A process to be timed: its command, what it is told on standard input, and the statuses that it may end with. */
export interface Job {
  readonly command: readonly string[];
  readonly input?: string;
  readonly statuses?: readonly number[];
}

const MB = 1024; // maxRSS counts in KB
/** Makes a Node process write its peak of memory behind its end. */
const PEAK = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));`;

/** A file of this package, from src/ and from dist/ alike. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/** microgpt-spec with some arguments. */
export function cli(args: readonly string[], statuses: readonly number[] = [0]): Job {
  return { command: [process.execPath, packageFile('dist/cli/main.js'), ...args], statuses };
}

/** Milliseconds from start to end of a process. Throws where it ends with another status. */
export function timeOf(job: Job, env: NodeJS.ProcessEnv = process.env): number {
  const [program, ...args] = job.command;
  const start = performance.now();
  const { status, error, stderr } = spawnSync(program, args, {
    input: job.input ?? '',
    encoding: 'utf8',
    env,
    maxBuffer: 2 ** 30,
  });
  const time = performance.now() - start;
  if (error || !(job.statuses ?? [0]).includes(status ?? -1)) {
    throw new Error(`bench: ${job.command.join(' ')} ended with ${status}: ${stderr}`, { cause: error });
  }
  return time;
}

/** Peak of memory of a Node process, in MB. */
export function peakOf(job: Job): number {
  return inFolder((folder) => {
    const file = join(folder, 'peak');
    const hook = `--import=data:text/javascript,${encodeURIComponent(PEAK)}`;
    timeOf(job, { ...process.env, NODE_OPTIONS: hook, BENCH_PEAK: file });
    return Math.round(Number(readFileSync(file, 'utf8')) / MB);
  });
}

/** The C port, built with -O2 and more flags. */
export function buildC(folder: string, flags: readonly string[] = []): string {
  const program = join(folder, ['port', ...flags].join(''));
  execFileSync('cc', ['-std=c99', '-O2', ...flags, '-o', program, packageFile('src/ports/c/microgpt.c'), '-lm']);
  return program;
}

/** A port, asked to train. */
export function trainJob(command: readonly string[], args: readonly unknown[]): Job {
  return { command, input: `1 train ${argumentTokens('train', args).join(' ')}\n` };
}

/** Runs something with a folder of its own. */
export function inFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-bench-'));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
