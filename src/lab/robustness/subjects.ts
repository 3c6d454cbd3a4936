import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that is hard to end, under the suite. */
export interface Subject {
  /** What it does while it is interrupted. */
  readonly does: string;
  /** The arguments of microgpt-spec. */
  readonly args: readonly string[];
}

const OPS = 'softmax,linear,rmsnorm,forward,backward,random';

/** Answers hello, ignores what should end it, and leaves a process in a session of its own. */
const DEAF = `import { spawn } from 'node:child_process';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => {});
process.stdin.once('data', () => {
  process.stdout.write('@1 ok 1 name=deaf dtype=f64 ops=${OPS}\\n');
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref();
});
setInterval(() => {}, 1000);
`;

/** Starts within milliseconds, and answers hello alone: with a short time-out it is started over and over. */
const SILENT = `while read -r id op rest; do
  [ "$op" = hello ] && echo "@$id ok 1 name=silent dtype=f64 ops=${OPS}"
done; while :; do sleep 1; done`;

/** Answers for a while, and then never. */
const LOOPING = `let asked = 0;
export default { name: 'looping', lang: 'JavaScript', version: '1', dtype: 'f64',
  position_loss: (probs, target) => { if (++asked > 200) for (;;); return -Math.log(probs[target]); } };
`;

/** The subjects; their programs are written into the folder. */
export function subjectsIn(folder: string): Subject[] {
  const [deaf, looping] = [join(folder, 'deaf.mjs'), join(folder, 'looping.mjs')];
  writeFileSync(deaf, DEAF);
  writeFileSync(looping, LOOPING);
  return [
    { does: 'a port ignores signals and leaves a daemon', args: ['run', '--', process.execPath, deaf] },
    { does: 'a port times out and starts again', args: ['run', '--timeout', '0.03', '--', 'sh', '-c', SILENT] },
    { does: 'a module is in a loop without end', args: ['run', '--timeout', '60', '--module', looping] },
    { does: 'a command that prints a log is awaited', args: ['diff', '--', process.execPath, deaf] },
  ];
}
