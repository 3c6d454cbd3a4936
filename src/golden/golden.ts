/** Golden data, wherever they come from: a folder, which is checked as it is read, or a page that has fetched them. */
export interface Golden {
  /**
   * Reads a golden file.
   *
   * @param path - its path in the folder: `canonical/losses.json`
   * @returns its bytes, as they were recorded
   * @throws GoldenFault where they cannot be had
   */
  read(path: string): Uint8Array;
}

/** Reads a golden text file; parameters and errors as in `Golden.read`. */
export function readGoldenText(golden: Golden, path: string): string {
  return new TextDecoder().decode(golden.read(path));
}
