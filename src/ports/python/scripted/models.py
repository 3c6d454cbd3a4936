"""Operations on a model, and on what its losses and its optimizer are made of."""

import random

from .asked import Asked
from .wire import data, grad, matrix, numbers


class Models(Asked):
    """Each method without an underline before its name is an operation."""

    def parameters(self, request):
        config, vocab_size = request.config(), request.integer()
        space = self._initial(config, vocab_size)
        found = [data(p) for rows in space[self._roles.state].values() for row in rows for p in row]
        return ['%d %s' % (vocab_size, numbers(found))]

    def _initial(self, config, vocab_size):
        plan = self._plan('parameters')
        space = self._space(self._constants.given(config, vocab_size=vocab_size))
        random.seed(config['seed'])
        return space.run(plan['all'])

    def forward(self, request):
        plan, logits, losses = self._plan('forward'), [], []
        noted = {'__logits': lambda x: logits.append(x) or x, '__losses': lambda x: losses.append(x) or x}
        space = self._model(plan, request, lambda _: noted)
        loss = self._run(space, plan, request.integers())
        return [matrix(logits, data), numbers(losses, data), repr(data(loss))]

    def _run(self, space, plan, tokens):
        space.give(**{self._roles.tokens: tokens})
        return space.run(plan['all'])[self._roles.loss]

    def backward(self, request):
        plan = self._plan('document', (), True)
        space = self._model(plan, request)
        loss = self._run(space, plan, request.integers())
        return [repr(data(loss)), self._get(space, grad)]

    def _one(self, plan, tokens, **given):
        """A position, or some, without a model: its plan executed, the losses of positions noted."""
        noted = []
        given['__losses'] = lambda x: noted.append(x) or x
        given.setdefault('__given_logits', self._values([0.0]))  # where they are passed over
        space = self._space(dict(self._constants.given({'block_size': len(tokens) - 1}), **given)).run(plan['model'])
        loss = self._run(space, plan, tokens)
        return noted, loss

    def position_loss(self, request):
        probs, target = self._values(request.numbers()), request.integer()
        noted, _ = self._one(self._plan('position_loss'), [0, 0], __probs=probs, __target=target)
        return [repr(data(noted[0]))]

    def average_loss(self, request):
        losses = self._values(request.numbers())
        given = iter(losses)
        _, loss = self._one(self._plan('average_loss'), [0] * (len(losses) + 1), __next_loss=lambda: next(given))
        return [repr(data(loss))]

    def cross_entropy(self, request):
        logits, target = self._values(request.numbers()), request.integer()
        (loss,), _ = self._one(self._plan('cross_entropy'), [0, target], __given_logits=logits)
        loss.backward()
        return [repr(data(loss)), numbers(logits, grad)]

    def adam(self, request):
        plan, moments = self._plan('adam'), self._plan('moments')
        space = self._space(self._constants.given(request.config()))
        space.give(**{self._roles.step: request.integer()})
        params = self._values(request.numbers())
        for p, g in zip(params, request.numbers()):
            p.grad = g
        space.give(**{self._roles.params: params}).run(plan['before'])
        space.names.update(zip(moments, [request.numbers(), request.numbers()]))
        space.run(plan['all'])
        return [numbers(params, data)] + [numbers(space[name]) for name in moments]
