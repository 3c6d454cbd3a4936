import type { FloatType } from './dumpedArray.ts';

/** numpy's letters for floats that are read, behind the order of bytes; bfloat16 is no type of numpy's, and saved as V2. */
const FLOATS: Readonly<Record<string, FloatType>> = { f2: 'float16', f4: 'float32', f8: 'float64', V2: 'bfloat16' };

/** What to do about types that are none. */
const ADVICE: readonly (readonly [type: RegExp, advice: string])[] = [
  [/^.?[iub]\d/, 'these are integers, and no parameters: save the array of floats'],
  [/^.?O/, 'these are Python objects: save each matrix as floats, np.savez(file, wte=np.array(wte, dtype="<f8"), ...)'],
  [/^.?c\d/, 'these are complex numbers: save their real part, with .real'],
  [/^.?[US]\d/, 'these are strings: save them as numbers, with .astype("<f8")'],
  [/^.?V\d/, 'these are bytes without a type: save the array with its own type, with .view(dtype).astype("<f8")'],
];

/**
 * The type of float that a `descr` names.
 *
 * @param descr - such as `<f8`
 * @returns null where it is none that is read
 */
export function floatTypeOf(descr: string): FloatType | null {
  const letters = descr.replace(/^[<>=|]/, '');
  return Object.hasOwn(FLOATS, letters) ? FLOATS[letters] : null;
}

/** What to do about an array of another type. */
export function adviceFor(descr: string): string {
  return ADVICE.find(([type]) => type.test(descr))?.[1] ?? 'save it as float64, with .astype("<f8")';
}
