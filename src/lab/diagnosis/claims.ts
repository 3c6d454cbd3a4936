import { GELU_CUBIC } from '../../deviations/catalogue/mlp.ts';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { Explanation, FittedValue } from '../../diff/diagnosis/explanations.ts';
import type { Config } from '../../reference/config.ts';
import type { Due, Mistake } from './outside/outside.ts';

/** What a claim is held against. */
export type Told = Pick<Mistake, 'deviations' | 'due'>;

/** A constant that `diff` has fitted to a log. */
export type Fitted = Pick<FittedValue, 'family' | 'best' | 'least' | 'most'>;

/** What `diff` says that a log has. */
export type Claim = Pick<Explanation, 'deviations'> & {
  readonly fitted?: readonly Fitted[];
  /** Constants of the run that it was compared with, where they are not microgpt.py's: a dialect that was found. */
  readonly config?: Partial<Config>;
  /** An average of the right losses that it is said to print; no mistake here but the running mean does. */
  readonly average?: string;
};

/** A constant that a port has otherwise than microgpt.py. */
interface Constant {
  readonly family: string;
  readonly value: number;
}

/** Families that are constants of the configuration. */
const OF_CONFIG: ReadonlySet<string> = new Set(['learning_rate', 'beta1', 'beta2', 'eps_adam', 'std']);
/** Families by the text that an edit puts in, its value behind it. */
const OF_EDIT: readonly (readonly [family: string, text: RegExp])[] = [
  ['rmsnorm-eps', /^const EPS_RMSNORM = ([\d.e-]+);$/],
  ['softmax-epsilon', /^tape\.add\(tape\.sum\(exps\), tape\.leaf\(([\d.e-]+)\)\)$/],
  ['log-eps', /^tape\.log\(tape\.add\(p, tape\.leaf\(([\d.e-]+)\)\)\)$/],
  ['weight-decay', /^data\[i\] -= lr_t \* ([\d.e-]+) \* data\[i\];/],
];
/** Those whose edits do not have the value, at microgpt.py's sizes: n_embd 16, 4 heads. */
const OF_ENTRY: Readonly<Record<string, Constant>> = {
  'rmsnorm-eps-sum': { family: 'rmsnorm-eps', value: 1e-5 / 16 },
  'attention-scale': { family: 'attention-factor', value: 0.25 },
  'attention-scale-n-embd': { family: 'attention-factor', value: 0.25 },
  'attention-unscaled': { family: 'attention-factor', value: 1 },
  'leaky-relu': { family: 'leaky-relu-slope', value: 0.01 },
  'no-activation': { family: 'leaky-relu-slope', value: 1 },
  'adam-eps-missing': { family: 'eps_adam', value: 0 },
  'gelu-tanh': { family: 'gelu-cubic', value: GELU_CUBIC },
};

/**
 * Whether all that is said of a port is so: each of its mistakes is one that the port has, and each interval holds the constant
 * that the port has. It need not say all: it agrees with the log, so the log does not show the rest.
 */
export function isTrue({ deviations, fitted = [], config = {}, average }: Claim, mistake: Told): boolean {
  const ids = idsOf(mistake.due);
  const constants = constantsOf(mistake.due);
  const families = new Set(fitted.map(({ family }) => family));
  const isSo = ({ family, value }: Constant) =>
    families.has(family) || constants.some((constant) => constant.family === family && constant.value === value);
  const has = (deviation: Deviation) => {
    const own = constantsIn(deviation);
    return ids.includes(deviation.id) || families.has(deviation.id) || (own.length > 0 && own.every(isSo));
  };
  const holds = ({ family, least, most }: Fitted) =>
    constants.some((constant) => constant.family === family && least <= constant.value && constant.value <= most);
  const isSet = ([name, value]: [string, unknown]) =>
    mistake.deviations.some((deviation) => Reflect.get(deviation.config ?? {}, name) === value);
  const isOfPort = deviations.every(has) && fitted.every(holds) && Object.entries(config).every(isSet);
  return isOfPort && average === undefined;
}

/** What a claim is of: identifiers, families and names of constants. */
export function claimName(claim: Claim): string {
  return partsOf(claim)
    .map(([name]) => name)
    .join('+');
}

/** The same with the constants' values. */
export function claimText(claim: Claim): string {
  return partsOf(claim)
    .map(([name, value]) => `${name}${value}`)
    .join(' + ');
}

function partsOf({ deviations, fitted = [], config = {}, average }: Claim): [name: string, value: string][] {
  return [
    ...Object.entries(config).map(([name, value]): [string, string] => [name, ` ${value}`]),
    ...deviations.map(({ id }): [string, string] => [id, '']),
    ...fitted.map(({ family, best, least, most }): [string, string] => [family, ` ${best} (${least} to ${most})`]),
    ...(average === undefined ? [] : [[average, ''] satisfies [string, string]]),
  ];
}

/** What an entry is besides: from a start that is given, the run of a tied lm_head is that of logits by wte. */
const ALSO: Readonly<Record<string, string>> = { 'lm-head-tied': 'lm-head-is-wte' };

function idsOf(due: Due): readonly string[] {
  if (due.kind === 'entry') return due.id in ALSO ? [due.id, ALSO[due.id]] : [due.id];
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
    ...Object.entries(config).map(([name, value]) =>
      OF_CONFIG.has(name) ? { family: name, value: Number(value) } : undefined,
    ),
    ...edits.map(({ replace }) => constantOfEdit(replace)),
  ];
  const constants = found.filter((constant) => constant !== undefined);
  return constants.length === found.length ? constants : [];
}

function constantOfEdit(replace: string): Constant | undefined {
  for (const [family, text] of OF_EDIT) {
    const value = text.exec(replace)?.[1];
    if (value !== undefined) return { family, value: Number(value) };
  }
  return undefined;
}
