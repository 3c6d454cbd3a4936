import 'vitest';
import type { LibmAccuracy } from '../libm/probe.ts';
import type { OpName } from '../port/port.ts';
import type { PortIdentity } from '../report/identity.ts';
import type { CheckKind, CheckStatus, ExactRun, Reach } from '../report/result.ts';

/** What the reporter learns of a check. */
export interface CheckMeta {
  /** The clause whose id begins the title. */
  readonly clause: string;
  readonly kind: CheckKind;
  readonly reach: Reach;
  readonly ops: readonly OpName[];
  /** Whether it draws its inputs. */
  readonly draws: boolean;
}

/** What a port gave where a golden run was due, in JSON's numbers. */
export interface Witnessed {
  /** The loss of each step; null where the check trained nothing. */
  readonly losses: readonly (number | string)[] | null;
  /** The tokens of each sample, up to the first that differs. */
  readonly samples: readonly (readonly number[])[];
}

/** Why a check did not run. */
export type NotRun = 'not-claimed' | 'not-applicable';

/** How a check of one port ended. */
export interface Taken {
  readonly status: CheckStatus;
  /** The largest share of a tolerance that a difference took, beyond 1 where it failed; 0 where all was exact. */
  readonly closest?: number;
}

declare module 'vitest' {
  interface TaskMeta {
    check?: CheckMeta;
    /** Who was asked, as it says itself. */
    port?: PortIdentity;
    notRun?: NotRun;
    /** Whether the time was up before it began. */
    isLate?: boolean;
    /** Requests that it made. */
    requests?: number;
    /** What was wrong with the call, where that kept the check from asking anything. */
    callFault?: string;
    /** By name, where several ports took turns. */
    turns?: Readonly<Record<string, Taken>>;
    /** The largest share of a tolerance that a difference took, beyond 1 where it failed; 0 where all was exact. */
    closest?: number;
    /** How far the port's mathematical library is from correct rounding, where the check asked. */
    libm?: readonly LibmAccuracy[];
    /** What the port trained or sampled, where the check compared it with a golden run. */
    witnessed?: Witnessed;
    /** A run that the port repeated bit for bit on its own library. */
    exact?: ExactRun;
  }
}
