import { describe, expect, test } from 'vitest';
import { diffLog, type LogDiff } from '../../diff/diffLog.ts';
import { canonicalOutput } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL } from '../../port/config.ts';
import { diffSources } from '../diffSources.ts';
import { diffPage } from './diffPage.ts';

const LOG = canonicalOutput(openGolden());

async function diffOf(log: string): Promise<LogDiff> {
  async function* bytes() {
    yield new TextEncoder().encode(log);
  }
  const config = { ...diffSources(), config: CANONICAL, stepsGiven: false };
  return diffLog(bytes(), { ...config, diagnosis: 'none', onProgress: () => {} });
}

/** A section's text, by its id. */
function section(page: string, id: string): string {
  const [, text] = page.split(`aria-labelledby="${id}">`);
  return text
    .split('</section>')[0]
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('what is judged', () => {
  test('stands on the page: losses, steps, what they are set beside, the class, and samples', async () => {
    expect(section(diffPage(await diffOf(LOG)), 'judged')).toBe(
      'What is judged losses 1000 of 1000 steps, printed with 4 decimals to step 1000, the last that can be compared ' +
        'beside the run of the unmodified microgpt.py, recorded with CPython ' +
        'in class f64: within 1e-12 max(1, |loss|) and half a unit of the last digit printed; these are too few digits to tell the class ' +
        'samples 20, of which 20 are equal',
    );
  });

  test('of a log that ends early or has a gap is to its last step, and the page says so', async () => {
    const lines = LOG.split(/[\r\n]/).filter((line) => /^step +(?!100 )[123]?\d?\d \//.test(line));
    const text = section(diffPage(await diffOf(lines.join('\n'))), 'judged');
    expect(text).toContain('losses 398 of 1000 steps');
    expect(text).toContain('to step 399, the last');
    expect(text).toContain('step 100 is missing from this log: not judged');
    expect(text).toContain('samples none');
  });

  test('of a log that is cut where rounding decides is to the step before', async () => {
    const diff = await diffOf(LOG);
    const cut = { ...diff, judged: { ...diff.judged, steps: 344, isCut: true } };
    expect(section(diffPage(cut), 'judged')).toContain(
      'to step 344; what lies behind it is left out, since rounding alone decides there',
    );
  });
});

test('what no known mistake explains is headed so', async () => {
  const diff = await diffOf(LOG.replace('loss 2.6497', 'loss 2.6597'));
  const diagnosis = { explanations: [], weak: 0, tried: 900, extent: 'singles', more: false } as const;
  const page = diffPage({ ...diff, diagnosis });
  expect(section(page, 'diagnosis')).toMatch(
    /^Not explained none of the 900 known mistakes that were tried gives this log/,
  );
  expect(page).not.toContain('What explains it');
});
