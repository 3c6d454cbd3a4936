"""Cases for one step of Adam. A row is a parameter: its value, gradient, first and second moment."""

from .extremes import HUGE, INF, LEAST_NORMAL, NAN, TINY


def cases():
    def case(group, step, rows, **config):
        data, grad, m, v = zip(*rows)
        return 'adam', group, [config, step, list(data), list(grad), list(m), list(v)]

    fresh = [(p, g, 0.0, 0.0) for p, g in ((0.5, 0.1), (-0.5, -0.1), (0.0, 3.0), (1.0, -1e-3), (0.08, 1e-8))]
    later = [(0.5, 0.1, 0.02, 0.003), (-0.25, -0.4, 0.1, 0.05), (1.0, 0.0, 0.01, 1e-4), (2.0, 0.3, -0.3, 0.09),
             (0.1, -1e-5, 0.0, 1e-9)]
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
    still = [(0.5, 0.0, 0.0, 0.0), (-0.0, 0.0, 0.0, 0.0), (0.0, -0.0, -0.0, 0.0), (1e300, 0.0, 0.0, 0.0),
             (TINY, 0.0, 0.0, 0.0)]
    for step in (0, 9):
        yield case('zero gradient', step, still)
    tiny = [(0.5, g, 0.0, 0.0) for g in (1e-10, 1e-161, 1e-200, -TINY)] + [(1e-12, LEAST_NORMAL, 0.0, 0.0)]
    for step in (0, 1, 999):
        yield case('tiny gradient', step, tiny)
    huge = [(0.5, 1e3, 0.0, 0.0), (0.5, -1e10, 0.0, 0.0), (0.5, 1e150, 0.0, 0.0), (0.5, -1e154, 1e100, 1e200)]
    for step in (0, 1, 999):
        yield case('huge gradient', step, huge)
    yield case('gradient overflows', 0, [(0.5, 1e155, 0.0, 0.0)])
    yield case('gradient overflows', 5, [(0.5, 0.1, 0.0, 0.0), (0.5, -HUGE, 0.0, 0.0)])
    pairs = ((0.5, INF), (0.5, NAN), (NAN, 0.1), (INF, 0.1), (0.5, 0.1))
    yield case('not finite', 0, [(p, g, 0.0, 0.0) for p, g in pairs])
    yield case('no epsilon', 0, [(0.5, 0.1, 0.0, 0.0), (0.5, 0.0, 0.0, 0.0)], eps_adam=0.0)
    yield case('no epsilon', 0, [(0.5, 1e-200, 0.0, 0.0)], eps_adam=0.0)
