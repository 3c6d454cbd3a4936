"""Operations that train and sample."""

import random

from .asked import Asked
from .space import FILES, Uniforms
from .wire import data, listed, matrix, numbers, text

FIRST_CHARACTER = 0xF0000  # characters that stand for tokens: a private plane, in which nothing is white space


def characters(tokens):
    """A text in which each token is a character."""
    return ''.join(chr(FIRST_CHARACTER + token) for token in tokens)


class Drawn(Exception):
    """A token was to be drawn."""


class Programs(Asked):
    """Each method without an underline before its name is an operation."""

    def train(self, request):
        plan, docs, trained = self._plan('train'), self._roles.docs[0], self._roles.trained

        def given(vocab_size):
            texts = [self._document(request.integers(), vocab_size - 1) for _ in range(request.integer())]
            return {docs: texts, trained: texts, '__uchars': list(characters(range(vocab_size - 1)))}

        space = self._model(plan, request, given)
        for name in {docs, trained}:  # the loop may change them
            del space.given[name]
        random.seed(space.config['seed'])  # of a script that draws while it trains
        losses = self._trained(space, plan['all'], request.integer())
        return [numbers(losses), self._get(space, data)]

    @staticmethod
    def _document(tokens, bos):
        """The text that the script makes these tokens of."""
        if tokens[:1] != [bos] or tokens[-1:] != [bos]:
            raise ValueError('train: a document has BOS, %d, on both sides' % bos)
        return characters(tokens[1:-1])

    def _trained(self, space, code, steps):
        """The losses of steps of training, of those that have one: a script may leave steps out, or end."""
        losses = []
        for step in range(steps):
            losses += self._stepped(space, code, step)
            if space.left == 'break':
                break
        return losses

    def sampling(self, request):
        plan, weights = self._plan('sampling'), []

        def choices(_, given=None, weights_=weights, **named):
            weights_ += named.get('weights', given)
            raise Drawn

        logits, temperature = self._values(request.numbers()), request.number()
        given = self._constants.given({'block_size': 1, 'temperature': temperature}, vocab_size=len(logits))
        given.update(__choices=choices, __given_logits=logits, __uchars=list(characters(range(len(logits) - 1))))
        try:
            self._space(given).run(plan['model']).run(plan['all'])
        except Drawn:
            pass
        return [numbers(weights)]

    def sample(self, request):
        plan, stream = self._plan('sample'), Uniforms()
        given = lambda vocab_size: {'__choices': stream.choices,
                                    '__uchars': list(characters(range(vocab_size - 1)))}
        space = self._model(plan, request, given)
        stream.given(request.numbers())
        tokens = [ord(c) - FIRST_CHARACTER for c in self._sampled(space, plan)]
        return [listed(tokens, str), matrix(stream.weights)]

    def microgpt(self, request):
        plan, config = self._plan('program'), request.config()
        dataset = request.bytes()
        space = self._space(self._constants.given(config))
        random.seed(config['seed'])
        plan.begun(space, FILES, dataset)
        docs = listed(space[self._roles.docs[0]], text)
        drawn = [data(p) for rows in space[self._roles.state].values() for row in rows for p in row]
        initial = '%d %s' % (len(space[self._roles.state]['wte']), numbers(drawn))
        losses = self._trained(space, plan['step'], config['num_steps'])
        space.run(plan['between'])
        samples = self._samples(space, plan, config['num_samples'])
        return [docs, initial, numbers(losses), listed(samples, text)]

    def _samples(self, space, plan, count):
        """The texts of samples, of those that are shown: a script may leave some out, or end."""
        samples = []
        for i in range(count):
            before = space.names.get(self._roles.sample)
            sample = self._sampled(space, plan, 'sample', i)
            if space.left == '' or space.left == 'break' and space[self._roles.sample] is not before:
                samples.append(sample)
            if space.left == 'break':
                break
        return samples
