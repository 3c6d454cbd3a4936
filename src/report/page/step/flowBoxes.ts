import type { Finding } from '../../../diff/step/findings.ts';
import type { Part, StageResult } from '../../../diff/step/stageResult.ts';
import { isWrong } from '../../../diff/step/stageResult.ts';
import type { MarkupPart } from '../markup.ts';
import { BOX, COLUMNS, type Placed, ROW } from './flowLayout.ts';
import { INDENT, suspectBar } from './flowLines.ts';
import type { FlowRow } from './flowRows.ts';
import { type Box, stageBox } from './stageBox.ts';
import { byValue, keyOf, tallyOf, valueKey } from './tally.ts';

const { forward, gradient, adam } = COLUMNS;
const ADAM_PARTS = ['m', 'v', 'updated'] as const;
const LAYER = /^(?:grad\.|[a-z]+\.|pos\d+\.)?layer(\d+)\./;
/** Beside one another in the program: they stand in. */
const ABREAST: ReadonlySet<string> = new Set(['q', 'k', 'v']);

/** What is drawn of a step. */
export interface Drawn {
  readonly stages: readonly StageResult[];
  readonly findings: readonly Finding[];
  /** Where on the page the map of a value is, by its key; it has none where it is absent. */
  readonly anchors: ReadonlyMap<string, string>;
}

/** The boxes of a step's picture, row by row. */
export class FlowBoxes {
  readonly #drawn: Drawn;
  readonly #values: ReadonlyMap<string, readonly StageResult[]>;
  readonly #found: ReadonlySet<string>;
  /** Values through which the gradient may come back wrong. */
  readonly #suspects: readonly string[];

  constructor(drawn: Drawn) {
    const { stages, findings } = drawn;
    this.#drawn = drawn;
    this.#values = byValue(stages);
    this.#found = new Set(findings.map(({ stage }) => keyOf(stage)));
    this.#suspects = findings.flatMap(({ part, places, shownBy }) =>
      part === 'backward' ? places.filter((at) => at !== shownBy) : [],
    );
  }

  /** How many layers the step has. */
  get layers(): number {
    return Math.max(0, ...this.#drawn.stages.map(({ name }) => layerOf(name) + 1));
  }

  hasWrong(layer: number): boolean {
    return this.#drawn.stages.some(({ name, status }) => isWrong(status) && layerOf(name) === layer);
  }

  /** A row of the picture, forward, back and Adam. */
  row(placed: Placed): MarkupPart {
    const { row, layers } = placed;
    if (row !== null) return this.#valueRow(placed, row, layers === null ? '' : `layer${layers[0]}.`);
    return layers === null ? null : this.#layersRow(placed, layers);
  }

  /** @param at - what stands before the names of its layer */
  #valueRow(placed: Placed, { value, by, matrices }: FlowRow, at: string): MarkupPart {
    const { name, y, height } = placed;
    const indent = ABREAST.has(value) ? INDENT : 0;
    const place = { x: forward.x + indent, y, width: forward.width - indent, height };
    return [
      this.#box(valueKey('forward', name), { ...place, name, text: value, by }),
      this.#suspects.includes(name) ? suspectBar(placed) : null,
      matrices.map((matrix, i) => this.#matrix(`${at}${matrix}`, matrix, y + i * ROW)),
    ];
  }

  /** The gradient of a matrix, and what Adam makes of it. */
  #matrix(name: string, text: string, y: number): MarkupPart {
    return [
      this.#box(valueKey('backward', name), {
        ...{ x: gradient.x, y, width: gradient.width, height: BOX },
        ...{ name: `gradient of ${name}`, text },
      }),
      ADAM_PARTS.map((part, i) =>
        this.#box(valueKey('adam', `${part}.${name}`), { ...adamPlace(i, y), name: `${part} of ${name}`, text: null }),
      ),
    ];
  }

  /** Several layers as one row. */
  #layersRow(placed: Placed, [from, to]: readonly [number, number]): MarkupPart {
    const { name, y } = placed;
    const isIn = (one: string) => layerOf(one) >= from && layerOf(one) <= to;
    const tally = (part: Part, kind = '') =>
      tallyOf(
        this.#drawn.stages.filter((stage) => stage.part === part && isIn(stage.name) && stage.name.startsWith(kind)),
      );
    const place = ({ x, width }: { readonly x: number; readonly width: number }) => ({ x, width, y, height: BOX });
    return [
      this.#suspects.some(isIn) ? suspectBar(placed) : null,
      stageBox(tally('forward'), { ...place(forward), name, text: name }),
      stageBox(tally('backward'), { ...place(gradient), name: `gradients of ${name}`, text: 'all' }),
      ADAM_PARTS.map((part, i) =>
        stageBox(tally('adam', `${part}.`), { ...adamPlace(i, y), name: `${part} of ${name}`, text: null }),
      ),
    ];
  }

  #box(key: string, box: Box): MarkupPart {
    const said = { isFinding: this.#found.has(key), anchor: this.#drawn.anchors.get(key) };
    return stageBox(tallyOf(this.#values.get(key) ?? []), box, said);
  }
}

function adamPlace(i: number, y: number) {
  return { x: adam.x + i * adam.step, y, width: adam.width, height: BOX };
}

/** -1 before and behind the layers. */
function layerOf(name: string): number {
  return Number(LAYER.exec(name)?.[1] ?? -1);
}
