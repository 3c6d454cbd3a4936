"""Operations on numbers and vectors."""

import math
import operator
import random

from .asked import Asked
from .wire import data, grad, listed, numbers

UNARY = {'neg': '__neg__', 'log': 'log', 'exp': 'exp', 'relu': 'relu'}
BINARY = {'add': operator.add, 'sub': operator.sub, 'mul': operator.mul, 'div': operator.truediv}


class Functions(Asked):
    """Each method without an underline before its name is an operation."""

    def echo(self, request):
        return [numbers(request.numbers())]

    def random(self, request):
        stream = random.Random(request.integer())
        return [self._draw(stream, request) for _ in range(request.integer())]

    @staticmethod
    def _draw(stream, request):
        kind = request.word()
        if kind == 'gauss':
            return repr(stream.gauss(request.number(), request.number()))
        if kind == 'choices':
            weights = request.numbers()
            return str(stream.choices(range(len(weights)), weights=weights)[0])
        if kind == 'shuffle':
            x = list(range(request.integer()))
            stream.shuffle(x)
            return listed(x, str)
        return str(stream.getrandbits(request.integer())) if kind == 'getrandbits' else repr(stream.random())

    def exp(self, request):
        return [numbers([x.exp() for x in self._values(request.numbers())], data)]

    def log(self, request):
        return [numbers([x.log() for x in self._values(request.numbers())], data)]

    def sin(self, request):
        return [numbers([math.sin(x) for x in request.numbers()])]

    def cos(self, request):
        return [numbers([math.cos(x) for x in request.numbers()])]

    def pow(self, request):
        x, exponent = self._values(request.numbers()), request.number()
        return [numbers([v ** exponent for v in x], data)]

    def autograd(self, request):
        nodes = []
        for _ in range(request.integer()):
            nodes.append(self._node(nodes, request))
        nodes[-1].backward()
        return [numbers(nodes, data), numbers(nodes, grad)]

    def _node(self, nodes, request):
        kind = request.word()
        if kind == 'leaf':
            return self._values([request.number()])[0]
        a = nodes[request.integer()]
        if kind == 'pow':
            return a ** request.number()
        return getattr(a, UNARY[kind])() if kind in UNARY else BINARY[kind](a, nodes[request.integer()])

    def linear(self, request):
        name = self._roles.linear
        x, rows, columns = self._values(request.numbers(), name), request.integer(), request.integer()
        w = [self._values(map(float, request.take(columns)), name) for _ in range(rows)]
        return [numbers(self._functions(name)[name](x, w), data)]

    def softmax(self, request):
        return self._of_vector(self._roles.softmax, request)

    def rmsnorm(self, request):
        return self._of_vector(self._roles.rmsnorm, request)

    def _of_vector(self, name, request):
        return [numbers(self._functions(name)[name](self._values(request.numbers(), name)), data)]
