import type { Ball } from '../../port/balls.ts';
import { learningRate } from '../../reference/optimizer.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { inRange } from './rangedBalls.ts';
import { judged, type StageResult } from './stageResult.ts';
import type { StepDump } from './stepDump.ts';
import { known, type StepModel } from './stepModel.ts';

/** The moments before a step. */
export interface MomentsBefore {
  readonly m: StateDict;
  readonly v: StateDict;
}

/**
 * Judges Adam's part of a step: m, v and the parameters behind it, each from the port's own numbers before it (optimizer.2 to
 * optimizer.8).
 *
 * @param before - the port's own moments before the step; null where they are not known, 0 before the first step
 */
export function judgeAdam(model: StepModel, dump: StepDump, before: MomentsBefore | null): StageResult[] {
  const names = [...new Set([dump.updated, dump.m, dump.v].flatMap((dict) => Object.keys(dict ?? {})))];
  return (['m', 'v', 'updated'] as const).flatMap((part) =>
    names.map((name): StageResult => {
      const own = dump[part]?.[name];
      if (own === undefined) return { part: 'adam', name: `${part}.${name}`, status: 'not given' };
      const due = dueOf(model, dump, before, part, name);
      const unknown = part !== 'updated' && before?.[part][name] === undefined && dump.grad?.[name] !== undefined;
      const because = unknown ? 'the moments before this step are not known; give the steps before it too' : undefined;
      return judged('adam', `${part}.${name}`, own.flat(), due, own[0]?.length ?? 0, because);
    }),
  );
}

function dueOf(
  model: StepModel,
  dump: StepDump,
  before: MomentsBefore | null,
  part: 'm' | 'v' | 'updated',
  name: string,
): Ball[] | null {
  const grad = dump.grad?.[name]?.flat() ?? null;
  const { beta1, beta2 } = model.config;
  const { balls } = model;
  const moment = (of: 'm' | 'v', beta: number, value: (g: number) => number) =>
    known([before?.[of]?.[name]?.flat() ?? null, grad], (old, g) =>
      old.map((x, i): Ball => {
        const terms = [beta * x, (1 - beta) * value(g[i])];
        const lost = balls.rounding(1, Math.abs(terms[0]) + Math.abs(terms[1]) / (1 - beta));
        const magnitude = Math.max(Math.abs(terms[1]) / (1 - beta), Math.abs(terms[0]));
        return inRange({ mid: terms[0] + terms[1], rad: lost }, magnitude, balls.dtype);
      }),
    );
  if (part === 'm') return moment('m', beta1, (g) => g);
  if (part === 'v') return moment('v', beta2, (g) => g * g);
  const exactly = (of: 'm' | 'v') => dump[of]?.[name]?.flat().map((mid): Ball => ({ mid, rad: 0 })) ?? null;
  const m = exactly('m') ?? moment('m', beta1, (g) => g);
  const v = exactly('v') ?? moment('v', beta2, (g) => g * g);
  const p = dump.params?.[name]?.flat() ?? null;
  return known([m, v, p], (first, second, data) =>
    data.map((x, i) => updated(model, dump.step - 1, x, first[i], second[i])),
  );
}

/** p - lr_t m_hat / (sqrt(v_hat) + eps_adam), with what rounding may cost it. */
function updated({ config, balls }: StepModel, step: number, p: number, m: Ball, v: Ball): Ball {
  const { beta1, beta2, eps_adam } = config;
  const lr_t = learningRate(config, step);
  const [of1, of2] = [1 - beta1 ** (step + 1), 1 - beta2 ** (step + 1)];
  const root = Math.sqrt(v.mid / of2);
  const change = (lr_t * (m.mid / of1)) / (root + eps_adam);
  const low = Math.sqrt(Math.max(0, v.mid - v.rad) / of2);
  const ofM = (Math.abs(lr_t) * (m.rad / of1)) / (low + eps_adam);
  const ofV = Math.abs(change) * ((Math.sqrt((v.mid + v.rad) / of2) - low) / (low + eps_adam));
  const corrections = 1 / (1 - beta1) + 1 / (1 - beta2) + config.num_steps / Math.max(1, config.num_steps - step);
  const rad = ofM + ofV + balls.rounding(4 * corrections, Math.abs(change)) + balls.rounding(1, Math.abs(p));
  return { mid: p - change, rad };
}
