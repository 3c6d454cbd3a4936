/** Why no law of its own clause sees a deviation, by its id. */
export const WITHOUT_LAW: Readonly<Record<string, string>> = {};
