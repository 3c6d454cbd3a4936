/** Characters that a shell takes as they stand. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** A command as a POSIX shell reads it, for messages. */
export function shellWords(command: readonly string[]): string {
  return command.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
