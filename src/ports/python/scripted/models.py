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
        space.give(**{self._roles.tokens: tokens}).run(plan['all'])
        if space.left:
            raise ValueError('the script leaves this document out by `%s`' % space.left)
        return space[self._roles.loss]

    def backward(self, request):
        plan = self._plan('document', (), True)
        space = self._model(plan, request)
        loss = self._run(space, plan, request.integers())
        return [repr(data(loss)), self._get(space, grad)]

    def _one(self, plan, tokens, values, given):
        """A position, or some, without a model: its plan executed, the losses of positions noted.

        `given` makes of the values, as numbers of the script, what the plan is given.
        """
        noted = []
        constants = self._constants.given({'block_size': len(tokens) - 1}, vocab_size=len(values))
        space = self._space(constants).run(plan['model'])
        values = list(map(space[self._roles.value.name], values))
        space.give(__losses=lambda x: noted.append(x) or x, __given_logits=values)  # or passed over
        loss = self._run(space.give(**given(values)), plan, tokens)
        return noted, loss

    def position_loss(self, request):
        probs, target = request.numbers(), request.integer()
        noted, _ = self._one(self._plan('position_loss'), [0, 0], probs,
                             lambda values: {'__probs': values, '__target': target})
        return [repr(data(noted[0]))]

    def average_loss(self, request):
        losses = request.numbers()
        _, loss = self._one(self._plan('average_loss'), [0] * (len(losses) + 1), losses,
                            lambda values: {'__next_loss': iter(values).__next__})
        return [repr(data(loss))]

    def cross_entropy(self, request):
        given, target, logits = request.numbers(), request.integer(), []
        (loss,), _ = self._one(self._plan('cross_entropy'), [0, target], given, lambda values: logits.extend(values) or {})
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
