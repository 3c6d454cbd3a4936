import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JudgedStep, judgeSteps } from '../../../diff/step/judgeStep.ts';
import { readStep } from '../../../diff/step/readStep.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { GOLDEN_FOLDER } from '../../../golden/folder.ts';
import { type Config, configure } from '../../../reference/config.ts';
import type { Matrix } from '../../../reference/parameters.ts';

/** A golden run with its steps, of two layers of two heads. */
const FILE = join(GOLDEN_FOLDER, 'small/two_layers.json');

/** The golden steps, judged with changes. */
export async function judgedGolden(change: (dumps: readonly StepDump[]) => readonly StepDump[]): Promise<JudgedStep[]> {
  const bytes = readFileSync(FILE);
  const { config } = JSON.parse(bytes.toString()) as { config: Partial<Config> };
  const read = await readStep(bytes, FILE);
  return judgeSteps(change(read.map(({ dump }) => dump)), configure(config), 'f64');
}

/** Step 1 with mistakes in a value of layer 0, in the loss, in two gradients and in all first moments; the others are right. */
export function mistaken([first, ...others]: readonly StepDump[]): StepDump[] {
  const { trace, loss, grad, m } = first;
  const q = (name: string) => trace.get(name)?.map((x, i) => (i === 1 ? -x : x)) ?? [];
  return [
    {
      ...first,
      ...{ loss: 2 * (loss ?? 0), v: null, updated: null },
      trace: new Map([...trace, ...['pos1.layer0.q', 'pos2.layer0.q'].map((name) => [name, q(name)] as const)]),
      grad: {
        ...grad,
        'layer1.attn_wo': transposed(grad?.['layer1.attn_wo'] ?? []),
        'layer1.mlp_fc2': withNaN(grad?.['layer1.mlp_fc2'] ?? []),
      },
      m: Object.fromEntries(
        Object.entries(m ?? {}).map(([name, rows]) => [name, rows.map((row) => row.map((x) => 2 * x))]),
      ),
    },
    ...others,
  ];
}

function transposed(matrix: Matrix): Matrix {
  return matrix.map((row, i) => row.map((_, j) => matrix[j][i]));
}

function withNaN(matrix: Matrix): Matrix {
  return matrix.map((row, i) => row.map((x, j) => (i + j === 0 ? Number.NaN : x)));
}
