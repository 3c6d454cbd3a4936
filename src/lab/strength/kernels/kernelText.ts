import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readKernel } from '../../kernels/compiled.ts';

/** A small change of one line of a kernel. */
export interface KernelChange {
  /** `attention.ts` */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The line as it is, without its margin, and as it is changed; empty where it is left out. */
  readonly original: string;
  readonly replacement: string;
  /** The whole file, changed. */
  readonly text: string;
}

/** What stands for a token. */
type Mutator = readonly [token: RegExp, replacements: (token: string) => readonly string[]];

const OPERATORS: Readonly<Record<string, string>> = {
  ' + ': ' - ',
  ' - ': ' + ',
  ' * ': ' / ',
  ' / ': ' * ',
  ' < ': ' <= ',
  ' <= ': ' < ',
  ' > ': ' >= ',
  ' === ': ' !== ',
  ' !== ': ' === ',
  ' && ': ' || ',
  ' += ': ' -= ',
  '!(': '(',
  'min(': 'max(',
  'f64x2.add(': 'f64x2.sub(',
  'f64x2.sub(': 'f64x2.add(',
  'f64x2.mul(': 'f64x2.div(',
  'f64x2.div(': 'f64x2.mul(',
  'f64x2.eq(': 'f64x2.ne(',
  'f64x2.abs(': 'f64x2.neg(',
  'f64x2.sqrt(': 'f64x2.abs(',
  'v128.or(': 'v128.and(',
  'v128.andnot(': 'v128.and(',
};

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const OPERATOR = new RegExp(
  Object.keys(OPERATORS)
    .map((operator) => (/^\w/.test(operator) ? `\\b${escaped(operator)}` : escaped(operator)))
    .join('|'),
  'g',
);

/** Another operator, a number more or less, an address that is one number off. */
const MUTATORS: readonly Mutator[] = [
  [OPERATOR, (token) => [OPERATORS[token]]],
  [/(?<![\w.])\d+(?:e-?\d+)?(?![\w.])/g, numbersBeside],
  [/\b(?:at|pairAt|put|putPair)\(/g, (token) => [`${token}SIZE + `]],
];

/** A statement that does nothing but store. */
const STORE = /^(?:put|putPair|clear|finish|addScaled|softmax)\(.*\);$/;
/** Lines without code that computes; functions are declared over several. */
const NOT_CODE = /^(?:\/\/|\/\*|\*|import |export \{|export type |export (?:declare )?function |function |\w+: \w+,?$)/;

function numbersBeside(text: string): readonly string[] {
  if (text.includes('e')) return [String(Number(text) / 10), String(Number(text) * 10)];
  const n = Number(text);
  return n === 0 ? ['1'] : [String(n + 1), String(n - 1)];
}

/** Every change of every kernel, in the order of the files. */
export function kernelChanges(): KernelChange[] {
  const folder = fileURLToPath(new URL('../../../../src/engine/kernels', import.meta.url));
  return readdirSync(folder)
    .sort()
    .flatMap((file) => changesOf(file, readKernel(file) ?? ''));
}

/** Every change of a file's text. */
export function changesOf(file: string, text: string): KernelChange[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const original = line.trim();
    if (NOT_CODE.test(original)) return [];
    return changesOfLine(line).map((changed) => ({
      file,
      line: i + 1,
      original,
      replacement: changed.trim(),
      text: lines.with(i, changed).join('\n'),
    }));
  });
}

function changesOfLine(line: string): string[] {
  const code = line.replace(/ \/\/ .*/, '');
  const tokens = MUTATORS.flatMap(([token, replacements]) =>
    [...code.matchAll(token)].flatMap(({ 0: found, index }) =>
      replacements(found).map((other) => `${line.slice(0, index)}${other}${line.slice(index + found.length)}`),
    ),
  );
  return STORE.test(code.trim()) ? [...tokens, ''] : tokens;
}
