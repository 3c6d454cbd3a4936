import { systemOf } from './lineages.ts';
import type { RunResult } from './result.ts';

/** Characters of a part of a name. */
const MOST = 40;
const OTHERS = /[^a-z0-9]+/g;
/** Versions keep their dots. */
const OTHER_THAN_DOTS = /[^a-z0-9.]+/g;

/**
 * A file name for each result: `microgpt-c-1.0-f64-linux-x64`, which does not depend on the others, so that its page keeps its
 * address. Names are a port's own words, so nothing of them is left but letters of ASCII, digits and hyphens; two that come to
 * the same are numbered.
 *
 * @returns names without an ending, lower case, no two alike
 */
export function galleryNames(results: readonly RunResult[]): Map<RunResult, string> {
  const taken = new Map<string, number>();
  return new Map(
    results.map((result) => {
      const name = nameOf(result);
      const count = (taken.get(name) ?? 0) + 1;
      taken.set(name, count);
      return [result, count === 1 ? name : `${name}--${count}`];
    }),
  );
}

function nameOf(result: RunResult): string {
  const { name, version, dtype } = result.port;
  const words = [
    plain(name, OTHERS) || 'port',
    plain(version, OTHER_THAN_DOTS),
    dtype,
    plain(systemOf(result), OTHERS),
  ];
  return words.filter((word) => word !== '').join('-');
}

/** A word without what means something to a path, an address or a shell. */
function plain(text: string, others: RegExp): string {
  const word = text.slice(0, MOST).toLowerCase().replaceAll(others, '-');
  return word.replace(/^[-.]+|[-.]+$/g, '');
}
