/** A path (`run --path`) to which no input of the check belongs: the call is at fault, and nothing was asked. */
export class NoInput extends Error {
  override readonly name = 'NoInput';
}
