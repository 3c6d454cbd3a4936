const [LF, CR] = [10, 13];

/**
 * The lines of a dump that are not empty. Found by hand: where V8 does without optimising regular expressions, as it does once many
 * are compiled, `[^\r\n]+` runs out of stack in a line of 4 MB.
 */
export function* dumpLines(text: string): Generator<string, void> {
  let begin = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : LF;
    if (code !== LF && code !== CR) continue;
    if (i > begin) yield text.slice(begin, i);
    begin = i + 1;
  }
}
