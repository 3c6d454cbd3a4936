import { Command } from 'commander';
import { OPS } from '../port/ops.ts';
import { Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import { print } from './standardOutput.ts';

/** `explain ID`: one clause in full, with its checks; `explain adam`: what an operation takes and gives; `explain hello`. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('print one clause in full, and what checks it; or what an operation takes and gives')
    .argument('<id>', 'the clause, such as loss.3; an operation, such as adam; or hello, for what a port declares')
    .action(explain);
}

async function explain(id: string): Promise<void> {
  const { protocolSection } = await import('../spec/protocolSections.ts');
  const section = protocolSection(id);
  if (section !== null) return print(`${id} (spec/protocol.md)\n\n${section}\n`);
  const { clausesWithChecks } = await import('../suite/traceability.ts');
  const clauses = clausesWithChecks();
  const found = clauses.find(({ clause }) => clause.id === id);
  if (!found) {
    const near = nearest(id, [...clauses.map(({ clause }) => clause.id), ...Object.keys(OPS)]);
    throw new Fault(
      `explain: there is no clause or operation ${id}; did you mean ${near.join(', ')}? \`list\` shows all of them`,
    );
  }
  const { clause, checks } = found;
  const source = `spec/${clause.chapter}.md`;
  const lines = checks.map(({ title, reach }) => `- ${reach === 'edge' ? 'edge: ' : ''}${title.slice(id.length + 1)}`);
  await print(`${id} ${clause.title} (${source})\n\n${clause.text}\n\nChecks:\n${lines.join('\n')}\n`);
}
