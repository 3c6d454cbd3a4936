import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../port/config.ts';
import { CONFIG_FIELDS } from '../protocol/configWire.ts';

// The C port, and what changes of its text make of it, built with cc.

/** Tests need Node alone: a compiler that is missing is a visible skip there, and a failure in CI. */
export const HAS_CC = spawnSync('cc', ['--version']).status === 0 || process.env.CI !== undefined;

/** A change of the text: what stands there once, and what stands there instead. */
export type TextEdit = readonly [find: string, replace: string];

const SOURCE = fileURLToPath(new URL('./c/microgpt.c', import.meta.url));
const WARNINGS = ['-Wall', '-Wextra', '-Werror'];
/** Beside it stands what it includes. */
const INCLUDES = ['-I', fileURLToPath(new URL('./c', import.meta.url))];
const folder = mkdtempSync(join(tmpdir(), 'microgpt-c-'));
const programs = new Map<string, string>();

/**
 * A program, built once for each choice.
 *
 * @param flags - of cc, beside those of every program
 * @param edits - changes of microgpt.c, one after the other
 * @returns its path
 * @throws Error where the text of a change does not stand there once, or cc fails
 */
export function built(flags: readonly string[], edits: readonly TextEdit[] = []): string {
  const key = JSON.stringify([flags, edits]);
  const program = programs.get(key) ?? join(folder, `port-${programs.size}`);
  if (programs.has(key)) return program;
  programs.set(key, program);
  writeFileSync(`${program}.c`, edits.reduce(changed, readFileSync(SOURCE, 'utf8')));
  execFileSync('cc', ['-std=c99', '-O2', ...WARNINGS, ...INCLUDES, ...flags, '-o', program, `${program}.c`, '-lm']);
  return program;
}

/** What hello says behind the operations. */
export function declaring(fields: string): TextEdit {
  return ['put(" config=any")', `put(" ${fields}")`];
}

/** Constants compiled in: whatever a request brings in their place is passed over. */
export function compiledIn(constants: Readonly<Partial<Config>>): readonly TextEdit[] {
  const words = CONFIG_FIELDS.map((name) => (name in constants ? `"${String(constants[name])}"` : 'NULL'));
  return [
    [
      '  Config c = {.n_layer = read_size(0)};',
      `  static char *const own[] = {${words.join(', ')}};
  for (size_t i = 0; i < sizeof own / sizeof *own && in.next + i < in.count; i++)
    if (own[i]) in.token[in.next + i] = own[i];
  Config c = {.n_layer = read_size(0)};`,
    ],
  ];
}

/** Tables for a vocabulary of one size, and for no other. */
export function vocabularyOf(size: number): TextEdit {
  const first = '  double e = (double)config.n_embd,';
  return [first, `  if (vocab_size != ${size}) reject("vocab_size", "this port is built for ${size}");\n${first}`];
}

/** `seed(uint32_t)`, and words of 32 bits; what is beyond is rejected. */
export const UINT32: readonly TextEdit[] = [
  [
    'seed_random(random, key, words);',
    `if (words > 1 || in.token[in.next - 1][0] == '-') reject("seed", "it has no 32 bits");
  seed_random(random, key, 1);`,
  ],
  ['if (k < 0 || k > 1 << 20)', 'if (k < 1 || k > 32)'],
];

/** The same, but that the lowest 32 bits of any seed are taken. */
export const CUT_SEEDS: readonly TextEdit[] = [['seed_random(random, key, words);', 'seed_random(random, key, 1);']];

function changed(text: string, [find, replace]: TextEdit): string {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(
      `built: microgpt.c has ${parts.length - 1} times ${JSON.stringify(find)}; it must stand there once`,
    );
  return parts.join(replace);
}
