import type { Finding } from '../../../diff/step/findings.ts';
import type { Part, StageResult } from '../../../diff/step/stageResult.ts';
import { label } from '../../chart/marks.ts';
import { html, type Markup, type MarkupPart } from '../markup.ts';
import { BOX, COLUMNS, flowLayout, HEADING, type Placed, ROW, WIDTH } from './flowLayout.ts';
import { flowLines, INDENT, suspectBar } from './flowLines.ts';
import { layerBands } from './flowRows.ts';
import { STAGE_SIGNS, stageClass } from './stageMark.ts';
import { byValue, keyOf, type Tally, tallyOf, tallyText, valueKey } from './tally.ts';

const { forward, gradient, adam } = COLUMNS;
const ADAM_PARTS = ['m', 'v', 'updated'] as const;
/** From a box's edges to its text, from its top to the text's line, and to where it is said what makes a value. */
const [BESIDE, DOWN, MADE_AT] = [7, 16, 108];
const LAYER = /^(?:grad\.|[a-z]+\.|pos\d+\.)?layer(\d+)\./;

/** What is drawn of a step. */
export interface Drawn {
  readonly stages: readonly StageResult[];
  readonly findings: readonly Finding[];
  /** Where on the page the map of a value is, by its key; it has none where it is absent. */
  readonly anchors: ReadonlyMap<string, string>;
}

/** A position's way through the model, the way back and the update, each stage with how it was judged. */
export function flowPicture(drawn: Drawn): Markup {
  const { stages, findings } = drawn;
  const values = byValue(stages);
  const layers = Math.max(0, ...stages.map(({ name }) => Number(LAYER.exec(name)?.[1] ?? -1) + 1));
  const ofLayers = (from: number, to: number, part: Part, kind = '') =>
    stages.filter((stage) => {
      const layer = Number(LAYER.exec(stage.name)?.[1] ?? -1);
      return stage.part === part && layer >= from && layer <= to && stage.name.startsWith(kind);
    });
  const wrong = new Set(
    stages
      .filter(({ status }) => status === 'wrong' || status === 'shape')
      .map(({ name }) => Number(LAYER.exec(name)?.[1])),
  );
  const layout = flowLayout(layerBands(layers, (layer) => wrong.has(layer)));
  const found = new Set(findings.map(({ stage }) => keyOf(stage)));
  const suspects = new Set(
    findings.flatMap(({ part, places, shownBy }) => (part === 'backward' ? places.filter((at) => at !== shownBy) : [])),
  );
  const boxOf = (key: string, box: Box) =>
    stageBox(tallyOf(values.get(key) ?? []), { ...box, isFinding: found.has(key), anchor: drawn.anchors.get(key) });
  const rowOf = (one: Placed): MarkupPart => {
    if (one.row === null) {
      const [from, to] = one.layers ?? [0, 0];
      const isSuspect = [...suspects].some((name) => {
        const layer = Number(LAYER.exec(name)?.[1] ?? -1);
        return layer >= from && layer <= to;
      });
      const box = (x: number, width: number) => ({ x, y: one.y, width, height: one.height });
      return [
        isSuspect ? suspectBar(one) : null,
        stageBox(tallyOf(ofLayers(from, to, 'forward')), {
          ...box(forward.x, forward.width),
          ...{ name: one.name, text: one.name },
        }),
        stageBox(tallyOf(ofLayers(from, to, 'backward')), {
          ...box(gradient.x, gradient.width),
          ...{ name: `gradients of ${one.name}`, text: 'all' },
        }),
        ADAM_PARTS.map((part, i) =>
          stageBox(tallyOf(ofLayers(from, to, 'adam', `${part}.`)), {
            ...box(adam.x + i * adam.step, adam.width),
            ...{ name: `${part} of ${one.name}`, text: null },
          }),
        ),
      ];
    }
    const { value, by, matrices } = one.row;
    const indent = ['q', 'k', 'v'].includes(value) ? INDENT : 0;
    const at = one.layers === null ? '' : `layer${one.layers[0]}.`;
    return [
      boxOf(valueKey('forward', one.name), {
        ...{ x: forward.x + indent, y: one.y, width: forward.width - indent, height: one.height },
        ...{ name: one.name, text: value, by },
      }),
      suspects.has(one.name) ? suspectBar(one) : null,
      matrices.map((matrix, i) => {
        const y = one.y + i * ROW;
        return [
          boxOf(valueKey('backward', `${at}${matrix}`), {
            ...{ x: gradient.x, y, width: gradient.width, height: BOX },
            ...{ name: `gradient of ${at}${matrix}`, text: matrix },
          }),
          ADAM_PARTS.map((part, j) =>
            boxOf(valueKey('adam', `${part}.${at}${matrix}`), {
              ...{ x: adam.x + j * adam.step, y, width: adam.width, height: BOX },
              ...{ name: `${part} of ${at}${matrix}`, text: null },
            }),
          ),
        ];
      }),
    ];
  };
  const title = `One position's way through the model, from the embeddings down to the loss; beside it the gradients, which come back up, and Adam's m, v and updated parameters. ${tallyText(tallyOf(stages))}.`;
  return html`<svg class="flow" viewBox="0 0 ${WIDTH} ${layout.height}" role="group" aria-label="${title}">
${headings()}
${layout.frames.map(({ layer, y, height }) => html`<rect class="frame" x="2" y="${y}" width="${WIDTH - 4}" height="${height}" rx="6"/>${label('faint', [forward.x, y + HEADING - BESIDE], `layer ${layer}`)}`)}
${flowLines(layout)}
${layout.placed.map((one) => [rowOf(one), '\n'])}</svg>`;
}

function headings(): Markup {
  const [first, second] = [14, 30];
  const middle = forward.x + forward.width / 2;
  return html`${label('head-text', [middle, first], 'forward ↓', 'middle')}${label('faint', [middle, second], 'of all positions and heads', 'middle')}
${label('head-text', [gradient.x + gradient.width / 2, first], 'gradients ↑', 'middle')}${label('faint', [gradient.x + gradient.width / 2, second], 'by matrix', 'middle')}
${label('head-text', [adam.x + adam.step + adam.width / 2, first], 'Adam', 'middle')}
${['m', 'v', 'upd.'].map((text, i) => label('faint', [adam.x + i * adam.step + adam.width / 2, second], text, 'middle'))}`;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** In full, for who hovers. */
  readonly name: string;
  /** In the box; null where there is no room. */
  readonly text: string | null;
  readonly by?: string;
}

interface Marked extends Box {
  readonly isFinding?: boolean;
  readonly anchor?: string | undefined;
}

function stageBox(tally: Tally, { x, y, width, height, name, text, by, isFinding, anchor }: Marked): Markup {
  const { status, counts, all } = tally;
  const line = y + height / 2 + DOWN - BOX / 2;
  const some = text !== null && counts[status] < all ? ` ${counts[status]}/${all}` : '';
  const sign = `${STAGE_SIGNS[status]}${some}`;
  const box = html`<g class="stage ${stageClass(status)}${isFinding ? ' finding' : ''}"><title>${name}: ${tallyText(tally)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>${
    text === null
      ? label('sign', [x + width / 2, line], sign, 'middle')
      : html`${label('value', [x + BESIDE, line], text)}${label('sign', [x + width - BESIDE, line], sign, 'end')}${by === undefined ? null : label('by', [forward.x + MADE_AT, line], by)}`
  }</g>`;
  return anchor === undefined ? box : html`<a href="#${anchor}">${box}</a>`;
}
