/** Whether an answer comes later: a promise of any realm or library, as `await` takes it. */
export function isPromised(answer: unknown): answer is PromiseLike<unknown> {
  return (
    (typeof answer === 'object' || typeof answer === 'function') &&
    answer !== null &&
    typeof Reflect.get(answer, 'then') === 'function'
  );
}
