import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { marked } from '../../protocol/marked.ts';
import { Random } from '../../reference/random.ts';
import { type Subject, subjectsIn } from './subjects.ts';
import type { RobustnessRow } from './table.ts';

const MAIN = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** Ways in which a run is cut off: by a signal, or by the reader of standard output, who goes. */
const CUTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'reader'] as const;
type Cut = (typeof CUTS)[number];

const SEED = 17;
/** The longest time from the start to the interrupt: the start alone takes one or two seconds. */
const MOST_MS = 5000;
/** A process that has been killed is gone within so long, and one that was to end by itself too. */
const GONE_MS = 500;
const MARK = 'MICROGPT_SPEC_ROBUSTNESS';
const VERBOSE = '--reporter=verbose';

/**
 * Interrupts `run` and `diff` at random moments, with each kind of signal, and counts the processes that are left. Needs
 * Linux, where the environment of a process tells by whom it was started.
 *
 * @param count - interrupts of each kind, shared by the subjects
 * @param seed - of the moments
 */
export async function interruptRows(count: number, seed = SEED): Promise<RobustnessRow[]> {
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-interrupts-'));
  try {
    const subjects = subjectsIn(folder);
    const rows: RobustnessRow[] = [];
    for (const cut of CUTS) {
      for (const [i, subject] of subjects.entries()) {
        const share = Math.floor((count + i) / subjects.length);
        if (share > 0) rows.push(await rowOf(cut, subject, share, random));
      }
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function rowOf(cut: Cut, subject: Subject, count: number, random: Random): Promise<RobustnessRow> {
  const statuses = new Map<string, number>();
  let left = 0;
  for (let i = 0; i < count; i++) {
    const outcome = await interrupted(cut, subject, random.random() * MOST_MS);
    statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);
    left += outcome.left;
  }
  const ended = [...statuses].sort().map(([status, times]) => `${status} ${times} times`);
  return {
    kind: cut === 'reader' ? 'the reader of standard output goes' : `${cut} at a random moment`,
    command: `${subject.args[0]}, while ${subject.does}`,
    due: 'no process left',
    came: `${left} left behind ${count}; status ${ended.join(', ')}`,
    short: left > 0,
  };
}

/** How a run ended that was cut off at a moment, and how many processes of it are left. */
async function interrupted(cut: Cut, { args }: Subject, moment: number): Promise<{ status: string; left: number }> {
  const mark = `${MARK}=${randomUUID()}`;
  const [name, value] = mark.split('=');
  const reporting = cut === 'reader' && args[0] === 'run' ? ['run', VERBOSE, ...args.slice(1)] : args;
  const child = spawn(process.execPath, [MAIN, ...reporting], {
    env: { ...process.env, [name]: value },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  child.stdout.resume();
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, moment))]);
  cutOff(child, cut);
  const [code, signal] = await ended;
  await new Promise((resolve) => setTimeout(resolve, GONE_MS));
  const left = marked(mark);
  for (const pid of left) process.kill(pid, 'SIGKILL');
  return { status: String(code ?? signal), left: left.length };
}

/** Where nothing is written any more nobody notices that the reader has gone, and the run is ended too. */
function cutOff(child: ChildProcess, cut: Cut): void {
  if (cut !== 'reader') {
    child.kill(cut);
    return;
  }
  child.stdout?.destroy();
  setTimeout(() => child.kill('SIGTERM'), GONE_MS).unref();
}
