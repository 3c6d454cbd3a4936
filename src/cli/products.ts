import { appendFileSync } from 'node:fs';
import { Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';
import { writeWhole } from './writeFile.ts';

/** What a command has made: it is all made before any of it is written. */
export type Product =
  | { readonly kind: 'file'; readonly file: string; readonly text: string }
  /** For standard output. */
  | { readonly kind: 'output'; readonly text: string }
  /** For standard error. */
  | { readonly kind: 'note'; readonly text: string }
  /** Put behind what a file holds that an environment variable names. */
  | { readonly kind: 'addition'; readonly file: string; readonly variable: string; readonly text: string };

/** Text for a file, or for standard output where it is called `-`. */
export function productFor(file: string, text: string): Product {
  return file === STANDARD_OUTPUT ? { kind: 'output', text } : { kind: 'file', file, text };
}

/**
 * Writes products in their order; files whole or not at all.
 *
 * @param command - the command, for messages
 * @throws Fault where a file cannot be written; what comes behind it is not written either
 */
export async function writeProducts(command: string, products: readonly Product[]): Promise<void> {
  for (const product of products) {
    switch (product.kind) {
      case 'file':
        writeWhole(command, product.file, product.text);
        break;
      case 'output':
        await print(product.text);
        break;
      case 'note':
        process.stderr.write(product.text);
        break;
      case 'addition':
        add(command, product);
    }
  }
}

function add(command: string, { file, variable, text }: Extract<Product, { kind: 'addition' }>): void {
  try {
    appendFileSync(file, text);
  } catch (error) {
    throw new Fault(`${command}: cannot write ${file} (${variable}): ${reasonOf(error)}`);
  }
}
