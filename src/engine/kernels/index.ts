export { adam } from './adam';
export { attention, attentionBackward } from './attention';
export { relu, reluBackward, square, squareBackward } from './mlp';
export { times, timesTransposed, transposedTimes } from './products';
export { rmsnorm, rmsnormBackward } from './rmsnorm';
export { softmaxRows } from './softmax';
export { clear, quotient, sum } from './vectors';
