import type { FlatDump } from './layouts.ts';

/**
 * Checks that a run can start from a dump.
 *
 * @throws RangeError where a number is NaN or infinite: which one, in which matrix (parameters.3)
 */
export function checkFinite({ values, named, order }: FlatDump): void {
  const broken = values.findIndex((x) => !Number.isFinite(x));
  if (broken < 0) return;
  const count = values.filter((x) => !Number.isFinite(x)).length;
  const place = entryAt(broken, order);
  const where = named ? place : `number ${broken + 1} of ${values.length} (${place} in the order of state_dict)`;
  const others = count === 1 ? '' : `, and so are ${count - 1} others`;
  throw new RangeError(
    `params: ${where} is ${values[broken]}${others}; a run starts from finite numbers: dump before the first step, and print with 17 digits (parameters.3)`,
  );
}

/** The entry at an index: `wpe[0][3]`; that of a transposed matrix has its indices as they are stored row by row. */
function entryAt(index: number, order: FlatDump['order']): string {
  let start = 0;
  for (const { name, nout, nin } of order) {
    const at = index - start;
    if (at < nout * nin) return `${name}[${Math.floor(at / nin)}][${at % nin}]`;
    start += nout * nin;
  }
  throw new RangeError(`params: there is no number ${index + 1} (parameters.9)`);
}
