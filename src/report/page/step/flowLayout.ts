import { BEFORE_LAYERS, BEHIND_LAYERS, type FlowRow, type LayerBand, OF_LAYER } from './flowRows.ts';

/** Pixels: a row, a box in it, and a layer's heading; and above all, the headings of the columns. */
export const [ROW, BOX, HEADING] = [30, 24, 24];
const TOP = 44;

/** Columns, by their left edges and widths; a lane left of them is for what goes around a block. */
export const COLUMNS = {
  lane: 12,
  forward: { x: 26, width: 214 },
  gradient: { x: 286, width: 92 },
  adam: { x: 394, width: 24, step: 28 },
} as const;
export const WIDTH = 480;

/** A row of the picture, or several layers as one. */
export interface Placed {
  /** Of a value, `layer0.q`; of layers that are one row, `layers 2 to 5`. */
  readonly name: string;
  readonly row: FlowRow | null;
  /** The layers that it stands for; null before and behind them. */
  readonly layers: readonly [from: number, to: number] | null;
  readonly y: number;
  readonly height: number;
}

/** A layer's frame. */
export interface LayerFrame {
  readonly layer: number;
  readonly y: number;
  readonly height: number;
}

/** Where everything lies. */
export interface FlowLayout {
  readonly placed: readonly Placed[];
  readonly frames: readonly LayerFrame[];
  readonly height: number;
}

/** Places the rows one below the other, in the order of execution. */
export function flowLayout(bands: readonly LayerBand[]): FlowLayout {
  const placed: Placed[] = [];
  const frames: LayerFrame[] = [];
  let y = TOP;
  const add = (name: string, row: FlowRow | null, layers: Placed['layers']) => {
    const height = BOX + ROW * (Math.max(1, row?.matrices.length ?? 0) - 1);
    placed.push({ name, row, layers, y, height });
    y += height + ROW - BOX;
  };
  for (const row of BEFORE_LAYERS) add(row.value, row, null);
  for (const band of bands) {
    if (band.kind === 'folded') {
      const { from, to } = band;
      add(from === to ? `layer ${from}` : `layers ${from} to ${to}`, null, [from, to]);
      continue;
    }
    const { layer } = band;
    const from = y;
    y += HEADING;
    for (const row of OF_LAYER) add(`layer${layer}.${row.value}`, row, [layer, layer]);
    frames.push({ layer, y: from, height: y - from });
    y += ROW - BOX;
  }
  for (const row of BEHIND_LAYERS) add(row.value, row, null);
  return { placed, frames, height: y };
}
