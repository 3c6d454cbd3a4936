const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A copy of a text, which else keeps the whole piece of the log in memory that it is a part of. */
export function owned(text: string): string {
  return decoder.decode(encoder.encode(text));
}
