"""Cases for functions of a few numbers: linear, softmax, rmsnorm, the losses, the sampling distribution."""

import random

from .extremes import INF, LEAST_NORMAL, NAN, TINY


def cases():
    yield from _linear()
    yield from _softmax()
    yield from _rmsnorm()
    yield from _losses()
    yield from _sampling()


def _linear():
    def case(group, x, w):
        return 'linear', group, [x, w]

    yield case('products', [1.0, 2.0], [[3.0, 4.0], [-5.0, 6.0], [0.0, 0.5]])
    yield case('products', [0.1, 0.2, 0.3], [[0.1, 0.2, 0.3]])
    yield case('products', [7.0], [[0.5], [-0.5], [0.0]])
    yield case('products', [0.1] * 10, [[1.0] * 10])
    draws = random.Random(1)
    yield case('products', _row(draws, 16), [_row(draws, 16) for _ in range(4)])
    yield case('order of the sum', [1e16, 1.0, -1e16], [[1.0, 1.0, 1.0]])
    yield case('order of the sum', [1.0, 1e16, -1e16, 1.0], [[1.0, 1.0, 1.0, 1.0]])
    yield case('zeros', [-0.0], [[1.0], [-1.0], [0.0]])
    yield case('zeros', [0.0, 0.0], [[1.0, 2.0], [-1.0, -2.0]])
    yield case('beyond range', [1e308, 1e308], [[1.0, 1.0], [10.0, -10.0]])
    yield case('beyond range', [TINY, 1e-200], [[0.5, 1e-200], [1.0, 0.0]])
    yield case('not finite', [INF, 1.0], [[1.0, 1.0], [0.0, 1.0], [-1.0, 1.0]])
    yield case('not finite', [NAN, 1.0], [[1.0, 1.0], [0.0, 1.0]])


def _row(draws, n, spread=1.0):
    return [draws.gauss(0, spread) for _ in range(n)]


def _softmax():
    def case(group, *logits):
        return 'softmax', group, [list(logits)]

    yield case('ordinary logits', 1.0, 2.0, 3.0)
    yield case('ordinary logits', -0.5, 0.25, 0.0, 4.0, -7.5)
    yield case('ordinary logits', 3.0, 1.0, 3.0, 2.0)
    draws = random.Random(2)
    for spread in (0.1, 1.0, 5.0, 20.0):
        yield case('ordinary logits', *_row(draws, 27, spread))
    for data, n in ((0.0, 2), (0.0, 3), (1.5, 5), (-1000.0, 4), (1e308, 2), (TINY, 3), (-0.0, 27)):
        yield case('equal logits', *[data] * n)
    yield case('equal logits', 0.0, -0.0)
    for data in (0.0, 3.7, -1000.0, 1e308, -1e308, TINY):
        yield case('one logit', data)
    yield case('subnormal logits', TINY, 0.0, -TINY)
    yield case('subnormal logits', LEAST_NORMAL, -LEAST_NORMAL)
    yield case('close logits', 1.0, 1.0000000000000002, 0.9999999999999999)
    yield case('shifted by 1000', 1001.0, 1002.0, 1003.0)
    yield case('shifted by 1000', -999.0, -998.0, -997.0)
    yield case('shifted by 1000', 1e308, 1e308)
    yield case('far apart', 0.0, 1000.0)
    yield case('far apart', -1000.0, 0.0, 1000.0)
    yield case('far apart', 0.0, -708.0, -740.0, -745.0, -746.0)
    yield case('far apart', 1e308, -1e308)
    yield case('far apart', 1e308, 0.0, 1e308)
    yield case('far apart', 0.0, 36.0, 37.0, 38.0)
    yield case('not finite', INF, 0.0)
    yield case('not finite', 0.0, -INF, 1.0)
    yield case('not finite', -INF, -INF)
    yield case('not finite', NAN, 1.0)
    yield case('not finite', 1.0, NAN)
    yield case('no logits')


def _rmsnorm():
    def case(group, *x):
        return 'rmsnorm', group, [list(x)]

    yield case('ordinary numbers', 1.0, 2.0, 3.0, 4.0)
    yield case('ordinary numbers', -1.0, 1.0)
    yield case('ordinary numbers', 3.0)
    draws = random.Random(3)
    for spread in (0.08, 1.0, 30.0):
        yield case('ordinary numbers', *_row(draws, 16, spread))
    yield case('epsilon', 0.0, 0.0, 0.0)
    yield case('epsilon', -0.0, 0.0)
    yield case('epsilon', 0.001, -0.001)
    yield case('epsilon', 0.0031622776601683794)
    yield case('epsilon', 1e-9, 2e-9)
    yield case('epsilon', TINY, 1e-200)
    yield case('beyond range', 1e100, -1e100)
    yield case('beyond range', 1e153, 1.0)
    yield case('beyond range', 1e200, 1.0)
    yield case('not finite', INF, 1.0)
    yield case('not finite', NAN, 1.0)
    yield case('no numbers')


def _losses():
    for probs, target in (([0.9, 0.1], 0), ([0.95, 0.05], 1), ([0.99, 0.01], 1), ([0.5, 0.5], 0), ([0.25] * 4, 3)):
        yield 'position_loss', 'ordinary probabilities', [probs, target]
    yield 'position_loss', 'certain', [[1.0], 0]
    yield 'position_loss', 'certain', [[0.0, 1.0, 0.0], 1]
    yield 'position_loss', 'certain', [[0.9999999999999999, 1e-16], 0]
    for p in (1e-10, 1e-300, LEAST_NORMAL, 1e-310, TINY):
        yield 'position_loss', 'nearly impossible', [[1.0, p], 1]
    yield 'position_loss', 'impossible', [[0.0, 1.0], 0]
    yield 'position_loss', 'impossible', [[1.0, -0.0], 1]
    yield 'position_loss', 'not finite', [[NAN, 0.5], 0]
    yield 'position_loss', 'no such target', [[0.5, 0.5], 2]
    yield 'position_loss', 'no such target', [[], 0]
    for losses in ([3.25], [1.0, 2.0, 3.0], [0.1] * 10, [0.0, -0.0], [-0.0], [1e308, 1e308], [TINY], [TINY] * 3):
        yield 'average_loss', 'mean', [losses]
    yield 'average_loss', 'order of the sum', [[1e16, 1.0, -1e16]]
    yield 'average_loss', 'not finite', [[INF, 1.0]]
    yield 'average_loss', 'not finite', [[NAN, 1.0]]
    yield 'average_loss', 'no positions', [[]]
    for logits, target in (([1.0, 2.0, 3.0], 0), ([1.0, 2.0, 3.0], 2), ([0.0, 0.0], 1), ([0.0] * 27, 26),
                           ([-1.0, 5.0, 0.5, 0.5], 3)):
        yield 'cross_entropy', 'ordinary logits', [logits, target]
    draws = random.Random(4)
    for spread in (0.3, 3.0):
        yield 'cross_entropy', 'ordinary logits', [_row(draws, 27, spread), draws.randrange(27)]
    for logits, target in (([5.0], 0), ([1000.0, 0.0], 0), ([40.0, 0.0], 0), ([1e308, -1e308], 0)):
        yield 'cross_entropy', 'certain', [logits, target]
    for logits, target in (([0.0, 30.0], 0), ([0.0, 700.0], 0), ([1001.0, 1002.0], 0)):
        yield 'cross_entropy', 'nearly impossible', [logits, target]
    for logits, target in (([0.0, 1000.0], 0), ([-746.0, 0.0], 0), ([1e308, -1e308], 1), ([-INF, 0.0], 0)):
        yield 'cross_entropy', 'impossible', [logits, target]
    yield 'cross_entropy', 'not finite', [[NAN, 0.0], 1]
    yield 'cross_entropy', 'no such target', [[0.0, 1.0], 2]
    yield 'cross_entropy', 'no such target', [[], 0]


def _sampling():
    draws = random.Random(5)
    logits = _row(draws, 27, 2.0)
    for temperature in (0.5, 1.0, 0.1, 0.8, 2.0, 10.0):
        yield 'sampling', 'temperature', [logits, temperature]
        yield 'sampling', 'temperature', [[1.0, 2.0, 3.0], temperature]
    for temperature in (1e-3, 1e-100):
        yield 'sampling', 'low temperature', [[1.0, 2.0, 1.5], temperature]
        yield 'sampling', 'low temperature', [[2.0, 1.0, 2.0], temperature]
    yield 'sampling', 'high temperature', [[1.0, 2.0, 1.5], 1e10]
    yield 'sampling', 'high temperature', [[1.0, 2.0, 1.5], 1e300]
    yield 'sampling', 'huge logits', [[1e308, 1e308], 0.5]
    yield 'sampling', 'huge logits', [[1e300, -1e300, 0.0], 0.5]
    yield 'sampling', 'huge logits', [[500.0, 1500.0], 0.5]
    yield 'sampling', 'zero temperature', [[1.0, 2.0], 0.0]
    yield 'sampling', 'no logits', [[], 0.5]
