import { fileURLToPath } from 'node:url';
import type { PortChoice } from '../../src/protocol/select.ts';
import type { ProcessChoice } from './newProcess.ts';
import { provided } from './provided.ts';

/** Built beside the others: a process does not start from TypeScript in every Node that is supported. */
const MODULE_SERVER = fileURLToPath(new URL('../../dist/protocol/moduleServer.js', import.meta.url));
const DEADLINE_MS = 10_000;

/**
 * How a process of the port is started that was asked nothing before. A module is served from one, which does not start where
 * Node by itself cannot load it. Null of the reference.
 */
export function freshProcess(choice: PortChoice = provided('port')): ProcessChoice | null {
  if (choice.kind === 'reference' || choice.kind === 'object') return null;
  if (choice.kind === 'process') return choice;
  const { file, deadline = DEADLINE_MS } = choice;
  return { kind: 'process', command: [process.execPath, MODULE_SERVER, file], deadline };
}
