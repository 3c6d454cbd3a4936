import { SINGLE } from './tracedPorts.ts';

/** For `run --module`. */
export default SINGLE;
