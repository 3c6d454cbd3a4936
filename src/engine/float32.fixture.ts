import { enginePort } from './enginePort.ts';

/** The engine in single precision, as a port of class f32. */
export default enginePort('0', { dtype: 'f32', libm: Math });
