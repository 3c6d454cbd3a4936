// A port that does what the request says, for the tests of the driver: `1 crash` crashes it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const out = (text) => process.stdout.write(text);
const ok = (id) => out(`@${id} ok 1\n`);
const line = `${'x'.repeat(1023)}\n`;
const flood = (stream) => {
  const more = () => {
    while (stream.write(line));
    stream.once('drain', more);
  };
  more();
};

const behaviours = {
  ok,
  no: (id) => out(`@${id} no not here\n`),
  err: (id) => out(`@${id} err domain math domain error\n`),
  'exit-at-once': () => process.exit(3),
  'exit-0': () => process.exit(0),
  crash: () => {
    process.stderr.write('about to fall\n');
    setTimeout(() => process.kill(process.pid, 'SIGSEGV'), 20);
  },
  hang: () => {},
  slow: (id) => setTimeout(() => ok(id), 200),
  late: (id) => setTimeout(() => ok(id), 3000),
  garbage: (id) => out(`@${id} perhaps\n`),
  'wrong-id': (id) => out(`@${Number(id) + 1} ok 1\n`),
  'half-a-line': (id) => process.stdout.write(`@${id} o`, () => process.exit(0)),
  'endless-line': () => {
    const text = 'x'.repeat(65536);
    const more = () => {
      while (process.stdout.write(text));
      process.stdout.once('drain', more);
    };
    out('@');
    more();
  },
  'flood-stdout': () => flood(process.stdout),
  'flood-stderr': () => flood(process.stderr),
  'flood-stderr-and-answer': (id) => {
    for (let i = 0; i < 10000; i++) process.stderr.write(line);
    ok(id);
  },
  'child-keeps-pipe': () => {
    spawn('sleep', ['30'], { stdio: 'inherit' });
    process.exit(0);
  },
  stray: (id) => out(`before\n@${id} ok 1\nafter\nstep 1 / 10 | loss 3.3\n`),
  crlf: (id) => out(`@${id} ok 1\r\n`),
  bytes: async (id) => {
    for (const byte of `@${id} ok 1\n`) {
      out(byte);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  },
};

process.on('SIGTERM', () => {});
createInterface({ input: process.stdin }).on('line', (request) => {
  const [id, behaviour] = request.split(' ');
  behaviours[behaviour](id);
});
setInterval(() => {}, 1000); // ignores the end of input
