import { type Judging, judge } from '../../../try/judge.ts';

/** A log of one's own beside the canonical run, as `diff --no-diagnosis` judges it. */
export interface OwnLog {
  /** What `diff` prints; the last line is the verdict. */
  readonly lines: readonly string[];
  /** The step of the first divergence; null where there is none. */
  readonly first: number | null;
  /** Steps, and the losses that the log has for them, in nats. */
  readonly points: readonly (readonly [step: number, loss: number])[];
  /** Whether it was compared with the recorded run, and not with one of its own configuration. */
  readonly isGolden: boolean;
}

/**
 * Judges a log by the code of `diff`.
 *
 * @param name - what the log is called in messages
 * @param blob - its bytes
 * @throws RangeError where it is no log
 */
export async function ownLog(
  name: string,
  blob: Blob,
  sources: Pick<Judging, 'golden' | 'ensemble' | 'compiled'>,
): Promise<OwnLog> {
  const request = { files: [{ name, blob, role: 'log' }], search: 'none', flags: '', pattern: '' } as const;
  const { lines, diff } = await judge(request, { ...sources, onProgress() {}, onFirst() {} });
  const compared = diff?.losses.compared ?? [];
  return {
    lines,
    first: diff?.losses.firstDivergence?.step ?? null,
    points: compared.map(({ step, got }) => [step, got] as const),
    isGolden: diff?.expected.source === 'golden',
  };
}
