import { Command } from 'commander';
import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import type { CheckedClause } from '../suite/traceability.ts';
import { chapterNamed, joined } from './runOptions.ts';
import { print } from './standardOutput.ts';
import { fitted } from './terminal.ts';

/** Spaces before the checks of a clause, beside its id. */
const BESIDE = 6;

/** `list [CHAPTER...]`: every clause with the number of its checks. */
export function listCommand(): Command {
  return new Command('list')
    .description('list the clauses with their checks')
    .argument('[chapter...]', `only these: ${SPEC_CHAPTERS.join(' ')}`, joined(chapterNamed))
    .option('--checks', 'every check under its clause, core or edge')
    .option('--json', 'as JSON')
    .action(list);
}

async function list(
  chapters: readonly Chapter[],
  options: { readonly checks?: boolean; readonly json?: boolean },
): Promise<void> {
  const { clausesWithChecks } = await import('../suite/traceability.ts');
  const clauses = clausesWithChecks().filter(
    ({ clause }) => chapters.length === 0 || chapters.includes(clause.chapter),
  );
  if (options.json) {
    const rows = clauses.map(({ clause, checks }) => ({
      id: clause.id,
      title: clause.title,
      statement: clause.statement,
      checks,
    }));
    await print(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  await print(fitted(clauseList(clauses, options.checks)));
}

/**
 * Clauses, a line each with the number of its checks, and how many there are.
 *
 * @param checked - whether the checks stand below
 */
export function clauseList(clauses: readonly CheckedClause[], checked = false): string {
  const width = Math.max(...clauses.map(({ clause }) => clause.id.length));
  const lines = clauses.flatMap(({ clause, checks }) => [
    `${clause.id.padEnd(width)} ${(clause.uncheckable === null ? `${checks.length}` : '-').padStart(3)}  ${clause.title}`,
    ...(checked ? checks.map(({ title, reach }) => `${' '.repeat(width + BESIDE)}${reach}  ${title}`) : []),
  ]);
  const count = clauses.filter(({ checks }) => checks.length > 0).length;
  return `${lines.join('\n')}\n${clauses.length} clauses, ${count} of them checked\n`;
}
