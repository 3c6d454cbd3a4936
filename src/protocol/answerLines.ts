import { createInterface } from 'node:readline';
import type { Port } from '../port/port.ts';
import { ALL_OPS } from './processPort.ts';
import { answer } from './serve.ts';

/**
 * The other end of the protocol: a port answers standard input, a line a request, until it ends (spec/protocol.md).
 *
 * @param isGuarded - as of `answer`
 */
export async function answerLines(port: Port, print: (reply: string) => unknown, isGuarded = true): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() !== '') await print(`${await answer(port, ALL_OPS, line, isGuarded)}\n`);
  }
}
