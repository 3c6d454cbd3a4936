import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHAPTERS } from '../../port/ops.ts';
import { type Ground, ROOT } from './sources.ts';

/** Something that is measured and published, and so belongs to the tree that it was measured on. */
export interface Measured {
  readonly name: string;
  /** What of its page it is, where a page has several. */
  readonly what: string;
  /** The page that shows it, by its path in spec/. */
  readonly page: string;
  /** How it is measured anew. */
  readonly command: string;
  readonly ground: Ground;
}

/** What is read rather than imported: golden data, and the reference's text, into which mistakes are edited. */
const READ = ['golden/canonical', 'golden/small', 'golden/vectors', 'src/reference'];

/** Every measurement, in the order in which a page names them. */
export const MEASURED: readonly Measured[] = [
  {
    name: 'numerics',
    what: 'noise and mistakes',
    page: 'numerics.md',
    command: 'npm run measure',
    ground: { programs: ['src/lab/numerics/measure.ts'], data: READ },
  },
  {
    name: 'ensembles',
    what: 'other starts',
    page: 'numerics.md',
    command: 'npm run ensembles',
    ground: { programs: ['src/lab/ensembles/ensembleRuns.ts', 'src/lab/ensembles/healthFigures.ts'], data: READ },
  },
  {
    name: 'strength',
    what: 'shares of tolerances',
    page: 'numerics.md',
    command: 'npm run strength',
    ground: strengthGround(),
  },
  {
    name: 'strength',
    what: 'all',
    page: 'measured/strength.md',
    command: 'npm run strength',
    ground: strengthGround(),
  },
  {
    name: 'mutation',
    what: 'the reference',
    page: 'measured/mutation.md',
    command: 'npm run mutation -- --only reference',
    ground: checksGround(),
  },
  {
    name: 'mutationEngine',
    what: 'the engine',
    page: 'measured/mutation.md',
    command: 'npm run mutation -- --only engine',
    ground: engineGround([]),
  },
  {
    name: 'mutationKernels',
    what: 'its kernels',
    page: 'measured/mutation.md',
    command: 'npm run mutation -- --only kernels',
    ground: engineGround(['compileWithFuel', 'fuel', 'kernelText', 'kernelTurns']),
  },
  {
    name: 'diagnosis',
    what: 'all',
    page: 'measured/diagnosis.md',
    command: 'npm run measure:diagnosis names.txt',
    ground: { programs: ['src/lab/diagnosis/diagnosisRow.ts'], data: READ },
  },
  {
    name: 'domain',
    what: 'all',
    page: 'measured/domain.md',
    command: 'npm run measure:domain',
    ground: domainGround(),
  },
  {
    name: 'steps',
    what: 'all',
    page: 'measured/steps.md',
    command: 'npm run measure:steps',
    ground: { programs: ['src/lab/step/steps.ts'], data: READ },
  },
  {
    name: 'benchmarks',
    what: 'all',
    page: 'measured/benchmarks.md',
    command: 'npm run bench',
    ground: {
      programs: ['src/lab/bench/bench.ts', 'src/lab/bench/program.ts', 'src/cli/main.ts', 'src/engine/enginePort.ts'],
      data: ['src/ports/c/microgpt.c'],
    },
  },
  {
    name: 'libraries',
    what: 'all',
    page: 'measured/libraries.md',
    command: 'npm run measure:libraries',
    ground: {
      programs: ['src/exact/ownRun.ts', 'src/port/modules.ts', 'src/golden/canonical.ts'],
      data: ['golden/canonical', 'src/lab/exact/libraries', 'src/ports/c/microgpt.c'],
    },
  },
  {
    name: 'robustness',
    what: 'all',
    page: 'measured/robustness.md',
    command: 'npm run measure:robustness',
    ground: { programs: ['src/lab/robustness/robustness.ts', 'src/cli/main.ts', 'src/suite/runSuite.ts'], data: [] },
  },
];

/** The checks of the suite with what they read, some chapters' or all. */
export function checksGround(chapters: readonly string[] = CHAPTERS): Ground {
  const files = readdirSync(join(ROOT, 'properties')).filter((file) => file.endsWith('.test.ts'));
  const own = files.filter((file) => chapters.some((chapter) => file.startsWith(`${chapter}.`)));
  return {
    programs: own.map((file) => `properties/${file}`),
    data: [...READ, ...chapters.map((chapter) => `spec/${chapter}.md`)],
  };
}

/** @param modules - of src/lab/strength/kernels/, which change kernels */
function engineGround(modules: readonly string[]): Ground {
  const { programs, data } = checksGround();
  return {
    programs: [
      ...programs,
      'src/engine/enginePort.ts',
      'src/engine/float32.fixture.ts',
      ...modules.map((module) => `src/lab/strength/kernels/${module}.ts`),
    ],
    data: [...data, 'src/engine/kernels'],
  };
}

function domainGround(): Ground {
  const { programs, data } = checksGround();
  return { programs: [...programs, 'src/lab/domain/domain.ts'], data };
}

function strengthGround(): Ground {
  const { programs, data } = checksGround();
  return { programs: [...programs, 'src/lab/strength/subjects.ts', 'src/lab/strength/impostor.mjs'], data };
}
