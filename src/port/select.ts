import { readFileSync } from 'node:fs';
import type { Driver } from './driver.ts';
import type { Port } from './port.ts';
import { startPort } from './processPort.ts';
import { referencePort } from './reference.ts';

/** Which implementation to test, in a form that can be handed to a worker. */
export type PortChoice =
  | { readonly kind: 'reference' }
  | {
      readonly kind: 'process';
      /** The program and its arguments. */
      readonly command: readonly string[];
      /** Milliseconds that an answer may take. */
      readonly deadline: number;
    };

/** An implementation that can be asked; a port in another process has a driver. */
export interface LoadedPort {
  readonly port: Port;
  readonly driver: Driver | null;
}

/** Requests that a port is sent ahead of its answers, where a check asks many at once. */
const WINDOW = 32;

/** Makes the chosen port ready. Throws PortFault where a process does not start or answers hello wrongly. */
export async function loadPort(choice: PortChoice): Promise<LoadedPort> {
  if (choice.kind === 'process') return startPort(choice.command, { deadline: choice.deadline, window: WINDOW });
  return { port: referencePort(packageVersion()), driver: null };
}

/** The version in package.json. */
export function packageVersion(): string {
  const text: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : 'unknown';
}
