import type { Port } from '../../src/port/port.ts';
import { beyondRuns } from '../../src/port/reach.ts';
import { guarded } from './guarded.ts';

const known = new WeakMap<Port, Port>();

/** A port of which nothing can be asked that no run has, so that what is drawn at the edge is drawn anew (spec/numerics.md). */
export function withinRuns<P extends Port>(port: P): P {
  const made = (known.get(port) as P | undefined) ?? guarded(port, beyondRuns);
  known.set(port, made);
  return made;
}
