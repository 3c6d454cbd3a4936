import type { Equivalent } from './equivalents.ts';
import type { MutatedProgram } from './mutatedPrograms.ts';

/** A mutant that no check sees, though an input would tell it from the program. */
export interface Gap extends Omit<Equivalent, 'argument'> {
  /** The input, read off the code: it was not put to the mutant. */
  readonly input: string;
}

const TOKEN = 'forward with the token 0.5, or with one below 0, which no document has';
const TARGET = 'forward with a last token of 0.5 or -1, which no document has';
const FEW_UNIFORMS = 'sample with fewer uniforms than positions, of which none draws BOS';
const IS_TOKEN = 'Number.isInteger(token) && token >= 0';
const IS_TARGET = 'Number.isInteger(target) && target >= 0';

/** Every mutant that survives, and is not argued to be equivalent. */
export const GAPS: Readonly<Record<MutatedProgram, readonly Gap[]>> = {
  reference: [],
  engine: [
    {
      file: 'enginePort.ts',
      original: '[]',
      replacement: '["Stryker was here"]',
      input: 'linear of a matrix without rows',
    },
    {
      file: 'enginePort.ts',
      original: '[0]',
      replacement: '[]',
      input: 'rmsnorm of 8192 numbers as the first request',
    },
    {
      file: 'forward.ts',
      original: '{\n    throw new RangeError(`forward: pos_id',
      replacement: '{}',
      input: FEW_UNIFORMS,
    },
    { file: 'forward.ts', original: 'to > positions', replacement: 'false', input: FEW_UNIFORMS },
    { file: 'forward.ts', original: IS_TOKEN, replacement: 'Number.isInteger(token) || token >= 0', input: TOKEN },
    { file: 'forward.ts', original: IS_TOKEN, replacement: 'true', input: TOKEN },
    { file: 'forward.ts', original: 'token >= 0', replacement: 'true', input: TOKEN },
    {
      file: 'forward.ts',
      original: 'to - from',
      replacement: 'to + from',
      input: 'a long sample of two layers; perhaps none, for it writes behind what is read',
    },
    { file: 'loss.ts', original: IS_TARGET, replacement: 'Number.isInteger(target) || target >= 0', input: TARGET },
    { file: 'loss.ts', original: IS_TARGET, replacement: 'true', input: TARGET },
    { file: 'loss.ts', original: 'target >= 0', replacement: 'true', input: TARGET },
  ],
};
