import { describe, expect, test } from 'vitest';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { readSpec } from '../spec/clauses.ts';
import { manifestFaults, readManifest, titlesOf } from './manifest.ts';
import { runVitest } from './runSuite.ts';
import { DEFAULT_SAMPLING } from './sampling.ts';
import { clausesWithChecks } from './traceability.ts';

const { checks, faults } = await runVitest({
  port: { kind: 'reference' },
  sampling: { ...DEFAULT_SAMPLING, runs: 1 },
  chapters: SPEC_CHAPTERS,
  reporters: [],
  onCheck: () => {},
});

describe('clauses and checks map both ways', () => {
  test('the checks that run are those of properties/manifest.json (npm run manifest)', () => {
    const titles = checks.map(({ title }) => title);
    expect(faults).toEqual([]);
    expect(manifestFaults(titlesOf(readManifest(), SPEC_CHAPTERS), titles)).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
    const reached = Object.fromEntries(checks.map(({ title, reach }) => [title, reach]));
    expect(Object.assign({}, ...Object.values(readManifest()))).toEqual(reached);
  });

  test('every check names a clause of the specification', () => {
    const ids = new Set(readSpec().map(({ id }) => id));
    expect(checks.filter(({ clause }) => !ids.has(clause))).toEqual([]);
  });

  test('every clause has a check that runs for the reference, or says why none can', () => {
    const held = new Set(checks.filter(({ status }) => status === 'held').map(({ clause }) => clause));
    const silent = clausesWithChecks().filter(({ clause }) => !held.has(clause.id) && clause.uncheckable === null);
    expect(silent.map(({ clause }) => clause.id)).toEqual([]);
  });

  test('a clause that says it cannot be checked is not checked', () => {
    const claimed = clausesWithChecks().filter(
      ({ clause, checks: own }) => clause.uncheckable !== null && own.length > 0,
    );
    expect(claimed.map(({ clause }) => clause.id)).toEqual([]);
  });
});

describe('the manifest of checks', () => {
  test('a check that did not run is a fault', () => {
    expect(manifestFaults(['loss.1 a', 'loss.2 b'], ['loss.1 a'])).toEqual(['the check "loss.2 b" did not run']);
  });

  test('a chapter of which nothing ran is a fault for each of its checks', () => {
    expect(manifestFaults(titlesOf(readManifest(), ['loss']), []).length).toBe(Object.keys(readManifest().loss).length);
  });

  test('a check that is not in the manifest is a fault', () => {
    expect(manifestFaults([], ['loss.1 a'])).toEqual(['the check "loss.1 a" is not in properties/manifest.json']);
  });
});
