import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { ROOT as IN_PAGE } from '../../try/packedTexts.ts';
import { ROOT } from '../release/sources.ts';

const OWN_TEXT = join(ROOT, 'src/port/ownText.ts');
const PACKED_TEXTS = join(ROOT, 'src/try/packedTexts.ts');

/** Files of the package are texts that the page brings along, and each module names its place in the package. */
const INTO_PAGE: Plugin = {
  name: 'into-page',
  async resolveId(source, importer) {
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    return resolved?.id === OWN_TEXT ? PACKED_TEXTS : resolved;
  },
  transform(code, id) {
    if (!code.includes('import.meta.url')) return null;
    return code.replaceAll('import.meta.url', JSON.stringify(id.replace(`${ROOT}`, IN_PAGE)));
  },
};

/**
 * A worker of a page in one script, which imports nothing.
 *
 * @param input - where it begins, by its path in the repository
 * @throws Error where it imports what a page does not have
 */
export async function workerCode(input: string): Promise<string> {
  const bundle = await rolldown({
    input: join(ROOT, input),
    platform: 'browser',
    plugins: [INTO_PAGE],
    onLog: (_, { message }) => {
      throw new Error(`workerCode: ${message}`);
    },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, codeSplitting: false });
  await bundle.close();
  return output[0].code;
}
