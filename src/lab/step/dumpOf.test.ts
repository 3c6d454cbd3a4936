import { describe, expect, test } from 'vitest';
import { CATALOGUE, deviationOf } from '../../deviations/catalogue.ts';
import { configFromJson } from './x.ts';
