import type { Port } from '../../port/port.ts';

/** Where the engine of a check is kept. */
const SLOT = 'microgpt-spec engine';

/** The engine that is there, or one that is made. */
export function engineOf(make: () => Promise<Port>): Promise<Port> {
  const engine: Promise<Port> = Reflect.get(globalThis, SLOT) ?? make();
  Reflect.set(globalThis, SLOT, engine);
  return engine;
}

/** The next check has another. */
export function forgetEngine(): void {
  Reflect.deleteProperty(globalThis, SLOT);
}
