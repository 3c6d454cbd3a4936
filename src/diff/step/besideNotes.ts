import type { Config } from '../../reference/config.ts';
import { learningRate } from '../../reference/optimizer.ts';

/** A single number beside a step, under the name of a constant or size of the port. */
export interface Beside {
  readonly name: string;
  readonly value: number;
}

/** A step with the single numbers beside it. */
interface BesideStep {
  readonly dump: { readonly step: number; readonly tokens: readonly number[] | null };
  readonly beside: readonly Beside[];
}

/**
 * What is said of single numbers that stand beside a step, outside `config`, and are not what it is judged with.
 *
 * @param used - what it is judged with
 */
export function besideNotes(
  { dump: { step, tokens }, beside }: BesideStep,
  used: Config & { readonly vocab_size: number | undefined },
): string[] {
  const known: Readonly<Record<string, unknown>> = { ...used, BOS: tokens?.[0] };
  const isOfStep = ({ name, value }: Beside) => name === 'learning_rate' && value === learningRate(used, step - 1);
  const others = beside.filter(
    (one) => known[one.name] !== undefined && known[one.name] !== one.value && !isOfStep(one),
  );
  return others.map(({ name, value }) => {
    const isConstant = name in used && name !== 'vocab_size';
    const said = isConstant ? `; if the port has ${value}, write config.${name}, or say --${name} ${value}` : '';
    return `${name} ${value} stands beside the step and is not read: ${name} is ${String(known[name])} here${said}`;
  });
}
