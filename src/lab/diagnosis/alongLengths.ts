/**
 * Answers for logs of one run, the longest first. What agrees with a log agrees with each beginning of it, so the answers are
 * nested: where two are alike, those between them are too and are not asked for.
 *
 * @param count - how many logs there are
 * @param ask - gives the answer for a log by its index
 * @param isAlike - whether two answers are the same, and so thorough that all between them are
 * @returns an answer for each
 */
export async function alongLengths<T>(
  count: number,
  ask: (index: number) => Promise<T>,
  isAlike: (a: T, b: T) => boolean,
): Promise<T[]> {
  const last = count - 1;
  const answers = new Map<number, T>();
  const answerOf = async (index: number): Promise<T> => {
    const answer = answers.get(index) ?? (await ask(index));
    answers.set(index, answer);
    return answer;
  };
  const between = async (longer: number, shorter: number): Promise<void> => {
    const [a, b] = [await answerOf(longer), await answerOf(shorter)];
    if (isAlike(a, b)) {
      for (let index = longer + 1; index < shorter; index++) answers.set(index, a);
    } else if (shorter - longer > 1) {
      const middle = Math.ceil((longer + shorter) / 2); // short logs differ from each other rather than long ones
      await between(longer, middle);
      await between(middle, shorter);
    }
  };
  await between(0, last);
  return Promise.all(Array.from({ length: count }, (_, index) => answerOf(index)));
}
