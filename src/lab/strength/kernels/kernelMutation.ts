import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dtype } from '../../../port/precision.ts';
import { Random } from '../../../reference/random.ts';
import type { CheckKind } from '../../../report/result.ts';
import { DEFAULT_SAMPLING } from '../../../suite/sampling.ts';
import { checksOf } from '../askedChecks.ts';
import { compileWithFuel } from './compileWithFuel.ts';
import { argumentFor } from './kernelEquivalents.ts';
import type { KernelMutant, KernelSample } from './kernelRecord.ts';
import { type KernelChange, kernelChanges } from './kernelText.ts';
import { MODULES } from './kernelTurns.ts';

/** The draws of the sample. */
const SEED = 20;
/** Changes that are put to the suite. */
const SAMPLE = 100;

/** The name of the kernels as they are, which no check may fail. */
const UNCHANGED = 'unchanged';

const TURNS_MODULE = fileURLToPath(new URL('./kernelTurns.js', import.meta.url));
const PORTS: readonly (readonly [dtype: Dtype, module: string])[] = [
  ['f64', '../../../engine/enginePort.js'],
  ['f32', '../../../engine/float32.fixture.js'],
];

/** Laws first and alone, of few inputs: what they kill, all kill; then all laws, and then every check. */
const ROUNDS: readonly { readonly runs: number; readonly kinds: readonly CheckKind[] | null }[] = [
  { runs: 10, kinds: ['law', 'error'] },
  { runs: DEFAULT_SAMPLING.runs, kinds: ['law', 'error'] },
  { runs: DEFAULT_SAMPLING.runs, kinds: null },
];

/** The chapters that ask the kernels, those that see most first. */
const ASKED = ['model', 'optimizer', 'loss', 'training', 'inference', 'parameters'] as const;

/** Where a change was killed. */
interface Killed {
  readonly byLaws: boolean;
  readonly killer: string;
}

/**
 * Draws changes of the kernels, and puts the suite to the engine with each of them, in double precision and then in single.
 *
 * @param log - is told what is being done
 * @param size - how many changes
 * @throws Error where a check fails for the kernels as they are, or the suite has a fault
 */
export async function kernelMutation(
  log: (line: string) => void,
  size = SAMPLE,
): Promise<{ readonly kernels: KernelSample; readonly kernelMutants: readonly KernelMutant[] }> {
  const all = kernelChanges();
  const { drawn, redrawn } = await draw(all, size);
  const killed = await killedOf(
    drawn.map((_, place) => String(place)),
    log,
  );
  return {
    kernels: { node: process.versions.node, seed: SEED, changes: all.length, redrawn },
    kernelMutants: drawn
      .map(({ file, line, original, replacement }, place): KernelMutant => {
        const end = killed.get(String(place));
        return {
          file,
          line,
          original,
          replacement,
          killedByLaws: end?.byLaws ?? false,
          killer: end?.killer ?? null,
          argument: end === undefined ? argumentFor({ file, original, replacement }) : null,
        };
      })
      .sort((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line),
  };
}

/** Draws changes until so many compile to other code, and leaves their modules in a folder. */
async function draw(all: readonly KernelChange[], size: number): Promise<{ drawn: KernelChange[]; redrawn: number }> {
  rmSync(MODULES, { recursive: true, force: true });
  mkdirSync(MODULES, { recursive: true });
  const usual = await modulesOf(null);
  keep(UNCHANGED, usual);
  const order = shuffled(all);
  const drawn: KernelChange[] = [];
  let tried = 0;
  for (; drawn.length < size && tried < order.length; tried++) {
    const modules = await modulesOf(order[tried]).catch(() => null);
    if (modules === null || PORTS.every((_, i) => Buffer.from(modules[i]).equals(usual[i]))) continue;
    keep(String(drawn.length), modules);
    drawn.push(order[tried]);
  }
  return { drawn, redrawn: tried - drawn.length };
}

function shuffled(all: readonly KernelChange[]): KernelChange[] {
  const order = [...all];
  new Random(BigInt(SEED)).shuffle(order);
  return order;
}

/** @throws Error where it does not compile, or is no valid module */
async function modulesOf(change: KernelChange | null): Promise<Uint8Array<ArrayBuffer>[]> {
  const modules: Uint8Array<ArrayBuffer>[] = [];
  for (const [dtype] of PORTS) modules.push(await compileWithFuel(dtype, change));
  for (const module of modules) new WebAssembly.Module(module);
  return modules;
}

function keep(name: string, modules: readonly Uint8Array[]): void {
  for (const [i, [dtype]] of PORTS.entries()) writeFileSync(join(MODULES, `${name}.${dtype}.wasm`), modules[i]);
}

/** Puts the suite to those that are left, round by round and chapter by chapter. */
async function killedOf(places: readonly string[], log: (line: string) => void): Promise<Map<string, Killed>> {
  const killed = new Map<string, Killed>();
  for (const { runs, kinds } of ROUNDS) {
    for (const [dtype, module] of PORTS) {
      for (const chapter of ASKED) {
        const left = places.filter((place) => !killed.has(place));
        if (left.length === 0) return killed;
        log(
          `${left.length} are left: ${kinds === null ? 'every check' : 'laws'} of ${chapter}, ${runs} inputs, ${dtype}`,
        );
        const names = [...left, UNCHANGED].map((place) => `${dtype}:${place}`);
        const file = fileURLToPath(new URL(module, import.meta.url));
        const turns = { module: TURNS_MODULE, names };
        const checks = await checksOf({ port: { kind: 'module', file }, chapters: [chapter], runs, kinds, turns });
        for (const { title, turns: ended } of checks) {
          const failed = (place: string) =>
            ended?.[`${dtype}:${place}`]?.status !== undefined && ended[`${dtype}:${place}`].status === 'failed';
          if (failed(UNCHANGED)) throw new Error(`mutation: the kernels as they are fail "${title}"; mend them first`);
          for (const place of left) {
            if (failed(place) && !killed.has(place)) killed.set(place, { byLaws: kinds !== null, killer: title });
          }
        }
      }
    }
  }
  return killed;
}
