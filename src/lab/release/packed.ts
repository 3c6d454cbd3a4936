/** Files that nobody who installs the package needs. */
const UNWANTED = [/(^|\/)lab\//, /\.fixture\./, /__pycache__/, /^(?:src|dist)\/.*\.test\./, /^\./, /\.tgz$/];

/**
 * Holds the files of a package against what it should have.
 *
 * @param files - that are packed
 * @param wanted - that must be among them
 * @returns a line for each file that is missing, and for each that has no business there
 */
export function packedProblems(files: readonly string[], wanted: readonly string[]): string[] {
  const packed = new Set(files);
  return [
    ...wanted.filter((file) => !packed.has(file)).map((file) => `${file} is not packed; see "files" in package.json`),
    ...files
      .filter((file) => UNWANTED.some((pattern) => pattern.test(file)))
      .map((file) => `${file} is packed, and only tests or the laboratory need it; leave it out in package.json`),
  ];
}
