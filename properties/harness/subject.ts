import type { OpName, Port, PortInfo } from '../../src/port/port.ts';
import { loadPort } from '../../src/protocol/select.ts';
import { withinDeclared } from './declared.ts';
import { provided } from './provided.ts';
import { noting } from './requests.ts';

/** A port in which the operations K are known to be there. */
export type Claiming<K extends OpName> = PortInfo & Required<Pick<Port, K>>;

const loaded = await loadPort(provided('port'));
const turns = provided('turns');

/** The implementation under test, asked beyond what it declares too; where several take turns, the one whose turn it is. */
export let unbounded: Port = noting(loaded.port);

/** The same, asked within what it declares. They that take turns differ in nothing but what they answer. */
export let port: Port = withinDeclared(unbounded);

/** The same, whose requests are not noted as what a check asks: the port's library, on which the reference runs. */
export let silent: Port = loaded.port;

/** fast-check's seed, which a turn may change. */
export let seed: number = provided('sampling').seed;

/** Steps of the canonical run that the port is asked for, where they are not all. */
export const stepsAsked = provided('sampling').steps ?? port.steps;

/** What speaks with a port in another process. */
export const { driver } = loaded;

/** The names of those that take turns in every check; null in a run of one port. */
export const names: readonly string[] | null = turns?.names ?? null;

/** A port that takes its turn, and the seed that it takes it with. */
export interface Turn {
  readonly port: Port;
  readonly seed: number | null;
}

const known = new Map<string, Turn>();

/** Makes a port the one under test. */
export async function takeTurn(name: string): Promise<void> {
  const turn = known.get(name) ?? (await turnOf(name));
  known.set(name, turn);
  silent = turn.port;
  unbounded = noting(turn.port);
  port = withinDeclared(unbounded);
  seed = turn.seed ?? provided('sampling').seed;
}

async function turnOf(name: string): Promise<Turn> {
  const { turn }: { turn: (name: string) => Promise<Turn> } = await import(/* @vite-ignore */ turns?.module ?? '');
  return turn(name);
}
