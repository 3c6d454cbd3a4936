import { parseNumber } from '../../number.ts';
import type { LossEvent } from '../log.ts';

/** Gives losses their steps: the log's own, or where it has none, 1, 2, 3, ... in their order. */
export class Numbering {
  #count = 0;

  /**
   * @param step - the step as the log has it (`1`, `1.0`, `1e0`); null where it has none
   * @param value - the loss, in nats
   * @param text - its digits
   * @param num_steps - how many steps the log says there are
   */
  event(step: string | null, value: number, text: string, num_steps: string | null = null): LossEvent {
    this.#count++;
    return { kind: 'loss', step: countOf(step) ?? this.#count, num_steps: countOf(num_steps), value, text };
  }
}

function countOf(text: string | null): number | null {
  const number = text === null ? null : parseNumber(text);
  return number !== null && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
