import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { Explanation } from '../../diff/diagnosis/trials.ts';
import type { Due } from './outside/outside.ts';

/** A constant that `diff` has fitted to a log. */
export interface Fitted {
  readonly family: string;
  readonly best: number;
  /** The least and the greatest value that the log's digits allow. */
  readonly least: number;
  readonly most: number;
}

/** An explanation, with the constants that were fitted for it, where any were. */
export type Claim = Pick<Explanation, 'deviations'> & { readonly fitted?: readonly Fitted[] };

/** A constant that a port has otherwise than microgpt.py. */
interface Constant {
  readonly family: string;
  readonly value: number;
}

/** Families by the name of a constant of the configuration. */
const OF_CONFIG: Readonly<Record<string, string>> = {
  learning_rate: 'learning-rate',
  beta1: 'beta1',
  beta2: 'beta2',
  eps_adam: 'adam-eps',
  std: 'std',
  temperature: 'temperature',
};
/** Families by the text that an edit puts in, its value behind it. */
const OF_EDIT: readonly (readonly [family: string, text: RegExp])[] = [
  ['rmsnorm-eps', /^const EPS_RMSNORM = ([\d.e-]+);$/],
  ['log-eps', /^tape\.log\(tape\.add\(p, tape\.leaf\(([\d.e-]+)\)\)\)$/],
  ['weight-decay', /^data\[i\] -= lr_t \* ([\d.e-]+) \* data\[i\];/],
];
/** Those whose value the edit does not have; attention's as the factor of the scores at microgpt.py's sizes. */
const OF_ENTRY: Readonly<Record<string, Constant>> = {
  'attention-scale': { family: 'attention-scale', value: 0.25 },
  'attention-scale-n-embd': { family: 'attention-scale', value: 0.25 },
  'attention-unscaled': { family: 'attention-scale', value: 1 },
  'leaky-relu': { family: 'leaky-relu', value: 0.01 },
};

/**
 * Whether all that an explanation says of a port is so: each of its mistakes is one that the port has, and each interval
 * holds the constant that the port has. It need not say all: it agrees with the log, so the log does not show the rest.
 */
export function isTrue({ deviations, fitted = [] }: Claim, due: Due): boolean {
  const [ids, constants] = [idsOf(due), constantsOf(due)];
  const families = new Set(fitted.map(({ family }) => family));
  const isSaid = (deviation: Deviation) => {
    if (ids.includes(deviation.id)) return true;
    const own = constantsIn(deviation);
    const holds = ({ family, value }: Constant) =>
      families.has(family) || constants.some((other) => other.family === family && other.value === value);
    return own.length > 0 && own.every(holds);
  };
  return (
    deviations.every(isSaid) &&
    fitted.every(({ family, least, most }) =>
      constants.some((constant) => constant.family === family && least <= constant.value && constant.value <= most),
    )
  );
}

/** What an explanation is of: identifiers, and families of constants. */
export function claimName({ deviations, fitted = [] }: Claim): string {
  return [...deviations.map(({ id }) => id), ...fitted.map(({ family }) => family)].join('+');
}

/** The same with the constants. */
export function claimText({ deviations, fitted = [] }: Claim): string {
  const constants = fitted.map(({ family, best, least, most }) => `${family} ${best} (${least} to ${most})`);
  return [...deviations.map(({ id }) => id), ...constants].join('+');
}

function idsOf(due: Due): readonly string[] {
  if (due.kind === 'entry') return [due.id];
  return due.kind === 'pair' ? due.ids : [];
}

function constantsOf(due: Due): readonly Constant[] {
  if (due.kind === 'family') return [due];
  const ids = idsOf(due);
  return CATALOGUE.filter(({ id }) => ids.includes(id)).flatMap(constantsIn);
}

/** The constants that an entry sets, where it does nothing else. */
function constantsIn({ id, edits, config = {} }: Deviation): readonly Constant[] {
  const own = OF_ENTRY[id];
  if (own !== undefined) return [own];
  const found = [
    ...Object.entries(config).map(([name, value]) => ({ family: OF_CONFIG[name], value: Number(value) })),
    ...edits.map(({ replace }) => constantOfEdit(replace)),
  ];
  const constants = found.filter((constant): constant is Constant => constant?.family !== undefined);
  return constants.length === found.length ? constants : [];
}

function constantOfEdit(replace: string): Constant | undefined {
  for (const [family, text] of OF_EDIT) {
    const value = text.exec(replace)?.[1];
    if (value !== undefined) return { family, value: Number(value) };
  }
  return undefined;
}
