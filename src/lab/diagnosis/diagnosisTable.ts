import { readFileSync } from 'node:fs';
import { markdownTable } from '../markdownTable.ts';
import { recordLines } from '../recordLines.ts';
import { FORMS, LENGTHS } from './diagnosisLogs.ts';
import type { DiagnosisOutcome } from './diagnosisOutcome.ts';
import { type DiagnosisRow, LETTERS } from './diagnosisRow.ts';

/** The measurement as it is kept. */
export interface Diagnoses {
  readonly schema: 2;
  readonly node: string;
  readonly rows: readonly DiagnosisRow[];
}

type Kind = DiagnosisRow['kind'];

const JSON_FILE = new URL('../../../spec/measured/diagnosis.json', import.meta.url);
const PAGE = new URL('../../../spec/measured/diagnosis.md', import.meta.url);

const MEANINGS: Readonly<Record<DiagnosisOutcome, string>> = {
  named: 'the mistake comes first, alone or together with others that give the same log to its digits.',
  behind: 'another mistake that agrees better comes first.',
  silent:
    'the log conforms. The mistake does not show in these losses and samples, or it lies in the start, which the dump has.',
  'too-little': 'the log says too little to tell one mistake from another, and `diff` says so.',
  refused: 'the dump of the start is of another size, and a line says so.',
  unnamed: 'nothing that is known agrees, and `diff` says so.',
  wrong: 'something is named that the port does not have.',
  unmeasured: 'not measured yet.',
};
const OUTCOMES = Object.keys(MEANINGS) as readonly DiagnosisOutcome[];

const HEADINGS: Readonly<Record<Kind, string>> = {
  entry: 'Mistakes of the catalogue',
  family: 'Constants between those of the catalogue',
  pair: 'Two mistakes of the catalogue in one port',
  none: 'Mistakes that are not known',
};
const NOTES: Readonly<Record<Kind, string>> = {
  entry: 'What is named beside it gives the same log to its digits.',
  family: 'It is named where the interval that is given for the constant holds it.',
  pair: 'It is named by both; by one, where the log does not show the other.',
  none: 'No three entries of the catalogue make them, nor any constant: whatever is named for one is a wrong name.',
};
const KINDS = Object.keys(HEADINGS) as readonly Kind[];

const INTRODUCTION = `# How well diff names mistakes

\`diff --search\` was run on sixteen logs of every known mistake ([\`src/deviations/\`](../../src/deviations)) and of forty that are not
known (\`src/lab/diagnosis/outside/\`): from Python's start, whose dataset was given, and from another, whose
parameters and documents were given; with four decimals and in full precision; all 1000 steps with the samples behind them, and
the first 100, 30 and 10. \`npm run measure:diagnosis names.txt\` made this page. Where a log and a shorter one get the same answer
from an equally thorough search, those between them were not asked for: what agrees with the longer agrees with them, and what
agrees with them with the shorter.`;

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
export function diagnosisPage({ rows }: Diagnoses): string {
  const occurring = OUTCOMES.filter((outcome) => outcome !== 'unmeasured' || countOf(rows, outcome) > 0);
  const legend = occurring.map((outcome) => `- ${LETTERS[outcome]}, **${outcome}**: ${MEANINGS[outcome]}`).join('\n');
  const chapters = KINDS.flatMap((kind) =>
    chapterOf(
      kind,
      rows.filter((row) => row.kind === kind),
      occurring,
    ),
  );
  return [INTRODUCTION, legend, wrongNames(rows), ...chapters].join('\n\n').concat('\n');
}

function wrongNames(rows: readonly DiagnosisRow[]): string {
  const lines = rows.flatMap(({ id, wrong }) => wrong.map((log) => `- \`${id}\`, ${log}`));
  return ['## Wrong names', lines.length === 0 ? 'None.' : lines.join('\n')].join('\n\n');
}

/** Totals, and a row a mistake. */
function chapterOf(kind: Kind, rows: readonly DiagnosisRow[], outcomes: readonly DiagnosisOutcome[]): string[] {
  const logs = FORMS.flatMap((form) => LENGTHS.map((steps, i) => ({ form, steps, i })));
  const totals = markdownTable(logs, [
    [`${rows.length} mistakes`, ({ form, steps }) => `${form.title}, ${steps} steps`],
    ...outcomes.map((outcome) => {
      const cell = ({ form, i }: (typeof logs)[number]) =>
        String(rows.filter((row) => row.outcomes[form.id][i] === LETTERS[outcome]).length);
      return [outcome, cell] as const;
    }),
  ]);
  const each = markdownTable(rows, [
    ['mistake', ({ id, title }) => `${title} (\`${id}\`)`],
    ...FORMS.map((form) => [form.id, ({ outcomes }: DiagnosisRow) => outcomes[form.id]] as const),
    [
      kind === 'entry' ? 'named beside it' : 'named',
      ({ id, said }) =>
        said
          .filter((text) => text !== id)
          .map((text) => `\`${text}\``)
          .join(' '),
    ],
  ]);
  const letters = `A letter a log of ${LENGTHS.join(', ')} steps.`;
  return [`## ${HEADINGS[kind]}`, NOTES[kind], totals, letters, each];
}

function countOf(rows: readonly DiagnosisRow[], outcome: DiagnosisOutcome): number {
  return rows.filter(({ outcomes }) => Object.values(outcomes).join('').includes(LETTERS[outcome])).length;
}
