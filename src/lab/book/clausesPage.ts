import { openGolden } from '../../golden/folder.ts';
import { goldenVectors } from '../../golden/vectors.ts';
import { CHAPTERS, SPEC_CHAPTERS } from '../../port/ops.ts';
import { ALL_OPS } from '../../protocol/processPort.ts';
import { type Clause, readChapter, readSpec } from '../../spec/clauses.ts';
import { parseExample } from '../../spec/example.ts';
import { expandedClauses, programLines } from '../../spec/programLines.fixture.ts';
import { protocolSection } from '../../spec/protocolSections.ts';
import { laterClauses } from '../../spec/revisions.ts';

const INTRO = `# Index of the clauses

Every clause of the specification, with the lines of [the program on one page](program.md) that obey it and the
[operations](protocol.md#operations) that it is asked through: those of its examples and recorded vectors, and those that the
protocol's tables name it at. This page is informative, and written by \`npm run book\`.`;

const ROW = /^\| (?:in|out) \| .* \| ([^|]*) \|$/gm;

/** An operation, and the clauses that are asked through it, in the specification's order. */
interface Asked {
  readonly op: string;
  readonly clauses: ReadonlySet<string>;
}

/** spec/clauses.md: all clauses by chapter, and by operation. */
export function clausesPage(): string {
  const asked = ALL_OPS.map((op): Asked => ({ op, clauses: clausesAskedThrough(op) }));
  const later = new Set(laterClauses());
  const chapters = SPEC_CHAPTERS.map((chapter) => {
    const rows = readChapter(chapter).map((clause) => rowOf(clause, asked, later));
    const list = table(['clause', 'what it is about', 'lines', 'asked through'], rows);
    return `## ${chapter}\n\n[The chapter](${chapter}.md).\n\n${list}`;
  });
  const operations = asked.map(({ op, clauses }) => [`[${op}](protocol.md#${op})`, linked(clauses)]);
  return `${[INTRO, ...chapters, `## By operation\n\n${table(['operation', 'clauses'], operations)}`].join('\n\n')}\n`;
}

function rowOf({ id, title }: Clause, asked: readonly Asked[], later: ReadonlySet<string>): string[] {
  const lines = programLines().filter(({ clauses }) => clauses.includes(id));
  const ops = asked.filter(({ clauses }) => clauses.has(id));
  return [
    link(id),
    later.has(id) ? `${title} (revision 2)` : title,
    lines.map(({ line }) => line).join(', '),
    ops.map(({ op }) => `[${op}](protocol.md#${op})`).join(', '),
  ];
}

function clausesAskedThrough(op: string): ReadonlySet<string> {
  const named = [...(protocolSection(op) ?? '').matchAll(ROW)].flatMap(([, cell]) =>
    cell.trim() === '' ? [] : expandedClauses(cell.trim()),
  );
  const golden = openGolden();
  const recorded = CHAPTERS.flatMap((chapter) => goldenVectors(golden, chapter)).filter((vector) => vector.op === op);
  const shown = readSpec().filter(({ examples }) => examples.some((line) => parseExample(line).op === op));
  const found = new Set([...named, ...recorded.map(({ clause }) => clause), ...shown.map(({ id }) => id)]);
  return new Set(readSpec().flatMap(({ id }) => (found.has(id) ? [id] : [])));
}

/** Links, three and more that follow each other as the first to the last. */
function linked(clauses: ReadonlySet<string>): string {
  const ids = [...clauses];
  const runs: string[][] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last !== undefined && follows(last.at(-1) ?? '', id)) last.push(id);
    else runs.push([id]);
  }
  return runs
    .map((run) => (run.length > 2 ? `${link(run[0])} to ${link(run[run.length - 1])}` : run.map(link).join(', ')))
    .join(', ');
}

function follows(before: string, id: string): boolean {
  const [chapter, n] = before.split('.');
  return id === `${chapter}.${Number(n) + 1}`;
}

function link(id: string): string {
  return `[${id}](${id.split('.')[0]}.md#${id})`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, headings.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
