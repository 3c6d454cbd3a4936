import type { OpName, Port } from '../../port/port.ts';
import type { Inside } from './inside.ts';

type Operation<K extends OpName> = NonNullable<Port[K]>;

/** A request that was answered: its arguments, its result, and what happened in between. */
export interface Answered<K extends OpName> {
  readonly args: Parameters<Operation<K>>;
  readonly result: Awaited<ReturnType<Operation<K>>>;
  readonly inside: Inside;
}
