import type { Markup } from './markup.ts';

/** What a page holds; a document goes around it, or another page takes it in. */
export interface PageParts {
  /** Of the window. */
  readonly title: string;
  /** What it is about, and the verdict. */
  readonly header: Markup;
  /** Its sections. */
  readonly main: Markup;
}
