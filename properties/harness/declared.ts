import { beyond } from '../../src/port/beyond.ts';
import type { Port } from '../../src/port/port.ts';
import { guarded } from './guarded.ts';

/**
 * A port of which nothing can be asked that lies outside what it declares (spec/protocol.md, "What a port declares"). One
 * that declares nothing stays as it is.
 */
export function withinDeclared(port: Port): Port {
  if (port.fixed === undefined && port.limits === undefined) return port;
  return guarded(port, (op, args) => beyond(port, op, args));
}
