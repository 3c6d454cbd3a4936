import { CANONICAL, type Config, DIALECTS, EARLY } from '../../reference/config.ts';
import { hasEarlySteps } from './bases.ts';
import type { Base, Ranking } from './ranking.ts';
import { fits } from './sizes.ts';
import type { Stated } from './stated.ts';

/** A configuration other than the one asked for, that a log was found to be of, or is taken to be of. */
export interface Dialect {
  /** In words: 'early with linear decay'. */
  readonly found: string;
  /** What to say to have it without a search: '--dialect early --decay linear'. */
  readonly flags: string;
  /** What named it beside the losses: 'num params 4064'. */
  readonly clues: readonly string[];
  /** Whether the log's first loss is its. */
  readonly begins: boolean;
  /** Whether the losses that agree say enough to choose it. */
  readonly evident: boolean;
  /** Others that agree with the whole log just as well. */
  readonly alike: readonly string[];
}

/** Names a base that was found; null for the one that was asked for. */
export function dialectOf(base: Base, ranking: Ranking, stated: Stated): Dialect | null {
  const { asked, due, alike } = ranking;
  if (base.config === asked.config) return null;
  const { name, others } = differences(base.config, stated);
  const flags = [
    ...(stated.dialect === null && DIALECTS[name] !== CANONICAL ? [`--dialect ${name}`] : []),
    ...others.map(([constant, value]) => `--${constant} ${value}`),
  ];
  return {
    found: wordsOf(base.config, stated),
    flags: flags.join(' '),
    clues: cluesFor(base.config, ranking, stated),
    begins: base.step > 0,
    evident: base.evident,
    alike: base.config === due.config ? alike.map(({ config }) => wordsOf(config, stated)) : [],
  };
}

function cluesFor(config: Config, { clues, asked }: Ranking, { constants }: Stated): string[] {
  const { num_params, dump } = clues;
  const isEarly = config.activation === EARLY.activation && constants.activation === undefined;
  const sized = { ...asked.config, ...dump?.sizes };
  return [
    ...(num_params !== null && !fits(asked.config, clues) ? [`num params ${num_params}`] : []),
    ...(dump?.hasZeros && isEarly && sized.activation !== EARLY.activation ? ['zeros in attn_wo and mlp_fc2'] : []),
    ...(hasEarlySteps(clues) && isEarly ? [`${clues.num_steps} steps`] : []),
  ];
}

function wordsOf(config: Config, stated: Stated): string {
  const { name, others } = differences(config, stated);
  const list = others.map(([constant, value]) => (constant === 'decay' ? `${value} decay` : `${constant} ${value}`));
  return list.length === 0 ? name : `${name} with ${list.join(', ')}`;
}

/** The named dialect that a configuration is nearest to, and the constants that differ from it and were not stated. */
function differences(config: Config, { dialect, constants }: Stated) {
  const { num_steps } = config;
  const names = dialect === null ? Object.keys(DIALECTS) : [dialect];
  const [nearest] = names
    .map((name) => {
      const known = { ...DIALECTS[name], ...constants, num_steps };
      const others = Object.entries(config).filter(([constant, value]) => Reflect.get(known, constant) !== value);
      return { name, others };
    })
    .sort((a, b) => a.others.length - b.others.length);
  return nearest;
}
