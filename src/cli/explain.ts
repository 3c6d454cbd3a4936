import { Command } from 'commander';
import { Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import { print } from './standardOutput.ts';

/** `explain ID`: one clause in full, with its checks. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('print one clause in full, and what checks it')
    .argument('<id>', 'the clause, such as loss.3')
    .action(explain);
}

async function explain(id: string): Promise<void> {
  const { clausesWithChecks } = await import('../suite/traceability.ts');
  const clauses = clausesWithChecks();
  const found = clauses.find(({ clause }) => clause.id === id);
  if (!found) {
    const near = nearest(
      id,
      clauses.map(({ clause }) => clause.id),
    );
    throw new Fault(`explain: there is no clause ${id}; did you mean ${near.join(', ')}? \`list\` shows all of them`);
  }
  const { clause, checks } = found;
  const source = `spec/${clause.chapter}.md`;
  const lines = checks.map(({ title, reach }) => `- ${reach === 'edge' ? 'edge: ' : ''}${title.slice(id.length + 1)}`);
  await print(`${id} ${clause.title} (${source})\n\n${clause.text}\n\nChecks:\n${lines.join('\n')}\n`);
}
