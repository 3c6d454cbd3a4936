import { once } from 'node:events';
import { PassThrough, Transform, type TransformCallback } from 'node:stream';
import { finished } from 'node:stream/promises';
import { GroupProcess, StartFault, startFault } from '../protocol/groupProcess.ts';
import { Fault } from './fault.ts';

/** How long output is awaited after the command has ended, in milliseconds: what it left running may hold the pipes. */
const DRAIN_MS = 1000;
/** Bytes of a line without end that are held back; a reader of logs keeps no more either. */
const MOST_HELD = 65536;
const LF = 0x0a;
const CR = 0x0d;

/** A command whose output is a log. */
export interface PortLog {
  /** Whole lines of standard output and standard error, in the order in which they arrive. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How the command ended, once the chunks are read: `exited with 3`; null where that was with 0. */
  ending(): string | null;
}

/**
 * Starts a command without a shell, at the head of a process group of its own, and reads what it prints. Wants
 * `endingPorts` around it, which ends the group.
 *
 * @param command - the program and its arguments
 * @throws Fault where it cannot be started
 */
export async function portLog(command: readonly string[]): Promise<PortLog> {
  if (command[0] === '') throw new Fault('diff: the command behind "--" is empty');
  let how: string | null = null;
  const port = await started(command);
  port.stdin.end();
  const merged = new PassThrough();
  const outputs = [port.stderr, port.stdout].map((stream) => {
    const lines = stream.pipe(new WholeLines());
    lines.pipe(merged, { end: false });
    stream.on('close', () => lines.end());
    return lines;
  });
  port.on('exit', (code, signal) => {
    if (code !== 0) how = signal === null ? `exited with ${code}` : `was ended by ${signal}`;
  });
  const ended = [once(port, 'exit'), ...outputs.map((lines) => finished(lines, { writable: false }))];
  Promise.all(ended).then(
    // The last words of each stand in lines of their own; standard output's may be cut off and so have no end.
    () => {
      const [errors, output] = outputs.map(({ held }) => held);
      merged.end(errors.length === 0 ? output : Buffer.concat([errors, Buffer.of(LF), output]));
    },
    (error) => merged.destroy(error),
  );
  return { chunks: merged, ending: () => how };
}

async function started(command: readonly string[]): Promise<GroupProcess['child']> {
  try {
    const port = new GroupProcess(command, DRAIN_MS, () => {}).child;
    await once(port, 'spawn');
    return port;
  } catch (error) {
    throw new Fault(`diff: the command ${error instanceof StartFault ? error.message : startFault(command[0], error)}`);
  }
}

/** Passes on what ends with a line end, so that lines of two streams do not run into each other. */
class WholeLines extends Transform {
  /** What followed the last line end. */
  held: Buffer = Buffer.alloc(0);

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    const end = Math.max(chunk.lastIndexOf(LF), chunk.lastIndexOf(CR)) + 1;
    const rest = chunk.subarray(end);
    const whole = end === 0 ? null : Buffer.concat([this.held, chunk.subarray(0, end)]);
    if (whole !== null) this.held = Buffer.from(rest.subarray(0, MOST_HELD));
    else if (this.held.length < MOST_HELD) this.held = Buffer.concat([this.held, rest.subarray(0, MOST_HELD)]);
    done(null, whole);
  }
}
