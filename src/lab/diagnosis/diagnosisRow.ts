import { CATALOGUE } from '../../deviations/catalogue.ts';
import { alongLengths } from './alongLengths.ts';
import { casesOf, FORMS, givenFor, LENGTHS, logText } from './diagnosisLogs.ts';
import { type DiagnosisOutcome, type Judgement, judged } from './diagnosisOutcome.ts';
import { alone, type Due, type Mistake, OUTSIDE } from './outside/outside.ts';

/** What `diff` says of all logs of a mistake. */
export interface DiagnosisRow {
  readonly id: string;
  readonly title: string;
  readonly kind: Due['kind'];
  /** By form, a letter for each of the LENGTHS. */
  readonly outcomes: Readonly<Record<string, string>>;
  /** What was named, over all its logs. */
  readonly said: readonly string[];
  /** The logs for which something was named that is not so: `python-4, 10 steps: ...`. */
  readonly wrong: readonly string[];
}

/** The letter of each outcome, in the order of the page. */
export const LETTERS: Readonly<Record<DiagnosisOutcome, string>> = {
  named: 'n',
  behind: 'b',
  silent: 's',
  'too-little': 'e',
  refused: 'd',
  unnamed: 'u',
  wrong: 'W',
  unmeasured: '-',
};

/** Every entry of the catalogue, and the forty mistakes that are none. */
export const DIAGNOSED: readonly Mistake[] = [
  ...CATALOGUE.map((entry) => alone(entry, { kind: 'entry', id: entry.id })),
  ...OUTSIDE,
];

/** The row of a mistake that was not asked for yet. */
export function unmeasured({ id, title, due }: Mistake): DiagnosisRow {
  const outcomes = Object.fromEntries(FORMS.map((form) => [form.id, LETTERS.unmeasured.repeat(LENGTHS.length)]));
  return { id, title, kind: due.kind, outcomes, said: [], wrong: [] };
}

/** Diagnoses all logs of a mistake: of each form, to each length. */
export async function rowOf(id: string, dataset: Uint8Array): Promise<DiagnosisRow> {
  const mistake = DIAGNOSED.find((candidate) => candidate.id === id);
  if (mistake === undefined) throw new Error(`diagnosis: there is no mistake ${id}`);
  const cases = await casesOf(mistake, dataset);
  const outcomes: Record<string, string> = {};
  const said = new Map<string, string>();
  const wrong: string[] = [];
  for (const form of FORMS) {
    const given = givenFor(form, cases, dataset);
    const ask = (index: number) => judged(logText(cases[form.start], form.digits, LENGTHS[index]), given, mistake);
    const judgements = await alongLengths(LENGTHS.length, ask, isAlike);
    outcomes[form.id] = judgements.map(({ outcome }) => LETTERS[outcome]).join('');
    for (const [i, { outcome, said: all }] of judgements.entries()) {
      for (const { name, text } of all) if (!said.has(name)) said.set(name, text); // of the longest log
      if (outcome === 'wrong') wrong.push(`${form.id}, ${LENGTHS[i]} steps: ${all.map(({ text }) => text).join(', ')}`);
    }
  }
  return { id, title: mistake.title, kind: mistake.due.kind, outcomes, said: [...said.values()], wrong };
}

/** Whether two searches went equally far and found the same; a log that conforms is asked for quickly, and always. */
function isAlike(a: Judgement, b: Judgement): boolean {
  const names = ({ said }: Judgement) =>
    said
      .map(({ name }) => name)
      .sort()
      .join(' ');
  const isThorough = a.outcome === 'refused' || (a.extent !== null && a.extent !== 'time');
  return isThorough && a.outcome === b.outcome && a.extent === b.extent && names(a) === names(b);
}
