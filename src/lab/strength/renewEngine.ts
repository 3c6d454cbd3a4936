import { beforeEach } from 'vitest';
import { forgetEngine } from './engineSlot.ts';

/** Each check has an engine of its own (mutatedEngine.ts). */
beforeEach(forgetEngine);
