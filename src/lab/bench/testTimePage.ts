import type { Machine } from '../../report/machine.ts';
import { markdownTable } from '../markdownTable.ts';

/** What a run of `npm test` took. */
export interface TestTime {
  /** The commit, with `-dirty` where files were changed. */
  readonly commit: string;
  /** Seconds from start to end. */
  readonly wall: number;
  /** Seconds of processor time, of all its processes. */
  readonly cpu: number;
  /** Whether every test passed. */
  readonly passed: boolean;
}

/** spec/measured/testTime.json. */
export interface TestTimes {
  readonly schema: 1;
  readonly date: string;
  readonly machine: Machine;
  readonly before: TestTime;
  readonly after: TestTime;
}

/** spec/measured/testTime.md. */
export function testTimePage({ date, machine, before, after }: TestTimes): string {
  const ratio = (of: 'wall' | 'cpu') => (after[of] / before[of]).toFixed(2);
  const seconds = (time: TestTime, of: 'wall' | 'cpu') => time[of].toFixed(0);
  const rows = markdownTable<TestTime>(
    [before, after],
    [
      ['commit', ({ commit }) => commit],
      ['seconds', (time) => seconds(time, 'wall')],
      ['of processor time', (time) => seconds(time, 'cpu')],
      ['', ({ passed }) => (passed ? 'all pass' : 'some fail')],
    ],
  );
  return `> Measured on the commit ${after.commit}, beside ${before.commit}, on ${date}.

# How long npm test takes

\`npm run measure:tests -- ${before.commit}\` made this page: \`npm test\` in both trees, each once, one after the other, on
${machine.cpu}, ${machine.cores} cores, ${machine.system} ${machine.arch}, Node ${machine.node}. The later one takes ${ratio('wall')} of the time, and ${ratio('cpu')} of the
processor time, of the earlier one.

${rows}
`;
}
