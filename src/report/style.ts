import { styleText } from 'node:util';

/** How text is marked where it is shown. */
export interface Style {
  bold(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

/** No marks: for files, pipes and NO_COLOR. */
export const PLAIN: Style = {
  bold: (text) => text,
  red: (text) => text,
  green: (text) => text,
  yellow: (text) => text,
};

const COLOURED: Style = {
  bold: (text) => styleText('bold', text),
  red: (text) => styleText('red', text),
  green: (text) => styleText('green', text),
  yellow: (text) => styleText('yellow', text),
};

/** Colours on a terminal that has them, and never with NO_COLOR (https://no-color.org). */
export function styleFor(stream: NodeJS.WriteStream): Style {
  const refused = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '';
  return stream.isTTY && !refused ? COLOURED : PLAIN;
}
