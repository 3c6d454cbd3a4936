import { CANONICAL, type Config, configure, DIALECTS } from '../../reference/config.ts';

/** What the caller has said of a run's configuration; all else is open. */
export interface Stated {
  /** Name of the dialect; null where it is open. */
  readonly dialect: string | null;
  readonly constants: Readonly<Partial<Config>>;
}

/** The configuration of what was said, microgpt.py's where nothing was. */
export function statedConfig({ dialect, constants }: Stated): Config {
  return configure(constants, dialect === null ? CANONICAL : DIALECTS[dialect]);
}
