/** The exports of a module by name. */
export type Exports = Readonly<Record<string, unknown>>;

/** A module that is not evaluated yet. */
export interface ModuleFunction {
  /** What it imports from, in order: './model.js', or a URL. */
  readonly imports: readonly string[];
  /** Evaluates the module with the exports of what it imports, in the same order. */
  readonly evaluate: (imported: readonly Exports[]) => Exports;
}

/** `import { a, b } from './x.js';`, the one form of import that the compiler writes for the reference. */
const IMPORT = /^import \{([\w$, ]+)\} from '([^']+)';$/gm;
/** `export function f(`, `export function* g(`, `export class C {`, `export const c = `: likewise for exports. */
const EXPORT = /^export (?=(?:function\*? |class |const )([\w$]+))/gm;
/** What is left of another form. */
const OTHER = /^(?:import|export)\b.*/m;

/**
 * Turns the text of a compiled module into a function, which needs no file, and is freed with what it gave.
 *
 * @param name - stands in messages and stack traces, such as 'model.js'
 * @param text - a module with the imports and exports that the reference has
 * @throws Error where it has others, or is no JavaScript
 */
export function moduleFunction(name: string, text: string): ModuleFunction {
  const imports: string[] = [];
  const names: string[] = [];
  const body = text
    .replace(IMPORT, (_, list: string, from: string) => `const {${list}} = imported[${imports.push(from) - 1}];`)
    .replace(EXPORT, (_, exported: string) => {
      names.push(exported);
      return '';
    });
  const other = OTHER.exec(body);
  if (other !== null) {
    throw new Error(
      `patchedReference: ${name} has ${JSON.stringify(other[0])}; write import { a } from '...'; or export function, class or const`,
    );
  }
  return { imports, evaluate: compile(name, `'use strict'; ${body}\nreturn { ${names.join(', ')} };`) };
}

/** How many functions were compiled. */
let compiled = 0;

function compile(name: string, body: string): ModuleFunction['evaluate'] {
  try {
    // The number makes each text one of its own. Where the engine takes two copies for one, 20 steps take 145 ms, not 108.
    const url = `patched ${name} ${compiled++}`;
    return new Function('imported', `${body}\n//# sourceURL=${url}`) as ModuleFunction['evaluate'];
  } catch (cause) {
    throw new Error(`patchedReference: ${name} is no JavaScript after its edits (${String(cause)})`, { cause });
  }
}
