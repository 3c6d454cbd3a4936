/** What ports print before the names: `--- inference (new, hallucinated names) ---`, `samples:`, `Generating 20 names...`. */
const HEADING = /(?<!\p{L})(?:inference|samples?|generat(?:ed|ing|ion)|hallucinat(?:ed|ions?))(?!\p{L})/iu;
/** `names:`, `--- the new names ---`; not `loading names.txt`. */
const NAMES_HEADING = /^[^\p{L}\d]*(?:the\s+)?(?:\p{L}+\s+){0,3}names[^\p{L}\d]*$/iu;
/** The longest heading. */
const MOST_HEADING = 200;

/** Whether a line announces samples. */
export function isHeading(line: string): boolean {
  return line.length <= MOST_HEADING && (HEADING.test(line) || NAMES_HEADING.test(line));
}
