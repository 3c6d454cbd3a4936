import { Command } from 'commander';
import { print } from './standardOutput.ts';

/** `list`: every clause with the number of its checks. */
export function listCommand(): Command {
  return new Command('list')
    .description('list the clauses with their checks')
    .option('--checks', 'every check under its clause, core or edge')
    .option('--json', 'as JSON')
    .action(list);
}

async function list(options: { readonly checks?: boolean; readonly json?: boolean }): Promise<void> {
  const { clausesWithChecks } = await import('../suite/traceability.ts');
  const clauses = clausesWithChecks();
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
  const width = Math.max(...clauses.map(({ clause }) => clause.id.length));
  for (const { clause, checks } of clauses) {
    const count = clause.uncheckable === null ? `${checks.length}` : '-';
    await print(`${clause.id.padEnd(width)} ${count.padStart(3)}  ${clause.title}\n`);
    if (options.checks)
      for (const { title, reach } of checks) await print(`${' '.repeat(width + 6)}${reach}  ${title}\n`);
  }
  const checked = clauses.filter(({ checks }) => checks.length > 0).length;
  await print(`${clauses.length} clauses, ${checked} of them checked\n`);
}
