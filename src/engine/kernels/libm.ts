/** The functions in which mathematical libraries differ, from outside (spec/numerics.md). */
export declare function exp(x: f64): f64;
export declare function sqrt(x: f64): f64;
