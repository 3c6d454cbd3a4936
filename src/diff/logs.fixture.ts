import { readTrace, type Trace } from './log/readLog.ts';

/** Bytes as a log comes. */
export async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** A log read from its text. */
export function traceOf(text: string): Promise<Trace> {
  return readTrace(bytesOf(text), { steps: 10_000, samples: 20 });
}

/** A log with a line for each loss, from step 1 on; of so many steps, where it says so. */
export function lossLines(losses: readonly (number | string)[], total: number | null = null): string {
  const of = total === null ? '' : ` / ${total}`;
  return losses.map((loss, i) => `step ${i + 1}${of} | loss ${loss}\n`).join('');
}
