import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../release/sources.ts';

/** A block of README.md: what its fence says, and its text. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** A command of a console block, and what it prints; null of a block that shows output alone. */
export interface Shown {
  readonly command: string | null;
  readonly output: string;
}

const BLOCK = /^(`{3,})(\w*)\n([\s\S]*?)^\1$/gm;
const COMMAND = /^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm;

export const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** All blocks of README.md, in their order. */
export function blocks(): Block[] {
  return [...README.matchAll(BLOCK)].map(([, , language, text]) => ({ language, text }));
}

/** What its console blocks show, and its blocks without a language, which are of a command in the text before them. */
export function consoles(): Shown[] {
  return blocks()
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }): Shown[] => {
      const found = [...text.matchAll(COMMAND)].map(([, command, output]) => ({ command, output }));
      return found.length > 0 ? found : [{ command: null, output: text }];
    });
}
