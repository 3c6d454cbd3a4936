/** Golden data that cannot be used: a file missing, altered or of another form. A fault of the suite, not of a port. */
export class GoldenFault extends Error {
  override readonly name = 'GoldenFault';
}
