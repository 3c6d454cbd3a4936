import { jsonFloat } from '../../port/json.ts';
import { repr } from '../runOutput.ts';

/** What golden files hold. */
export type JsonValue = number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Of a longer list of scalars each has a line of its own. */
const ROW = 64;

/**
 * A golden file (spec/traces.md): floats in their shortest form, -0 with its sign, what is not finite by name; a row of a
 * matrix on one line, as the recorder writes it.
 *
 * @param value - what the file holds
 */
export function jsonDocument(value: JsonValue): string {
  return `${textOf(value, '')}\n`;
}

function textOf(value: JsonValue, indent: string): string {
  const inner = `${indent} `;
  if (typeof value === 'number') return Number.isFinite(value) ? repr(value) : JSON.stringify(jsonFloat(value));
  if (typeof value === 'string') return JSON.stringify(value);
  if (isList(value)) {
    if (value.length <= ROW && value.every(isScalar)) return `[${value.map((item) => textOf(item, '')).join(', ')}]`;
    return between(
      '[',
      value.map((item) => `${inner}${textOf(item, inner)}`),
      `${indent}]`,
    );
  }
  const members = Object.entries(value).map(
    ([name, item]) => `${inner}${JSON.stringify(name)}: ${textOf(item, inner)}`,
  );
  return between('{', members, `${indent}}`);
}

function between(open: string, items: readonly string[], close: string): string {
  return items.length === 0 ? `${open}${close.trim()}` : `${open}\n${items.join(',\n')}\n${close}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object';
}
