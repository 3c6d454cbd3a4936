import { readFileSync } from 'node:fs';
import { markdownTable } from '../markdownTable.ts';
import { recordLines } from '../recordLines.ts';
import type { DiagnosisOutcome, OutcomeRow } from './diagnosisOutcome.ts';

/** The measurement as it is kept. */
export interface Diagnoses {
  readonly schema: 1;
  readonly node: string;
  readonly listed: readonly Omit<OutcomeRow, 'ms'>[];
  readonly unlisted: readonly Omit<OutcomeRow, 'ms'>[];
}

const JSON_FILE = new URL('../../../spec/measured/diagnosis.json', import.meta.url);
const PAGE = new URL('../../../spec/measured/diagnosis.md', import.meta.url);
const OUTCOMES: readonly DiagnosisOutcome[] = ['named', 'behind', 'silent', 'refused', 'unnamed', 'wrong'];

const INTRODUCTION = `# How well diff names mistakes

\`diff\` was run on two logs of every known mistake ([\`src/deviations/\`](../../src/deviations)): 1000 losses with four decimals
from Python's start, and 1000 in full precision from another start whose parameters and documents were given. \`npm run
measure:diagnosis names.txt\` made this page.

- **named**: the mistake comes first, alone or together with others that give the same log to its digits.
- **behind**: another mistake that agrees better, or as well, comes first.
- **silent**: the log conforms. The mistake does not show in these losses and samples, or it lies in the start, which the dump
  of the start has already.
- **refused**: the dump of the start is of another size, and a line says so.
- **unnamed**: nothing that is known agrees, and \`diff\` says so.
- **wrong**: something else is named, and the mistake itself is not.
`;

export function readDiagnoses(): Diagnoses {
  return JSON.parse(readFileSync(JSON_FILE, 'utf8')) as Diagnoses;
}

/** Both files with their text. */
export function diagnosesFile(diagnoses: Diagnoses): [url: URL, text: string][] {
  return [
    [JSON_FILE, recordLines(diagnoses)],
    [PAGE, diagnosisPage(diagnoses)],
  ];
}

/** spec/measured/diagnosis.md. */
export function diagnosisPage({ listed, unlisted }: Diagnoses): string {
  const count = (rows: Diagnoses['listed'], outcome: DiagnosisOutcome, of: 'printed' | 'replayed') =>
    String(rows.filter((row) => row[of] === outcome).length);
  const totals = markdownTable(
    OUTCOMES.map((outcome) => ({ outcome })),
    [
      [`${listed.length} known mistakes`, ({ outcome }) => outcome],
      ['four decimals', ({ outcome }) => count(listed, outcome, 'printed')],
      ['full precision, own start', ({ outcome }) => count(listed, outcome, 'replayed')],
    ],
  );
  return [INTRODUCTION, totals, '## Each mistake', rowsOf(listed), OTHERS, rowsOf(unlisted)].join('\n\n').concat('\n');
}

const OTHERS = `## Mistakes that are not known

None of them is in the catalogue, alone or as a combination of up to three: whatever is named for one is a wrong name.`;

function rowsOf(rows: Diagnoses['listed']): string {
  return markdownTable(
    [...rows],
    [
      ['mistake', ({ id, title }) => `${title} (\`${id}\`)`],
      ['four decimals', ({ printed }) => printed],
      ['own start', ({ replayed }) => replayed],
      ['named beside it', ({ others }) => others.map((other) => `\`${other}\``).join(' ')],
    ],
  );
}
