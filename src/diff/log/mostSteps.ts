/** Steps of a log that are kept, and of a run that are compared: the engine takes a third of a second for as many. */
export const MOST_STEPS = 10_000;
