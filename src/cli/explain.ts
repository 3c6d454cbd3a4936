import { Command } from 'commander';
import { type Chapter, OPS, SPEC_CHAPTERS } from '../port/ops.ts';
import type { CheckedClause } from '../suite/traceability.ts';
import { Fault } from './fault.ts';
import { clauseList } from './list.ts';
import { nearest } from './nearest.ts';
import { print } from './standardOutput.ts';

/** What a port says of itself, which spec/protocol.md has beside the operations. */
const HELLO = 'hello';

/** `explain ID`: a clause in full, with its checks; what an operation takes and gives; what a chapter is about; `explain hello`. */
export function explainCommand(): Command {
  return new Command('explain')
    .description(
      'print one clause in full, and what checks it; what an operation takes and gives; or what a chapter has',
    )
    .argument(
      '<id>',
      'the clause, such as loss.3; an operation, such as adam; a chapter, such as loss; or hello, for what a port declares',
    )
    .action(explain);
}

async function explain(named: string): Promise<void> {
  const id = named.toLowerCase();
  const { clausesWithChecks } = await import('../suite/traceability.ts');
  const clauses = clausesWithChecks();
  const { markdownText } = await import('./markdownText.ts');
  const text = (await operationText(id)) ?? clauseText(id, clauses) ?? (await chapterText(id, clauses));
  if (text !== null) return print(markdownText(text));
  const ids = clauses.map(({ clause }) => clause.id);
  const near = nearest(id, [...ids, ...Object.keys(OPS), ...SPEC_CHAPTERS, HELLO]);
  throw new Fault(
    `explain: there is no clause, operation or chapter ${named}; did you mean ${[...new Set(near)].join(', ')}? \`list\` shows all of them`,
  );
}

/** Of an operation, which a chapter may share its name with, and of `hello`. */
async function operationText(id: string): Promise<string | null> {
  const { protocolSection } = await import('../spec/protocolSections.ts');
  const section = protocolSection(id);
  if (section === null) return null;
  const chapter = chapterOf(id) === null ? '' : `\nThe chapter of this name: npx microgpt-spec list ${id}\n`;
  return `${id} (spec/protocol.md)\n\n${section}\n${chapter}`;
}

function clauseText(id: string, clauses: readonly CheckedClause[]): string | null {
  const found = clauses.find(({ clause }) => clause.id === id);
  if (found === undefined) return null;
  const { clause, checks } = found;
  const lines = checks.map(({ title, reach }) => `- ${reach === 'edge' ? 'edge: ' : ''}${title.slice(id.length + 1)}`);
  return `${id} ${clause.title} (spec/${clause.chapter}.md)\n\n${clause.text}\n\nChecks:\n${lines.join('\n')}\n`;
}

/** What a chapter begins with, its clauses, and of the protocol the operations. */
async function chapterText(id: string, clauses: readonly CheckedClause[]): Promise<string | null> {
  const chapter = chapterOf(id);
  if (chapter === null) return null;
  const { chapterPage } = await import('../spec/chapterPage.ts');
  const { title, introduction } = chapterPage(chapter);
  const own = clauses.filter(({ clause }) => clause.chapter === chapter);
  const ops = [HELLO, ...Object.keys(OPS)].join(' ');
  const more =
    chapter === 'protocol'
      ? `\nOperations, each with a text of its own (npx microgpt-spec explain adam): ${ops}\n`
      : '';
  return `${title} (spec/${chapter}.md)\n\n${introduction}\n\n${clauseList(own)}${more}`;
}

function chapterOf(id: string): Chapter | null {
  return SPEC_CHAPTERS.find((chapter) => chapter === id) ?? null;
}
