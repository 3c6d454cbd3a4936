"""Cases for autograd: every operator at ordinary and extreme values, and graphs whose nodes are shared."""

from .extremes import HUGE, INF, LEAST_NORMAL, NAN, TINY


def cases():
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
    for pair in ((1.0, 3.0), (2.0, -4.0), (0.0, 5.0), (-0.0, 5.0), (1e308, 1e-100), (INF, 2.0), (2.0, INF), (NAN, 2.0),
                 (1.0, NAN)):
        yield binary('div', *pair)
    for pair in ((1.0, 0.0), (0.0, 0.0), (1.0, -0.0), (1.0, 1e-200), (1.0, TINY)):
        yield case('div raises', leaf(pair[0]), leaf(pair[1]), node('div', 0, 1))
    for data in (1.5, 0.0, -0.0, INF, NAN):
        yield case('neg', leaf(data), node('neg', 0))
    for exponent in (-1.0, -0.5, 0.5, 2.0, 0.0, 1.0, 3.0):
        for data in (1.0, 2.0, 0.3, 1e-100, 1e100, INF, NAN):
            yield case('pow', leaf(data), power(0, exponent))
    for data, exponent in ((-2.0, 2.0), (-2.0, -1.0), (-3.0, 3.0), (-2.0, 0.0), (0.0, 2.0), (-0.0, 2.0), (0.0, 1.0),
                           (-0.0, 3.0), (-INF, 2.0), (-INF, -1.0), (TINY, 2.0), (TINY, 0.5), (1e-160, 2.0)):
        yield case('pow', leaf(data), power(0, exponent))
    for data, exponent in ((0.0, -1.0), (-0.0, -1.0), (0.0, -0.5), (0.0, 0.0), (0.0, 0.5), (1e200, 2.0), (-1e200, 2.0),
                           (TINY, -1.0), (1e-160, -1.0)):
        yield case('pow raises', leaf(data), power(0, exponent))
    for data in (1.0, 0.5, 2.718281828459045, TINY, LEAST_NORMAL, HUGE, 0.9999999999999999, 1.0000000000000002, INF,
                 NAN):
        yield case('log', leaf(data), node('log', 0))
    for data in (0.0, -0.0, -1.0, -TINY, -INF):
        yield case('log raises', leaf(data), node('log', 0))
    for data in (0.0, -0.0, 1.0, -1.0, 1e-20, 0.5, 709.0, -708.0, -740.0, -745.0, -746.0, -1e308, INF, -INF, NAN):
        yield case('exp', leaf(data), node('exp', 0))
    for data in (709.79, 710.0, 1000.0, HUGE):
        yield case('exp raises', leaf(data), node('exp', 0))
    for data in (2.5, -2.5, 0.0, -0.0, TINY, -TINY, INF, -INF, NAN):
        yield case('relu', leaf(data), node('relu', 0))
    for group, terms in (('sum', (0.0, 0.1, 0.2, 0.3)), ('order of the sum', (0.0, 1e16, 1.0, -1e16))):
        yield case(group, *[leaf(term) for term in terms], node('add', 0, 1), node('add', 4, 2), node('add', 5, 3))
    yield case('sum', leaf(0.0), leaf(-0.0), node('add', 0, 1))
    yield case('used twice', leaf(3.0), node('add', 0, 0))
    yield case('used twice', leaf(3.0), node('mul', 0, 0))
    yield case('used twice', leaf(3.0), node('sub', 0, 0))
    yield case('used twice', leaf(3.0), node('div', 0, 0))
    yield case('used twice', leaf(0.5), node('exp', 0), node('mul', 1, 1), node('add', 2, 1))
    yield case('diamond', leaf(2.0), node('log', 0), node('exp', 0), node('mul', 1, 2))
    yield case('diamond', leaf(0.7), leaf(-1.2), node('mul', 0, 1), node('exp', 2), node('relu', 2), node('add', 3, 4),
               node('mul', 5, 2))
    yield case('diamond', leaf(-4.0), leaf(2.0), node('add', 0, 1), node('mul', 0, 1), power(1, 3.0), node('add', 3, 4),
               node('add', 2, 2), node('relu', 5), node('sub', 7, 6), node('div', 8, 1), power(9, 2.0))
    yield case('not under the root', leaf(1.0), leaf(2.0), node('mul', 0, 1), node('exp', 0), node('add', 0, 0))
    # Three paths to one node, whose gradients add up otherwise in another order.
    for group, weights in (('three paths', (0.1, 0.2, 0.3)), ('three paths', (0.3, 0.2, 0.1)),
                           ('order of the gradients', (1.0, 1e16, -1e16)),
                           ('order of the gradients', (1e16, -1e16, 1.0))):
        leaves = [leaf(1.0)] + [leaf(weight) for weight in weights]
        products = [node('mul', 0, 1), node('mul', 0, 2), node('mul', 0, 3)]
        yield case(group, *leaves, *products, node('add', 4, 5), node('add', 7, 6))
        yield case(group, *leaves, *products, node('add', 4, 6), node('add', 5, 7))
        yield case(group, *leaves, *products, node('add', 4, 5), node('mul', 7, 0), node('add', 8, 6),
                   node('add', 9, 0))
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
