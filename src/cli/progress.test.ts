import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { progressLine } from './progress.ts';
import { progressText, startText } from './runProgress.ts';
import { roundText } from './soak.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A terminal of so many columns, and what was written to it, without what clears a line. */
function terminal(columns = 80, isTTY = true) {
  const written: string[] = [];
  const write = (text: string) => written.push(text.replace('\r\x1b[K', '')) > 0;
  return { line: progressLine(true, { isTTY, columns, write }), written };
}

describe('progressLine', () => {
  test('shows the first at once, and of those that come too fast the last', () => {
    const { line, written } = terminal();
    for (const text of ['1', '2', '3']) line.show(text);
    expect(written).toEqual(['1']);
    vi.advanceTimersByTime(1000);
    for (const text of ['4', '5']) line.show(text);
    vi.advanceTimersByTime(1000);
    expect(written).toEqual(['1', '3', '4', '5']);
  });

  test('writes nothing more once it is cleared, whatever was held', () => {
    const { line, written } = terminal();
    for (const text of ['1', '2']) line.show(text);
    vi.setSystemTime(Date.now() + 150); // the time has come, and its timer has not
    line.clear();
    vi.advanceTimersByTime(1000);
    expect(written).toEqual(['1', '']);
  });

  test('a timer that was overtaken writes nothing behind the end', () => {
    const { line, written } = terminal();
    line.show('1');
    vi.advanceTimersByTime(50);
    line.show('2');
    vi.spyOn(performance, 'now').mockReturnValueOnce(performance.now() + 200);
    line.show('3');
    line.clear();
    vi.advanceTimersByTime(1000);
    expect(written).toEqual(['1', '3', '']);
  });

  test('is never longer than the terminal is wide, and nothing where there is none', () => {
    const narrow = terminal(10);
    narrow.line.show('0123456789');
    const none = terminal(80, false);
    none.line.show('1');
    none.line.clear();
    expect([narrow.written, none.written]).toEqual([['012345678'], []]);
  });
});

describe('the progress of a run', () => {
  test('says before the first answer who is waited for', () => {
    expect(startText(['./slow port'], undefined)).toBe("0 checks: waiting for the first answer of './slow port'");
    expect(startText([], undefined)).toContain('the reference');
  });

  test('has a total, and what comes behind the last check', () => {
    expect([progressText(3, 9, true), progressText(9, 9, false)]).toEqual(['3 of 9 checks', '9 of 9 checks']);
    expect(progressText(3, 9, false, { index: 1, count: 2 })).toBe('3 checks of part 1 of 2, of 9 in all');
    const round = { number: 2, sampling: { ...DEFAULT_SAMPLING, seed: 43 }, until: 90_000, repeated: 4 };
    expect(roundText(round, 0, 3, 9)).toMatch(/^round 2, seed 43, .*, 2 min left: 3 of 4 checks$/);
    expect(roundText({ ...round, repeated: null }, 0, 3, 9)).toMatch(/: 3 of 9 checks$/);
    expect(progressText(9, 9, true)).toBe('9 of 9 checks; the lines of the code are counted');
  });
});
