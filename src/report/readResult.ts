import { boolean, float, integer, JsonFault, jsonFloat, list, object, oneOf, text } from '../port/json.ts';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import { contradictionIn } from './contradiction.ts';
import { dateOf } from './date.ts';
import type { PortIdentity } from './identity.ts';
import {
  type CheckKind,
  type CheckResult,
  type ClauseResult,
  type ClauseStatus,
  type ExactRun,
  RESULT_SCHEMA,
  type Reach,
  type RunResult,
  type Soak,
  VERDICTS,
} from './result.ts';

/** What a port declares of itself. */
type Declared = Pick<PortIdentity, 'config' | 'limits' | 'order'>;

/** A file that is no result of this version; the message says what it is instead, and what to do. */
export class ResultFault extends Error {
  override readonly name = 'ResultFault';
}

type Json = Readonly<Record<string, unknown>>;

const AGAIN = 'write it again with microgpt-spec run --json FILE';
const KINDS: readonly CheckKind[] = ['law', 'example', 'vector', 'differential', 'error'];
const REACHES: readonly Reach[] = ['core', 'edge'];
const CHECK_STATUSES = ['held', 'failed', 'not-claimed', 'not-applicable'] as const;
const CLAUSE_STATUSES: readonly ClauseStatus[] = [...CHECK_STATUSES, 'failed-at-edge', 'expected-failure'];

/**
 * Reads what `run --json` has written (spec/result.schema.json).
 *
 * @param source - the file's text
 * @param where - the file's name, for messages
 * @throws ResultFault where it is no result of this version, or contradicts itself, with the first thing that is wrong
 */
export function readRunResult(source: string, where: string): RunResult {
  const result = resultOf(topOf(source, where), where);
  const contradiction = contradictionIn(result);
  if (contradiction !== null) throw new ResultFault(`${where}: ${contradiction}; it was changed or mixed up: ${AGAIN}`);
  return result;
}

function resultOf(json: Json, where: string): RunResult {
  try {
    return decoded(json, where);
  } catch (error) {
    throw error instanceof JsonFault ? new ResultFault(`${error.message}; ${AGAIN}`) : error;
  }
}

function topOf(source: string, where: string): Json {
  const json = parsed(source, where);
  if (typeof json !== 'object' || json === null || !('schema' in json)) {
    const diff = typeof json === 'object' && json !== null && 'stepsCompared' in json;
    const what = diff
      ? 'is a result of diff; make its page with microgpt-spec diff --html FILE'
      : `is no result of run; ${AGAIN}`;
    throw new ResultFault(`${where} ${what}`);
  }
  if (json.schema !== RESULT_SCHEMA) {
    throw new ResultFault(
      `${where} has schema ${JSON.stringify(json.schema)?.slice(0, 20)}; this version reads schema ${RESULT_SCHEMA}: use the microgpt-spec that wrote it, or ${AGAIN}`,
    );
  }
  return { ...json };
}

function parsed(source: string, where: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    const end = source.trimEnd().slice(-1);
    const why = source.trim() === '' ? 'is empty' : end === '}' ? 'is not JSON' : 'is not JSON, or was cut off';
    throw new ResultFault(`${where} ${why} (${source.length} characters); ${AGAIN}`);
  }
}

function decoded(json: Json, where: string): RunResult {
  const at = (name: string) => `${where}: ${name}`;
  const part = (name: string) => object(json[name], at(name));
  const [port, machine, canonical] = [part('port'), part('machine'), part('canonical')];
  const words = <K extends string>(from: Json, name: string, keys: readonly K[]) =>
    Object.fromEntries(keys.map((key) => [key, text(from[key], at(`${name}.${key}`))])) as Record<K, string>;
  return {
    schema: RESULT_SCHEMA,
    ...(json.date === undefined ? {} : { date: dateOf(json.date, at('date')) }),
    ...words(json, 'result', ['suite', 'golden']),
    revision: integer(json.revision, at('revision')),
    port: {
      name: nameOf(port.name, at('port.name')),
      ...words(port, 'port', ['lang', 'version']),
      dtype: oneOf(port.dtype, at('port.dtype'), ['f64', 'f32']),
      ...(port.steps === undefined ? {} : { steps: integer(port.steps, at('port.steps')) }),
      ...declaredIn(port, at('port')),
      ...(port.command === undefined ? {} : { command: text(port.command, at('port.command')) }),
    },
    seed: integer(json.seed, at('seed')),
    runs: integer(json.runs, at('runs')),
    ...(json.sizes === undefined ? {} : { sizes: integer(json.sizes, at('sizes')) }),
    ...(json.soak === undefined ? {} : { soak: soakOf(object(json.soak, at('soak')), at('soak')) }),
    core: boolean(json.core, at('core')),
    machine: {
      ...words(machine, 'machine', ['system', 'arch', 'cpu', 'node', 'v8']),
      cores: integer(machine.cores, at('machine.cores')),
    },
    milliseconds: float(json.milliseconds, at('milliseconds')),
    verdict: oneOf(json.verdict, at('verdict'), VERDICTS),
    problems: list(json.problems, at('problems'), text),
    libm: list(json.libm, at('libm'), (item, name) => {
      const libm = object(item, name);
      return {
        function: text(libm.function, name),
        count: integer(libm.count, name),
        misrounded: integer(libm.misrounded, name),
        maxUlps: libm.maxUlps === 'inf' ? 'inf' : float(libm.maxUlps, name),
      };
    }),
    canonical: {
      losses: canonical.losses === null ? null : list(canonical.losses, at('canonical.losses'), lossOf),
      samples: canonical.samples === null ? null : list(canonical.samples, at('canonical.samples'), text),
    },
    ...(json.exact === undefined ? {} : { exact: exactOf(object(json.exact, at('exact')), at('exact')) }),
    chapters: list(json.chapters, at('chapters'), (chapter, name) => oneOf(chapter, name, SPEC_CHAPTERS)),
    ...(json.only === undefined ? {} : { only: list(json.only, at('only'), text) }),
    ...(json.path === undefined ? {} : { path: text(json.path, at('path')) }),
    clauses: list(json.clauses, at('clauses'), clauseOf),
  };
}

/** A port's name, which pages make a link of. */
function nameOf(json: unknown, where: string): string {
  const name = text(json, where);
  if (name.trim() !== '') return name;
  throw new JsonFault(`${where} is empty; it must be a name`);
}

function soakOf(json: Json, where: string): Soak {
  const counted = ['rounds', 'firstSeed', 'lastSeed', 'sizes', 'runs', 'requests'] as const;
  const counts = counted.map((name) => [name, integer(json[name], `${where}.${name}`)]);
  return { minutes: float(json.minutes, `${where}.minutes`), ...Object.fromEntries(counts) };
}

function exactOf(json: Json, where: string): ExactRun {
  return {
    steps: integer(json.steps, `${where}.steps`),
    values: integer(json.values, `${where}.values`),
    milliseconds: float(json.milliseconds, `${where}.milliseconds`),
  };
}

/** What a port declares. */
function declaredIn(port: Json, where: string): Declared {
  const values = <T>(name: string, decode: (value: unknown, at: string) => T) =>
    port[name] === undefined
      ? {}
      : {
          [name]: Object.fromEntries(
            Object.entries(object(port[name], `${where}.${name}`)).map(([key, value]) => [
              key,
              decode(value, `${where}.${name}.${key}`),
            ]),
          ),
        };
  const constant = (value: unknown, at: string) => (typeof value === 'number' ? value : text(value, at));
  return {
    ...values('config', constant),
    ...values('limits', integer),
    ...(port.order === undefined ? {} : { order: oneOf(port.order, `${where}.order`, ['python']) }),
  };
}

function lossOf(json: unknown, where: string): number | string {
  return jsonFloat(float(json, where));
}

function clauseOf(json: unknown, where: string): ClauseResult {
  const clause = object(json, where);
  return {
    id: text(clause.id, `${where}.id`),
    chapter: oneOf(clause.chapter, `${where}.chapter`, SPEC_CHAPTERS),
    title: text(clause.title, `${where}.title`),
    status: oneOf(clause.status, `${where}.status`, CLAUSE_STATUSES),
    milliseconds: float(clause.milliseconds, `${where}.milliseconds`),
    ...(clause.closest === undefined ? {} : { closest: float(clause.closest, `${where}.closest`) }),
    ...(clause.reason === undefined ? {} : { reason: text(clause.reason, `${where}.reason`) }),
    checks: list(clause.checks, `${where}.checks`, checkOf),
  };
}

function checkOf(json: unknown, where: string): CheckResult {
  const check = object(json, where);
  return {
    title: text(check.title, `${where}.title`),
    kind: oneOf(check.kind, `${where}.kind`, KINDS),
    reach: oneOf(check.reach, `${where}.reach`, REACHES),
    ops: list(check.ops, `${where}.ops`, text) as OpName[], // shown alone, and another version may have others
    status: oneOf(check.status, `${where}.status`, CHECK_STATUSES),
    milliseconds: float(check.milliseconds, `${where}.milliseconds`),
    ...(check.closest === undefined ? {} : { closest: float(check.closest, `${where}.closest`) }),
    ...(check.counterexample === undefined
      ? {}
      : { counterexample: text(check.counterexample, `${where}.counterexample`) }),
    ...(check.reason === undefined ? {} : { reason: text(check.reason, `${where}.reason`) }),
  };
}
