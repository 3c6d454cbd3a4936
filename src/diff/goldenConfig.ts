import { canonicalConfig } from '../golden/canonical.ts';
import type { Golden } from '../golden/golden.ts';
import type { Config } from '../reference/config.ts';

/** Whether a configuration is that of the recorded run. */
export function isCanonical(config: Config, golden: Golden): boolean {
  const recorded = canonicalConfig(golden);
  return Object.entries(recorded).every(([name, value]) => Reflect.get(config, name) === value);
}
