// The reference as the functions of a template: DIST is the folder of the built package.
const folder = 'DIST';
const { referencePort } = await import(`${folder}/port/reference.js`);
const { Random } = await import(`${folder}/reference/random.js`);
const { Tape } = await import(`${folder}/reference/autograd.js`);

const { softmax, position_loss, average_loss, cross_entropy, sampling, rmsnorm, linear, adam } = referencePort('1');
const { documents, tokenizer, encode, decode, forward, backward, trace, train, sample } = referencePort('1');
const { parameters, microgpt } = referencePort('1');

/** A node of a tape, which is a fresh one behind each backward pass. */
class Value {
  static tape = null;
  constructor(x, place = null) {
    Value.tape ??= new Tape();
    this.tape = Value.tape;
    this.place = place ?? this.tape.leaf(x);
  }
  get data() {
    return this.tape.data[this.place];
  }
  get grad() {
    return this.tape.grad[this.place];
  }
  backward() {
    this.tape.backward(this.place);
    Value.tape = null;
  }
  pow(exponent) {
    return new Value(0, this.tape.pow(this.place, exponent));
  }
}
for (const kind of ['add', 'mul', 'sub', 'div', 'log', 'exp', 'relu', 'neg']) {
  Value.prototype[kind] = function (other) {
    return new Value(0, this.tape[kind](this.place, other?.place));
  };
}

export {
  adam,
  average_loss,
  backward,
  cross_entropy,
  decode,
  documents,
  encode,
  forward,
  linear,
  microgpt,
  parameters,
  position_loss,
  Random,
  rmsnorm,
  sample,
  sampling,
  softmax,
  tokenizer,
  trace,
  train,
  Value,
};
