import type { Deviation } from '../deviations/deviation.ts';
import { jsonFloat } from '../port/json.ts';
import { dialectJson } from './dialects/dialectLine.ts';
import type { LogDiff } from './diffLog.ts';

/** Version of the format; 1 had no `schema`, `complete`, `incomplete` and `departures`. */
const SCHEMA = 2;

/** What `diff --json` writes (spec/traces.md). */
export function diffJson(diff: LogDiff): object {
  const { verdict, completeness, judged, expected, trace, losses, samples, diagnosis, samplesDiagnosis, health } = diff;
  const first = losses.firstDivergence;
  return {
    schema: SCHEMA,
    verdict,
    complete: completeness.complete,
    incomplete: completeness.reasons,
    source: expected.source,
    library: diff.library ?? null,
    dialect: dialectJson(diff),
    stepsCompared: losses.steps,
    stepsJudged: judged.steps,
    departures: { f64: losses.departures.f64?.step ?? null, f32: losses.departures.f32?.step ?? null },
    firstDivergence: first && {
      step: first.step,
      expected: jsonFloat(first.expected),
      got: jsonFloat(first.got),
      delta: jsonFloat(first.delta),
    },
    maxAbsDelta: jsonFloat(losses.maxAbsDelta),
    printedDigits: losses.format.decimals,
    samples: samples && { compared: samples.compared, equal: samples.equal },
    format: trace.format,
    layout: diff.layout?.id ?? null,
    notes: [...trace.notes, ...diff.dumpNotes],
    health: health?.kind === 'judged' && health.unusual ? 'looks unusual' : null,
    diagnosis: [
      ...(diagnosis?.explanations ?? []).map(({ deviations, fitted, comparison, precision }) => ({
        ...named(deviations),
        ...(fitted.length > 0
          ? { fitted: fitted.map(({ id, best, least, most }) => ({ id, best, least, most })) }
          : {}),
        maxAbsDelta: jsonFloat(comparison.maxAbsDelta),
        precision,
      })),
      ...samplesDiagnosis.map((deviation) => ({ ...named([deviation]), maxAbsDelta: 0, precision: 'samples' })),
    ],
  };
}

/** Several mistakes together are one entry. */
function named(deviations: readonly Deviation[]): { id: string; clause: string; title: string } {
  const joined = (part: 'id' | 'clause' | 'title', by: string) => deviations.map((d) => d[part]).join(by);
  return { id: joined('id', '+'), clause: joined('clause', '+'), title: joined('title', ' + ') };
}
