import { CANONICAL } from '../../reference/config.ts';
import { documents, shuffled } from '../../reference/dataset.ts';
import { Random } from '../../reference/random.ts';
import { encode, tokenizer } from '../../reference/tokenizer.ts';
import { figure } from '../../report/chart/figure.ts';
import { box, label, type Point } from '../../report/chart/marks.ts';
import type { Markup } from '../../report/page/markup.ts';
import { arrow, DIAGRAM } from './diagram.ts';

const SIZE = { width: 900, height: 330 };
const FILE = ' emma\r\n\nava \nmia\n';
/** Pixels of a line, of a token's box, and where the columns begin. */
const [LINE, CELL, TOP] = [26, 30, 76];
const [FILE_AT, DOCS_AT, SHUFFLED_AT, TOKENS_AT] = [20, 190, 372, 540];

/** From a file to its documents, their order, and the tokens of the first of them. */
export function tokensFigure(): string {
  const docs = documents(new TextEncoder().encode(FILE));
  const order = shuffled(docs, new Random(CANONICAL.seed));
  const { uchars, BOS } = tokenizer(order);
  const tokens = order.map((doc) => encode(uchars, doc));
  const title = `A file of four lines, one of them blank, gives the documents ${docs.join(', ')}; shuffled with seed ${CANONICAL.seed} they are ${order.join(', ')}; the vocabulary is ${uchars.join(' ')} and BOS, ${BOS}; the tokens of ${order[0]} are ${tokens[0].join(' ')}`;
  return figure(SIZE, title, DIAGRAM, [
    column(FILE_AT, 'the file', 'dataset.1, dataset.2', visible(FILE)),
    arrow([
      [150, TOP + 30],
      [180, TOP + 30],
    ]),
    column(DOCS_AT, 'documents', 'dataset.3 to dataset.11', docs),
    arrow([
      [250, TOP + 30],
      [362, TOP + 30],
    ]),
    column(SHUFFLED_AT, 'in training order', 'dataset.5, random.5', order),
    arrow([
      [440, TOP + 30],
      [530, TOP + 30],
    ]),
    label('head', [TOKENS_AT, 26], 'tokens'),
    label('faint', [TOKENS_AT, 44], 'tokenizer.4'),
    tokens.map((list, i) => cells(list, BOS, [TOKENS_AT, TOP - 18 + i * (LINE + 8)])),
    vocabulary(uchars, BOS),
    positions(order[0], tokens[0], uchars),
  ]);
}

function column(x: number, heading: string, clauses: string, lines: readonly string[]): Markup[] {
  return [
    label('head', [x, 26], heading),
    label('faint', [x, 44], clauses),
    ...lines.map((line, i) => label('ink', [x, TOP + i * LINE], line)),
  ];
}

/** The lines of a file, with what ends them, and with its spaces to be seen. */
function visible(text: string): string[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n|\r|\n)/g)].map(
    ([, line, end]) => `${line.replaceAll(' ', '␣')} ${end === '\n' ? 'LF' : 'CR LF'}`,
  );
}

function cells(tokens: readonly number[], BOS: number, [x, y]: Point): Markup[] {
  return tokens.flatMap((token, i) => [
    box(token === BOS ? 'learnt' : null, [x + i * CELL, y], CELL - 4, LINE),
    label('ink', [x + i * CELL + (CELL - 4) / 2, y + 17], String(token), 'middle'),
  ]);
}

function vocabulary(uchars: readonly string[], BOS: number): Markup[] {
  return [
    label('head', [FILE_AT, 216], 'the vocabulary'),
    label('faint', [FILE_AT, 234], 'tokenizer.1 to tokenizer.3: characters by code point, and BOS'),
    ...[...uchars, 'BOS'].flatMap((character, i) => [
      box(i === BOS ? 'learnt' : null, [FILE_AT + i * 52, 248], 46, 44),
      label('head', [FILE_AT + i * 52 + 23, 267], character, 'middle'),
      label('shape', [FILE_AT + i * 52 + 23, 284], String(i), 'middle'),
    ]),
  ];
}

function positions(doc: string, tokens: readonly number[], uchars: readonly string[]): Markup[] {
  const shown = (token: number) => `${token} (${uchars[token] ?? 'BOS'})`;
  return [
    label('head', [TOKENS_AT, 216], `positions of ${doc}`),
    label('faint', [TOKENS_AT, 234], 'loss.7: each has the next token as its target'),
    ...tokens
      .slice(0, -1)
      .map((token, i) =>
        label('ink', [TOKENS_AT, 256 + i * 19], `position ${i}: token ${shown(token)}, target ${shown(tokens[i + 1])}`),
      ),
  ];
}
