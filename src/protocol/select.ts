import { pathToFileURL } from 'node:url';
import { configure } from '../port/config.ts';
import { limitFault } from '../port/limits.ts';
import { packageVersion } from '../port/packageVersion.ts';
import { withPlainAnswers } from '../port/plainAnswers.ts';
import type { Port } from '../port/port.ts';
import { referencePort } from '../port/reference.ts';
import { shown } from '../port/shown.ts';
import { sizeFault } from '../port/sizeLimit.ts';
import type { Driver } from './driver.ts';
import { type Hang, hangFault } from './hang.ts';
import { moduleWatch } from './moduleWatch.ts';
import { withOwnArguments } from './ownArguments.ts';
import { PortFault } from './portFault.ts';
import { type ProcessPort, startPort } from './processPort.ts';

/** Which implementation to test; but for an object, in a form that can be handed to a worker. */
export type PortChoice =
  | { readonly kind: 'reference' }
  /** An object of this process, which no worker can be handed. */
  | { readonly kind: 'object'; readonly port: Port }
  | {
      readonly kind: 'process';
      /** The program and its arguments. */
      readonly command: readonly string[];
      /** Milliseconds that an answer may take. */
      readonly deadline: number;
      /** Milliseconds that it has to exit by itself at the end of its input; none if not given. */
      readonly patience?: number;
    }
  | {
      readonly kind: 'module';
      /** Path of a JavaScript or TypeScript file whose default export is a `Port`. */
      readonly file: string;
      /** Milliseconds that an operation may take; it has no end if not given. */
      readonly deadline?: number;
      /** What it has not ended in time so far, in the order in which that was. */
      readonly hangs?: readonly Hang[];
    };

type ProcessChoice = Extract<PortChoice, { kind: 'process' }>;
type ModuleChoice = Extract<PortChoice, { kind: 'module' }>;

/** An implementation that can be asked; a port in another process has a driver. */
export interface LoadedPort {
  readonly port: Port;
  readonly driver: Driver | null;
}

/** Characters of an error of a module that are shown. */
const MOST_SHOWN = 1000;

/** Requests that a port is sent ahead of its answers, where a check asks many at once. */
const WINDOW = 32;

/** Faults of ports that did not start, by the choice: a worker keeps its modules, and asks no second time. */
const notStarted = new Map<string, PortFault>();

/** Makes the chosen port ready. Throws PortFault where a process does not start or answers hello wrongly. */
export async function loadPort(choice: PortChoice): Promise<LoadedPort> {
  if (choice.kind === 'process') return started(choice);
  if (choice.kind === 'module') return { port: await importPort(choice), driver: null };
  if (choice.kind === 'object') {
    return { port: checkedPort(choice.port, 'conformance', 'conformance takes a port'), driver: null };
  }
  return { port: referencePort(packageVersion()), driver: null };
}

async function started(choice: ProcessChoice): Promise<ProcessPort> {
  const key = JSON.stringify(choice);
  const before = notStarted.get(key);
  if (before !== undefined) throw before;
  const { command, kind: _, ...options } = choice;
  try {
    return await startPort(command, { ...options, window: WINDOW });
  } catch (error) {
    if (error instanceof PortFault) notStarted.set(key, error);
    throw error;
  }
}

/** Loads a module port; called where vitest imports, which understands TypeScript. */
async function importPort({ file, deadline, hangs = [] }: ModuleChoice): Promise<Port> {
  // Outside of any check there is no check to blame, and the next process would hang in the same place.
  const outside = hangs.find(({ check }) => check === null);
  if (outside !== undefined) throw hangFault(file, outside);
  const watch = moduleWatch(deadline);
  const { default: port } = await (watch === null ? imported(file) : watch.loading(() => imported(file)));
  const plain = checkedPort(port, file, `${file} must export a port as its default`);
  return watch === null ? plain : watch.watched(plain, file);
}

/**
 * A port that was written by hand, with answers and arguments of its own.
 *
 * @param where - it comes from
 * @param due - what it must be, as a message begins
 * @throws PortFault where it is none, or declares what cannot be
 */
function checkedPort(port: unknown, where: string, due: string): Port {
  if (!isPort(port)) {
    throw new PortFault(`PORT: ${due}: an object with name, lang, version and dtype "f64" or "f32"`);
  }
  if (port.name.trim() === '')
    throw new PortFault(`PORT: ${where}: the port's name is empty; pages and badges show it`);
  const fault = declaredFault(port);
  if (fault !== null) throw new PortFault(`PORT: ${where} declares what cannot be: ${fault}`);
  return withOwnArguments(withPlainAnswers(port, (message) => new PortFault(`PORT: ${where}: ${message}`)));
}

async function imported(file: string): Promise<{ readonly default?: unknown }> {
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (cause) {
    throw new PortFault(`PORT: ${file} could not be loaded: ${shown(String(cause)).slice(0, MOST_SHOWN)}`, { cause });
  }
}

/** What is wrong with what a module declares; null where it is right. */
function declaredFault({ fixed = {}, vocab_size, limits = {}, order = 'python' }: Port): string | null {
  try {
    const size = sizeFault(configure(fixed), vocab_size);
    if (size !== null) return size;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const faults = Object.entries(limits).flatMap(([name, value]) => limitFault(name, value) ?? []);
  const other: string = order;
  return faults[0] ?? (other === 'python' ? null : `order is ${other}; it must be 'python', or be left out`);
}

function isPort(value: unknown): value is Port {
  if (typeof value !== 'object' || value === null) return false;
  const words = ['name', 'lang', 'version'].every((name) => typeof Reflect.get(value, name) === 'string');
  return words && ['f64', 'f32'].includes(Reflect.get(value, 'dtype'));
}
