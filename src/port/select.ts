import { readFileSync } from 'node:fs';
import type { Port } from './port.ts';
import { referencePort } from './reference.ts';

/** Which implementation to test, in a form that can be handed to a worker. */
export type PortChoice = { readonly kind: 'reference' };

/** Makes the chosen port ready. */
export async function loadPort(choice: PortChoice): Promise<Port> {
  switch (choice.kind) {
    case 'reference':
      return referencePort(packageVersion());
  }
}

/** The version in package.json. */
export function packageVersion(): string {
  const text: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : 'unknown';
}
