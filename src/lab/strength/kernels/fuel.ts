/** How many turns of loops a call has; the largest model that a check asks for takes a hundredth of it. */
const FUEL = 50_000_000;

/** What a module with fuel exports beside its kernels. */
interface WithFuel {
  readonly fuel: { value: number };
}

/**
 * The kernels of an instance, each call with its fuel.
 *
 * @throws Error at a call that has used it up
 */
export function withFuel<T extends object>(exports: T & WithFuel): T {
  const entries = Object.entries(exports).filter(([, value]) => typeof value === 'function');
  return Object.fromEntries(
    entries.map(([name, kernel]) => [
      name,
      (...args: readonly number[]) => {
        exports.fuel.value = FUEL;
        const answer: unknown = Reflect.apply(kernel, null, args);
        if (exports.fuel.value < 0) throw new Error(`${name}: a loop has no end`);
        return answer;
      },
    ]),
  ) as T;
}
