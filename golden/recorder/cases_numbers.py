"""Cases for functions of a few numbers: autograd, linear, softmax, rmsnorm, losses, Adam, the sampling distribution."""

import random

NAN, INF = float('nan'), float('inf')
TINY = 5e-324  # the least subnormal
HUGE = 1.7976931348623157e+308
LEAST_NORMAL = 2.2250738585072014e-308


def cases():
    yield from _autograd()
    yield from _linear()
    yield from _softmax()
    yield from _rmsnorm()
    yield from _losses()
    yield from _adam()
    yield from _sampling()


def _autograd():
    def case(group, *nodes):
        return 'autograd', group, [list(nodes)]

    def binary(kind, a, b):
        return case(kind, leaf(a), leaf(b), node(kind, 0, 1))

    for data in (0.0, -0.0, 1.5, -2.0, TINY, HUGE, INF, NAN):
        yield case('leaf', leaf(data))
    pairs = ((2.0, 3.0), (0.1, 0.2), (-1.5, 1.5), (0.0, -0.0), (-0.0, -0.0), (1e308, 1e308), (1e16, 1.0), (TINY, TINY),
             (INF, -INF), (NAN, 1.0), (INF, 0.0), (1e-200, 1e-200))
    for kind in ('add', 'mul', 'sub'):
        for pair in pairs:
            yield binary(kind, *pair)
    for pair in ((1.0, 3.0), (2.0, -4.0), (0.0, 5.0), (-0.0, 5.0), (1e308, 1e-100), (INF, 2.0), (2.0, INF), (NAN, 2.0), (1.0, NAN)):
        yield binary('div', *pair)
    for pair in ((1.0, 0.0), (0.0, 0.0), (1.0, -0.0), (1.0, 1e-200), (1.0, TINY)):
        yield case('div raises', leaf(pair[0]), leaf(pair[1]), node('div', 0, 1))
    for data in (1.5, 0.0, -0.0, INF, NAN):
        yield case('neg', leaf(data), node('neg', 0))
    for exponent in (-1.0, -0.5, 0.5, 2.0, 0.0, 1.0, 3.0):
        for data in (1.0, 2.0, 0.3, 1e-100, 1e100, INF, NAN):
            yield case('pow', leaf(data), power(0, exponent))
    for data, exponent in ((-2.0, 2.0), (-2.0, -1.0), (-3.0, 3.0), (-2.0, 0.0), (0.0, 2.0), (-0.0, 2.0), (0.0, 1.0), (-0.0, 3.0),
                           (-INF, 2.0), (-INF, -1.0), (TINY, 2.0), (TINY, 0.5), (1e-160, 2.0)):
        yield case('pow', leaf(data), power(0, exponent))
    for data, exponent in ((0.0, -1.0), (-0.0, -1.0), (0.0, -0.5), (0.0, 0.0), (0.0, 0.5), (1e200, 2.0), (-1e200, 2.0),
                           (TINY, -1.0), (1e-160, -1.0)):
        yield case('pow raises', leaf(data), power(0, exponent))
    for data in (1.0, 0.5, 2.718281828459045, TINY, LEAST_NORMAL, HUGE, 0.9999999999999999, 1.0000000000000002, INF, NAN):
        yield case('log', leaf(data), node('log', 0))
    for data in (0.0, -0.0, -1.0, -TINY, -INF):
        yield case('log raises', leaf(data), node('log', 0))
    for data in (0.0, -0.0, 1.0, -1.0, 1e-20, 0.5, 709.0, -708.0, -740.0, -745.0, -746.0, -1e308, INF, -INF, NAN):
        yield case('exp', leaf(data), node('exp', 0))
    for data in (709.79, 710.0, 1000.0, HUGE):
        yield case('exp raises', leaf(data), node('exp', 0))
    for data in (2.5, -2.5, 0.0, -0.0, TINY, -TINY, INF, -INF, NAN):
        yield case('relu', leaf(data), node('relu', 0))
    yield case('sum', *[leaf(x) for x in (0.0, 0.1, 0.2, 0.3)], node('add', 0, 1), node('add', 4, 2), node('add', 5, 3))
    yield case('sum', leaf(0.0), leaf(1e16), leaf(1.0), leaf(-1e16), node('add', 0, 1), node('add', 4, 2), node('add', 5, 3))
    yield case('sum', leaf(0.0), leaf(-0.0), node('add', 0, 1))
    yield case('used twice', leaf(3.0), node('add', 0, 0))
    yield case('used twice', leaf(3.0), node('mul', 0, 0))
    yield case('used twice', leaf(3.0), node('sub', 0, 0))
    yield case('used twice', leaf(3.0), node('div', 0, 0))
    yield case('used twice', leaf(0.5), node('exp', 0), node('mul', 1, 1), node('add', 2, 1))
    yield case('diamond', leaf(2.0), node('log', 0), node('exp', 0), node('mul', 1, 2))
    yield case('diamond', leaf(0.7), leaf(-1.2), node('mul', 0, 1), node('exp', 2), node('relu', 2), node('add', 3, 4), node('mul', 5, 2))
    yield case('diamond', leaf(-4.0), leaf(2.0), node('add', 0, 1), node('mul', 0, 1), power(1, 3.0), node('add', 3, 4),
               node('add', 2, 2), node('relu', 5), node('sub', 7, 6), node('div', 8, 1), power(9, 2.0))
    yield case('not under the root', leaf(1.0), leaf(2.0), node('mul', 0, 1), node('exp', 0), node('add', 0, 0))
    # Three paths to one node, whose gradients add up otherwise in another order.
    for weights in ((1e16, 1.0, -1e16), (0.1, 0.2, 0.3), (0.3, 0.2, 0.1), (1e-17, 1.0, -1.0)):
        yield case('order', leaf(1.0), *[leaf(w) for w in weights], node('mul', 0, 1), node('mul', 0, 2), node('mul', 0, 3),
                   node('add', 4, 5), node('add', 7, 6))
        yield case('order', leaf(1.0), *[leaf(w) for w in weights], node('mul', 0, 1), node('mul', 0, 2), node('mul', 0, 3),
                   node('add', 6, 5), node('add', 4, 7))
        yield case('order', leaf(1.0), leaf(weights[0]), leaf(weights[1]), leaf(weights[2]), node('mul', 0, 1), node('mul', 0, 2),
                   node('add', 4, 5), node('mul', 0, 3), node('mul', 6, 0), node('add', 8, 7), node('add', 9, 0))
    chain = [leaf(1.1)]
    for kind in ('exp', 'log', 'neg', 'exp', 'relu', 'log', 'neg'):
        chain.append(node(kind, len(chain) - 1))
    yield case('chain', *chain)
    yield case('chain', leaf(1.0), *[node('add', i, 0) for i in range(40)])


def leaf(data):
    return {'kind': 'leaf', 'data': data}


def node(kind, *children):
    return dict(zip(('kind', 'a', 'b'), (kind,) + children))


def power(a, exponent):
    return {'kind': 'pow', 'a': a, 'exponent': exponent}


def _linear():
    def case(group, x, w):
        return 'linear', group, [x, w]

    yield case('products', [1.0, 2.0], [[3.0, 4.0], [-5.0, 6.0], [0.0, 0.5]])
    yield case('products', [0.1, 0.2, 0.3], [[0.1, 0.2, 0.3]])
    yield case('products', [7.0], [[0.5], [-0.5], [0.0]])
    draws = random.Random(1)
    yield case('products', _row(draws, 16), [_row(draws, 16) for _ in range(4)])
    yield case('order of the sum', [1e16, 1.0, -1e16], [[1.0, 1.0, 1.0]])
    yield case('order of the sum', [1.0, 1e16, -1e16, 1.0], [[1.0, 1.0, 1.0, 1.0]])
    yield case('order of the sum', [0.1] * 10, [[1.0] * 10])
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
    for losses in ([3.25], [1.0, 2.0, 3.0], [0.1] * 10, [0.0, -0.0], [-0.0], [1e16, 1.0, -1e16], [1e308, 1e308], [TINY], [TINY] * 3):
        yield 'average_loss', 'mean', [losses]
    yield 'average_loss', 'not finite', [[INF, 1.0]]
    yield 'average_loss', 'not finite', [[NAN, 1.0]]
    yield 'average_loss', 'no positions', [[]]
    for logits, target in (([1.0, 2.0, 3.0], 0), ([1.0, 2.0, 3.0], 2), ([0.0, 0.0], 1), ([0.0] * 27, 26), ([-1.0, 5.0, 0.5, 0.5], 3)):
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


def _adam():
    def case(group, step, rows, **config):
        data, grad, m, v = zip(*rows)
        return 'adam', group, [config, step, list(data), list(grad), list(m), list(v)]

    fresh = [(p, g, 0.0, 0.0) for p, g in ((0.5, 0.1), (-0.5, -0.1), (0.0, 3.0), (1.0, -1e-3), (0.08, 1e-8))]
    later = [(0.5, 0.1, 0.02, 0.003), (-0.25, -0.4, 0.1, 0.05), (1.0, 0.0, 0.01, 1e-4), (2.0, 0.3, -0.3, 0.09), (0.1, -1e-5, 0.0, 1e-9)]
    yield case('first step', 0, fresh)
    for step in (0, 1, 9, 499, 999):
        yield case('later steps', step, later)
    for step in (0, 1, 4):
        yield case('learning rate', step, later, num_steps=5)
    yield case('learning rate', 0, fresh, learning_rate=0.0)
    yield case('learning rate', 1, fresh, learning_rate=1.0, num_steps=3)
    yield case('no steps', 0, fresh, num_steps=0)
    yield case('other constants', 0, fresh, beta1=0.9, beta2=0.95)
    yield case('other constants', 7, later, beta1=0.9, beta2=0.999, eps_adam=1e-6, learning_rate=0.001, num_steps=10)
    yield case('other constants', 3, later, beta1=0.0, beta2=0.0)
    yield case('other constants', 3, later, eps_adam=0.0)
    still = [(0.5, 0.0, 0.0, 0.0), (-0.0, 0.0, 0.0, 0.0), (0.0, -0.0, -0.0, 0.0), (1e300, 0.0, 0.0, 0.0), (TINY, 0.0, 0.0, 0.0)]
    for step in (0, 9):
        yield case('zero gradient', step, still)
    tiny = [(0.5, 1e-10, 0.0, 0.0), (0.5, 1e-161, 0.0, 0.0), (0.5, 1e-200, 0.0, 0.0), (0.5, -TINY, 0.0, 0.0), (1e-12, LEAST_NORMAL, 0.0, 0.0)]
    for step in (0, 1, 999):
        yield case('tiny gradient', step, tiny)
    huge = [(0.5, 1e3, 0.0, 0.0), (0.5, -1e10, 0.0, 0.0), (0.5, 1e150, 0.0, 0.0), (0.5, -1e154, 1e100, 1e200)]
    for step in (0, 1, 999):
        yield case('huge gradient', step, huge)
    yield case('gradient overflows', 0, [(0.5, 1e155, 0.0, 0.0)])
    yield case('gradient overflows', 5, [(0.5, 0.1, 0.0, 0.0), (0.5, -HUGE, 0.0, 0.0)])
    yield case('not finite', 0, [(0.5, INF, 0.0, 0.0), (0.5, NAN, 0.0, 0.0), (NAN, 0.1, 0.0, 0.0), (INF, 0.1, 0.0, 0.0), (0.5, 0.1, 0.0, 0.0)])
    yield case('no epsilon', 0, [(0.5, 0.1, 0.0, 0.0), (0.5, 0.0, 0.0, 0.0)], eps_adam=0.0)
    yield case('no epsilon', 0, [(0.5, 1e-200, 0.0, 0.0)], eps_adam=0.0)


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
