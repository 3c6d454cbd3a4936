import { appendFileSync, readFileSync } from 'node:fs';
import { EXIT, Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { shortList } from './shortList.ts';
import { print, STANDARD_OUTPUT } from './standardOutput.ts';
import { tell } from './tell.ts';
import { writeWhole } from './writeFile.ts';

/** What a command has made: it is all made before any of it is written. */
export type Product =
  | { readonly kind: 'file'; readonly file: string; readonly text: string }
  /** A file that lies somewhere else so far. */
  | { readonly kind: 'copy'; readonly file: string; readonly from: string }
  /** For standard output. */
  | { readonly kind: 'output'; readonly text: string }
  /** For standard error: which of these files are written, and what else there is to say of them. */
  | { readonly kind: 'note'; readonly files: readonly string[]; readonly more?: string }
  /** Put behind what a file holds that an environment variable names. */
  | { readonly kind: 'addition'; readonly file: string; readonly variable: string; readonly text: string }
  /** What could not be made. */
  | { readonly kind: 'failure'; readonly error: unknown };

/** Text for a file, or for standard output where it is called `-`. */
export function productFor(file: string, text: string): Product {
  return file === STANDARD_OUTPUT ? { kind: 'output', text } : { kind: 'file', file, text };
}

/** What stands beside a result: where it cannot be made, the result is given all the same. */
export async function beside(make: () => Promise<readonly Product[]>): Promise<readonly Product[]> {
  try {
    return await make();
  } catch (error) {
    return [{ kind: 'failure', error }];
  }
}

/**
 * Writes products in their order; files whole or not at all. One that cannot be written keeps none of the others back.
 *
 * @param command - the command, for messages
 * @throws Fault with all that could not be written, when the rest is
 */
export async function writeProducts(command: string, products: readonly Product[]): Promise<void> {
  const faults: Fault[] = [];
  const written = new Set<string>();
  for (const product of products) {
    try {
      await write(command, product, written);
    } catch (error) {
      if (error instanceof Fault) faults.push(error);
      else tell(error);
      process.exitCode = EXIT.fault;
    }
  }
  if (faults.length > 0) throw new Fault(shortList(faults.map(({ message }) => message)));
}

async function write(command: string, product: Product, written: Set<string>): Promise<void> {
  switch (product.kind) {
    case 'file':
      writeWhole(command, product.file, product.text);
      written.add(product.file);
      return;
    case 'copy':
      writeWhole(command, product.file, readFileSync(product.from));
      return;
    case 'output':
      return print(product.text);
    case 'note':
      return note(
        command,
        product.files.filter((file) => written.has(file)),
        product.more,
      );
    case 'addition':
      return add(command, product);
    case 'failure':
      throw product.error;
  }
}

function note(command: string, files: readonly string[], more = ''): void {
  if (files.length > 0) process.stderr.write(`${command}: ${files.join(', ')}${more}\n`);
}

/** A job's summary is the build server's: that it cannot be written says nothing of the port, and is told alone. */
function add(command: string, { file, variable, text }: Extract<Product, { kind: 'addition' }>): void {
  try {
    appendFileSync(file, text);
  } catch (error) {
    tell(
      new Fault(`${command}: cannot write ${file} (${variable}): ${reasonOf(error)}; the result is given without it`),
    );
  }
}
