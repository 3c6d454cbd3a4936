import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Driver } from '../../protocol/driver.ts';

/** What the driver costs: small calls a second to ports in other processes, pipelined and one at a time. */

const CALLS = 20_000;
const REPEATS = 5;
const WINDOW = 32;
const DEADLINE_MS = 10_000;
const MS_PER_S = 1000;
const CALL = 'softmax 3 0 0.5 1';

const source = (path: string) => fileURLToPath(new URL(`../../../src/${path}`, import.meta.url));

/** Median calls a second, with so many in flight. */
async function callsPerSecond(command: readonly string[], window: number): Promise<number> {
  const driver = new Driver(command, { deadline: DEADLINE_MS, window });
  await driver.ask(CALL); // started
  const rates: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const before = performance.now();
    await Promise.all(Array.from({ length: CALLS }, () => driver.ask(CALL)));
    rates.push((CALLS * MS_PER_S) / (performance.now() - before));
  }
  driver.close();
  return rates.sort((a, b) => a - b)[REPEATS >> 1];
}

function builtCPort(): string {
  const program = join(mkdtempSync(join(tmpdir(), 'microgpt-c-')), 'port');
  execFileSync('cc', ['-std=c99', '-O2', '-o', program, source('ports/c/microgpt.c'), '-lm']);
  return program;
}

const ports: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['C', [builtCPort()]],
  ['Python', ['python3', source('adapters/python/adapter.py')]],
];

for (const [name, command] of ports) {
  const [alone, pipelined] = [await callsPerSecond(command, 1), await callsPerSecond(command, WINDOW)];
  const [a, b] = [alone, pipelined].map((rate) => Math.round(rate).toLocaleString('en'));
  const ratio = (pipelined / alone).toFixed(1);
  process.stdout.write(`${name}: ${b} calls a second with ${WINDOW} in flight, ${a} one at a time: ${ratio} times\n`);
}
