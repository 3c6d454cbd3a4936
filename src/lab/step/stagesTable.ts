import { CATALOGUE } from '../../deviations/catalogue.ts';
import { markdownTable, titleCell } from '../markdownTable.ts';
import { CATALOGUE_PLACES } from './mistakes/cataloguePlaces.ts';
import type { Place } from './mistakes/place.ts';
import { STEP_MISTAKES } from './mistakes/stepMistakes.ts';
import type { Placed } from './placed.ts';
import type { StepsRow } from './stepsRow.ts';

/** Names of a finding that a cell shows. */
const MOST_NAMES = 3;

/** A mistake, and what was found of it in each run of the page, in their order; null where it was not made there. */
interface MistakeRow {
  readonly id: string;
  readonly title: string;
  readonly place: Place;
  readonly results: readonly (Placed | null)[];
}

/**
 * A table of single mistakes: where each is due, where its first finding is, and how it was placed in each run.
 *
 * @param rows - of one list of mistakes, each in another run
 */
export function stagesTable(rows: readonly StepsRow[]): string {
  const ids = [...new Set(rows.flatMap(({ results }) => results.flatMap(({ ids }) => ids)))];
  const mistakes = ids.map((id): MistakeRow => {
    const results = rows.map((row) => row.results.find((one) => one.ids[0] === id) ?? null);
    return { id, ...known(id), results };
  });
  return markdownTable(mistakes, [
    ['mistake', ({ id, title }) => `${titleCell(title)} (\`${id}\`)`],
    ['due', ({ place }) => dueCell(place)],
    ['found first', ({ results }) => foundCell(results)],
    ['how', ({ results }) => results.map(letterOf).join('')],
  ]);
}

/** f: found, and first; p: found behind another finding; m: not found; n: not shown by the dumps; -: not made there. */
export function letterOf(result: Placed | null): string {
  if (result === null) return '-';
  if (!result.shown) return 'n';
  if (result.missed.length > 0) return 'm';
  return result.first ? 'f' : 'p';
}

export function dueCell({ stage, name, or }: Place): string {
  return `${stage} ${[name, ...or].join(' or ')}`;
}

/** The first finding; where it is another in another run, all of them. */
export function foundCell(results: readonly (Placed | null)[]): string {
  const texts = results.flatMap((result) => (result === null ? [] : shortened(result.found[0])));
  return [...new Set(texts)].join('; ');
}

/** `backward layer*.q or layer*.k or layer*.attn_norm or 3 more`. */
function shortened(finding: string | undefined): string {
  if (finding === undefined) return 'nothing';
  const names = [...new Set(finding.replaceAll(/layer\d+/g, 'layer*').split(' or '))];
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(' or ');
}

function known(id: string): Pick<MistakeRow, 'title' | 'place'> {
  const mistake = STEP_MISTAKES.find((one) => one.id === id);
  if (mistake !== undefined) return mistake;
  const entry = CATALOGUE.find((one) => one.id === id);
  const due = CATALOGUE_PLACES.get(id);
  if (entry === undefined || due === undefined) throw new Error(`stagesTable: there is no mistake ${id}`);
  return { title: entry.title, place: due.place };
}
