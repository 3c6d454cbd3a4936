/** Clauses that an impostor does not violate: it is the reference but for one thing, and they are not about that. */

const REJECTS = 'the impostor rejects what the reference rejects';
const NUMBER = 'the answer is a single number, which has no shape';
const TEXT = 'the answer is text or integers, which a relative error leaves as they are';

/** Reasons by clause, for the two impostors that are nearly the reference. */
export const BY_NATURE: Readonly<Record<'shape' | 'noise', Readonly<Record<string, string>>>> = {
  shape: {
    ...each(REJECTS, 'random.10 random.14 dataset.9 tokenizer.5 tokenizer.7 parameters.6 parameters.14 model.5'),
    ...each(REJECTS, 'loss.4 loss.11 optimizer.10 inference.9'),
    ...each(NUMBER, 'loss.1 loss.2 loss.3 loss.5 loss.12'),
    'loss.8': 'two answers of the port are compared, and both are as short',
  },
  noise: {
    ...each(REJECTS, 'random.10 random.14 dataset.9 tokenizer.5 tokenizer.7 parameters.6 parameters.14 model.5'),
    ...each(REJECTS, 'loss.4 loss.11 optimizer.10 inference.9'),
    ...each(TEXT, 'random.11 dataset.1 dataset.2 dataset.3 dataset.4 dataset.5 dataset.6 dataset.7 dataset.8'),
    ...each(TEXT, 'dataset.10 dataset.11 tokenizer.1 tokenizer.2 tokenizer.3 tokenizer.4 tokenizer.6 tokenizer.8'),
    ...each(TEXT, 'tokenizer.9 tokenizer.10 tokenizer.11 tokenizer.12 tokenizer.13 inference.12'),
    'autograd.15': 'the gradients are integers, so that a deep graph is told from a wrong one',
    'parameters.9': 'it counts parameters',
    'model.25': 'its gradients are exactly 0, and 0 with a relative error is 0',
  },
};

function each(reason: string, clauses: string): Record<string, string> {
  return Object.fromEntries(clauses.split(' ').map((clause) => [clause, reason]));
}
