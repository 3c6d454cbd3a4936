import { readFileSync } from 'node:fs';
import { parseAst } from 'vitest/node';

interface Node {
  readonly type: string;
}

/** A statement of a function, as far as this file looks at it. */
interface Statement extends Node {
  readonly start: number;
  readonly end: number;
  readonly id?: { readonly name: string } | null;
  readonly declaration?: Statement | null;
  readonly declarations?: readonly { readonly id: Node; readonly init: Node | null }[];
  readonly body?: Statement | readonly Statement[];
}

/** A check, which the clauses say in words. */
const CHECK = /^if \(.*\) raise\(/s;

/**
 * The statements of a file's functions in their order, loops by their heads, without comments: what a program for readers has
 * to say. Left out are checks that raise, and declarations that only take an argument apart.
 *
 * @param chapter - file of src/reference/
 * @returns by the function's name
 */
export function referenceStatements(chapter: string): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(new URL(`../reference/${chapter}.ts`, import.meta.url), 'utf8');
  const program: { readonly body: readonly unknown[] } = parseAst(text, { lang: 'ts' });
  const functions = (program.body as readonly Statement[])
    .map((node) => node.declaration ?? node)
    .filter(({ type }) => type === 'FunctionDeclaration');
  return new Map(functions.map((node) => [node.id?.name ?? '', statementsOf(node, text)]));
}

function statementsOf({ body }: Statement, text: string): string[] {
  if (body === undefined) return [];
  if ('length' in body) return body.flatMap((statement) => written(statement, text));
  return body.type === 'BlockStatement' ? statementsOf(body, text) : written(body, text);
}

function written(statement: Statement, text: string): string[] {
  const own = oneLine(text.slice(statement.start, statement.end));
  if (CHECK.test(own) || takesApart(statement)) return [];
  if (!statement.type.startsWith('For')) return [own];
  const inner = [statement.body].flat()[0];
  return [oneLine(text.slice(statement.start, inner?.start)), ...statementsOf(statement, text)];
}

function takesApart({ declarations }: Statement): boolean {
  return declarations?.[0].id.type === 'ObjectPattern' && declarations[0].init?.type !== 'CallExpression';
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\/\/.*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
