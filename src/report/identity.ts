import type { Port, PortInfo } from '../port/port.ts';

/** Who was asked, as it says itself, and what it declares; all of it can be written as JSON. */
export interface PortIdentity extends Pick<PortInfo, 'name' | 'lang' | 'version' | 'dtype' | 'limits' | 'order'> {
  /** Steps of the canonical run that it was asked for, where they are not all. */
  readonly steps?: number;
  /** What is fixed at compile time, vocab_size among it; integers that JSON lacks are words. */
  readonly config?: Readonly<Record<string, number | string>>;
}

/**
 * What a result keeps of a port.
 *
 * @param steps - of the canonical run that it is asked for, where they are not all
 */
export function identityOf(port: Port, steps: number | undefined): PortIdentity {
  const { name, lang, version, dtype, limits, order, fixed, vocab_size } = port;
  const config = { ...fixed, ...(vocab_size === undefined ? {} : { vocab_size }) };
  const constants = Object.entries(config).map(([constant, value]) => [
    constant,
    typeof value === 'bigint' ? String(value) : value,
  ]);
  return {
    name,
    lang,
    version,
    dtype,
    ...(steps === undefined ? {} : { steps }),
    ...(constants.length === 0 ? {} : { config: Object.fromEntries(constants) }),
    ...(limits === undefined ? {} : { limits }),
    ...(order === undefined ? {} : { order }),
  };
}
