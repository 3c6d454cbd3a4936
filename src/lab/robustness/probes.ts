import { chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fault that is put to an installed package by a line of the shell, in which `$M` is microgpt-spec. */
export interface Probe {
  /** The kind of fault. */
  readonly kind: string;
  /** The line; a shell runs it in the folder of `makeInputs`. */
  readonly line: string;
  /** Exit status that is due. */
  readonly status: number;
  /** What the output has to say, standard error included. */
  readonly says: RegExp;
  /** Whether standard error is due to be one line, which is so where nothing could be judged. */
  readonly isOneLine?: boolean;
}

const FAULT = { status: 2, isOneLine: true } as const;
const GIB = 2 ** 30;

/** A port that answers position_loss, with a name, a reason or an answer of its own. */
function port(hello: string, answer: string): string {
  return `import { createInterface } from 'node:readline';
createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op] = line.split(' ');
  process.stdout.write(op === 'hello' ? '@' + id + ' ok 1 name=${hello} dtype=f64 ops=position_loss\\n' : ${answer});
});
`;
}

function moduleWith(body: string, before = ''): string {
  return `${before}
export default { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64', position_loss: (probs, target) => { ${body} } };
`;
}

/** Writes what the probes need into a folder. */
export function makeInputs(folder: string): void {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('load.mjs', moduleWith('return 0;', 'for (;;);'));
  write('settles.mjs', moduleWith('return new Promise(() => {});'));
  write('loop.mjs', moduleWith('for (;;);'));
  write('throws.mjs', moduleWith("throw new Error('\\x1b[31m::add-mask::x\\n::error::\\u202e\\x9b2J');"));
  write('hello.mjs', port('a\\x1b]0;x\\x07\\u202e', "'@' + id + ' ok 0\\n'"));
  write('flood.mjs', port('flood', "'@' + id + ' err ' + 'x'.repeat(15e6) + '\\n'"));
  write('log', 'step 1 / 1000 | loss 3.3660\nstep 2 / 1000 | loss 3.4243\n');
  write('huge', '');
  truncateSync(join(folder, 'huge'), 3 * GIB);
  write('crlf.sh', '#!/bin/sh\r\necho\n');
  chmodSync(join(folder, 'crlf.sh'), 0o755);
  mkdirSync(join(folder, 'folder'));
}

/** Of the list, a line each; interrupts are in interrupts.ts. */
export const PROBES: readonly Probe[] = [
  {
    kind: 'ended before a verdict',
    line: 'set -o pipefail; $M run --runs 2 --reporter verbose | head -2',
    status: 2,
    says: /./,
  },
  {
    kind: 'a module that hangs as it loads',
    line: '$M run --module load.mjs --timeout 1',
    ...FAULT,
    says: /did not load within/,
  },
  {
    kind: 'a module with a loop without end',
    line: '$M run --chapter loss --runs 2 --module loop.mjs --timeout 1',
    status: 1,
    says: /did not answer position_loss within 1 s/,
  },
  {
    kind: 'a promise that never settles',
    line: '$M run --chapter loss --runs 2 --module settles.mjs --timeout 1',
    status: 1,
    says: /did not answer position_loss within 1 s/,
  },
  { kind: 'a bound on the run', line: '$M run --max-time 1', ...FAULT, says: /--max-time/ },
  {
    kind: 'control characters in an error',
    line: '$M run --chapter loss --runs 2 --module throws.mjs',
    status: 1,
    says: /verdict/,
  },
  {
    kind: 'control characters in a name',
    line: '$M run --chapter loss --runs 2 -- node hello.mjs',
    status: 1,
    says: /verdict/,
  },
  { kind: 'reasons of 15 MB', line: '$M run --chapter loss --runs 5 -- node flood.mjs', status: 1, says: /verdict/ },
  {
    kind: 'a width of 1e9',
    line: '$M train --n_embd 1000000000 --n_head 1',
    ...FAULT,
    says: /parameters, and at most/,
  },
  { kind: 'a dump of 3 GB', line: '$M diff log --params huge', ...FAULT, says: /bytes, and at most/ },
  { kind: 'a result of 3 GB', line: '$M report huge', ...FAULT, says: /bytes, and at most/ },
  { kind: 'a device without end', line: '$M diff /dev/zero', ...FAULT, says: /it is a device/ },
  {
    kind: 'no folder for temporary files',
    line: 'TMPDIR=/nowhere $M run --chapter loss --runs 2 -- node hello.mjs',
    ...FAULT,
    says: /nowhere/,
  },
  {
    kind: 'the working folder is gone',
    line: 'mkdir -p gone && cd gone && rmdir ../gone && $M run',
    ...FAULT,
    says: /folder/,
  },
  { kind: 'a command that is none', line: '$M run -- ./log', ...FAULT, says: /log/ },
  { kind: 'an interpreter that ends in CR', line: '$M run -- ./crlf.sh', ...FAULT, says: /CR|carriage return/i },
  {
    kind: 'a reporter that cannot write',
    line: '$M run --chapter loss --runs 2 --reporter junit=folder',
    status: 2,
    says: /verdict: conforms/,
  },
  {
    kind: 'a summary that cannot be written',
    line: 'GITHUB_STEP_SUMMARY=/nowhere/x $M run --chapter loss --runs 2',
    status: 0,
    says: /verdict: conforms/,
  },
  {
    kind: 'a full disk',
    line: '$M run --chapter loss --runs 2 --json /dev/full',
    status: 2,
    says: /verdict: conforms[\s\S]*\/dev\/full|\/dev\/full[\s\S]*verdict: conforms/,
  },
  {
    kind: 'a verdict that its clauses deny',
    line: `$M run --chapter loss --runs 1 --json r.json >/dev/null; sed -i 's/"verdict": "conforms"/"verdict": "does not conform"/' r.json; $M report r.json`,
    ...FAULT,
    says: /r\.json/,
  },
  {
    kind: 'a revision below 1',
    line: `$M run --chapter loss --runs 1 --json n.json >/dev/null; sed -i 's/"revision": [0-9]*/"revision": -1/' n.json; $M report n.json`,
    ...FAULT,
    says: /revision/,
  },
  { kind: 'a time-out beyond timers', line: '$M run --timeout 3000000', ...FAULT, says: /It must be a number from/ },
  { kind: 'inputs without end', line: '$M run --runs 1000000000', ...FAULT, says: /It must be an integer from/ },
  { kind: 'a shard of a million', line: '$M run --shard 5/1000000', ...FAULT, says: /shard/ },
  { kind: 'a number with a blank', line: "$M run --runs ' 5'", ...FAULT, says: /It must be an integer/ },
  { kind: 'a number in hexadecimal', line: '$M run --seed 0x10', ...FAULT, says: /It must be an integer/ },
  {
    kind: 'a folder that vite cannot load from',
    line: "mkdir -p 'a#b' && cp settles.mjs 'a#b/m.mjs' && $M run --module 'a#b/m.mjs'",
    ...FAULT,
    says: /#/,
  },
  {
    kind: 'an output that is a link',
    line: 'touch real && ln -sf real link && $M run --chapter loss --runs 1 --json link >/dev/null && [ -L link ] && [ -s real ] && echo followed',
    status: 0,
    says: /followed/,
  },
  {
    kind: 'npx inside the package',
    line: 'cd node_modules/microgpt-spec && npx microgpt-spec explain loss.3 && [ -f dist/cli/main.js ]',
    status: 0,
    says: /loss\.3/,
  },
];
