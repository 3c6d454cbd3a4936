import type { DeviantStart } from '../../../deviations/deviantRun.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { configure } from '../../../reference/config.ts';
import type { Matrix, StateDict } from '../../../reference/parameters.ts';
import { handDumps } from '../dumpOf.ts';
import { HAND_FLOAT32, type HandEdit } from '../handPort.ts';
import { mistakenDumps } from '../mistakes/mistakenDumps.ts';
import type { Case, Precision } from '../placed.ts';
import { CANONICAL_SIZES, SQUARED, TWO_LAYERS } from '../starts.ts';
import { REPLAYED_MISTAKES } from './replayedMistakes.ts';

/** A port that was replayed, rebuilt: its mistakes, and what else of it is not as in microgpt.py. */
interface ReplayedPort {
  readonly name: string;
  /** Of `REPLAYED_MISTAKES`, without `replayed-`; none where a step of it is right. */
  readonly ids: readonly string[];
  readonly dialect: 'canonical' | 'early';
  readonly precision: Precision;
  /** Edits that leave a step right. */
  readonly edits?: readonly HandEdit[];
  /** How it writes its numbers down. */
  readonly written?: (dump: StepDump) => StepDump;
  /** What it trains on. */
  readonly begun?: (start: DeviantStart) => DeviantStart;
}

/** A rebuilt port at one start. */
export interface ReplayedCase extends Case {
  readonly name: string;
  readonly at: string;
  readonly precision: Precision;
}

/** float32 as in HAND_FLOAT32, but that Adam computes and keeps its moments in double precision. */
const DOUBLE_ADAM: readonly HandEdit[] = [
  { file: 'adam', find: "import { f } from './arithmetic.js';", replace: 'const f = (x) => x;' },
  {
    file: 'adam',
    find: 'f(params[name][i][j] - change)',
    replace: 'Math.fround(params[name][i][j] - change)',
  },
];

const plain = { dialect: 'canonical', precision: 'f64' } as const;
const early = { dialect: 'early', precision: 'f64' } as const;
const withoutTrace = (dump: StepDump): StepDump => ({ ...dump, trace: new Map() });
const DETACHED = 'cache-input-detached';
const BEFORE = 'fc2-gradient-before-activation';

/** By the folders of the replays that they were found by, and what is rebuilt of them. */
const PORTS: readonly ReplayedPort[] = [
  {
    name: 'OCaml: all of its mistakes, document 0 skipped',
    ids: ['rmsnorm-sum', 'learning-rate-ahead', 'bias-correction-ahead'],
    ...plain,
    begun: (start) => ({ ...start, documents: [...start.documents.slice(1), start.documents[0]] }),
  },
  { name: 'OCaml: RMSNorm alone', ids: ['rmsnorm-sum'], ...plain },
  { name: 'OCaml: learning rate alone', ids: ['learning-rate-ahead'], ...plain },
  { name: 'OCaml: bias correction alone', ids: ['bias-correction-ahead'], ...plain },
  { name: 'bias correction two steps ahead', ids: ['bias-correction-two-ahead'], ...plain },
  {
    name: 'OCaml: document 0 skipped alone',
    ids: [],
    ...plain,
    begun: (start) => ({ ...start, documents: [...start.documents.slice(1), start.documents[0]] }),
  },
  { name: 'numpy, early: both mistakes', ids: [BEFORE, DETACHED], ...early },
  { name: 'numpy, early: the first alone', ids: [BEFORE], ...early },
  { name: 'numpy, early: the second alone', ids: [DETACHED], ...early },
  { name: 'both mistakes of numpy, canonical', ids: [BEFORE, DETACHED], ...plain },
  { name: 'Rust: neg', ids: ['neg-gradient'], ...plain },
  { name: 'Rust: layers never run, whole dump', ids: ['layers-never-run'], dialect: 'canonical', precision: 'f32' },
  {
    name: 'Rust: layers never run, no trace',
    ids: ['layers-never-run'],
    ...{ dialect: 'canonical', precision: 'f32', written: withoutTrace },
  },
  { name: 'layers never run, float64', ids: ['layers-never-run'], ...plain },
  { name: 'layers never run, float64, no trace', ids: ['layers-never-run'], ...plain, written: withoutTrace },
  { name: 'C++: float32 graph, float64 Adam', ids: [], dialect: 'canonical', precision: 'f32', edits: DOUBLE_ADAM },
  { name: 'Python, early with linear decay', ids: ['decay-linear'], ...early },
  {
    name: 'Python, early with linear decay, and --decay linear',
    ids: [],
    ...early,
    begun: (start) => ({ ...start, config: configure({ decay: 'linear' }, start.config) }),
  },
  { name: 'Python, early: BOS is token 0', ids: [], ...early, written: bosFirst },
  { name: 'Java: matrices in the order of a hash map', ids: [], ...plain, written: reordered },
];

/** Every rebuilt port, at two layers and at the sizes of microgpt.py. */
export function replayedCases(): ReplayedCase[] {
  return PORTS.flatMap(({ name, ids, dialect, precision, edits = [], written, begun }) => {
    const mistakes = REPLAYED_MISTAKES.filter(({ id }) => ids.includes(id.replace('replayed-', '')));
    return startsOf(dialect).map(([at, given]): ReplayedCase => {
      const start = begun?.(given) ?? given;
      const dumps = async () => {
        const float32 = precision === 'f32' && mistakes.length === 0 ? HAND_FLOAT32 : [];
        const made =
          mistakes.length === 0
            ? handDumps([...edits, ...float32], start)
            : await mistakenDumps(mistakes, start, precision);
        return made?.map((dump) => written?.(dump) ?? dump) ?? null;
      };
      return { name, at, precision, ids, places: mistakes.map(({ place }) => place), start, dumps };
    });
  });
}

function startsOf(dialect: ReplayedPort['dialect']): [string, DeviantStart][] {
  if (dialect === 'early') {
    const config = configure({ activation: 'relu_squared', decay: 'cosine' }, CANONICAL_SIZES.config);
    return [
      ['two layers', SQUARED],
      ["microgpt.py's sizes", { ...CANONICAL_SIZES, config }],
    ];
  }
  return [
    ['two layers', TWO_LAYERS],
    ["microgpt.py's sizes", CANONICAL_SIZES],
  ];
}

/** A step with BOS as the first token in place of the last. */
function bosFirst(dump: StepDump): StepDump {
  const turned = <T>(row: readonly T[]): T[] => [row[row.length - 1], ...row.slice(0, -1)];
  const vocab_size = dump.params?.wte.length ?? 0;
  const dict = (own: StateDict | null) =>
    own && mapMatrices(own, (rows, name) => (/^(?:wte|lm_head)$/.test(name) ? turned(rows) : rows));
  return {
    ...dump,
    tokens: dump.tokens?.map((token) => (token + 1) % vocab_size) ?? null,
    logits: dump.logits?.map(turned) ?? null,
    probs: dump.probs?.map(turned) ?? null,
    params: dict(dump.params),
    grad: dict(dump.grad),
    m: dict(dump.m),
    v: dict(dump.v),
    updated: dict(dump.updated),
    trace: new Map([...dump.trace].map(([name, row]) => [name, /logits$|probs$/.test(name) ? outer(name, row) : row])),
  };
  function outer(name: string, row: readonly number[]): readonly number[] {
    return name.includes('.head') ? row : turned(row);
  }
}

/** Matrices from the last to the first. */
function reordered(dump: StepDump): StepDump {
  const dict = (own: StateDict | null) => own && Object.fromEntries(Object.entries(own).toReversed());
  const { params, grad, m, v, updated } = dump;
  return { ...dump, params: dict(params), grad: dict(grad), m: dict(m), v: dict(v), updated: dict(updated) };
}

function mapMatrices(dict: StateDict, change: (rows: Matrix, name: string) => Matrix): StateDict {
  return Object.fromEntries(Object.entries(dict).map(([name, rows]) => [name, change(rows, name)]));
}
