"""Cases that need a model: parameters, forward, backward, training, samples, the whole program; all on small sizes.

Parameters are drawn by the script's own statements; vocabularies have 4 to 8 tokens, the last of them BOS.
"""

import random

TINY_MODEL = dict(n_embd=4, n_head=2, block_size=4)
# Name, constants and vocab_size of the shapes that forward and backward run on.
SHAPES = (
    ('two heads', dict(n_embd=4, n_head=2, block_size=5, std=0.5), 6),
    ('one head', dict(n_embd=4, n_head=1, block_size=5, std=0.5), 6),
    ('heads of one', dict(n_embd=4, n_head=4, block_size=5, std=0.5), 6),
    ('odd head_dim', dict(n_embd=6, n_head=2, block_size=5, std=0.5), 6),
    ('two layers', dict(n_layer=2, n_embd=4, n_head=2, block_size=5, std=0.5), 6),
    ('no layers', dict(n_layer=0, n_embd=4, n_head=2, block_size=5, std=0.5), 6),
)
NEARLY_ONE = 0.9999999999999999
EARLY_LIKE = dict(std=0.02, beta1=0.9, beta2=0.95)


def cases(operations):
    yield from _parameters()
    yield from _forward(operations)
    yield from _train(operations)
    yield from _sample(operations)
    yield from _microgpt()


def _parameters():
    def case(group, vocab_size, **config):
        return 'parameters', group, [config, vocab_size]

    yield case('shapes', 5, n_embd=4, n_head=2, block_size=3)
    yield case('shapes', 3, n_layer=2, n_embd=2, n_head=1, block_size=2)
    yield case('shapes', 4, n_embd=3, n_head=3, block_size=1)
    yield case('shapes', 2, n_embd=1, n_head=1, block_size=1)
    yield case('no layers', 4, n_layer=0, n_embd=2, n_head=2, block_size=3)
    for seed in (0, 1, -42, 2**32):
        yield case('seeds', 3, n_layer=0, n_embd=3, n_head=1, block_size=3, seed=seed)
    for std in (0.02, 1.0, 0.0):
        yield case('std', 3, n_embd=2, n_head=1, block_size=2, std=std)


def _forward(operations):
    draws = random.Random(6)
    for name, config, vocab_size in SHAPES:
        state_dict = operations.parameters(config, vocab_size)
        bos = vocab_size - 1
        for length in (3, 0):
            tokens = [bos] + [draws.randrange(bos) for _ in range(length)] + [bos]
            yield 'forward', name, [config, state_dict, tokens]
            yield 'backward', name, [config, state_dict, tokens]
    name, config, vocab_size = SHAPES[0]
    state_dict = operations.parameters(config, vocab_size)
    for op in ('forward', 'backward'):
        yield op, 'full block', [config, state_dict, [5, 0, 1, 2, 3, 5]]
        yield op, 'longer than the block', [config, state_dict, [5, 0, 1, 2, 3, 4, 0, 1, 5]]
        yield op, 'repeated token', [config, state_dict, [5, 2, 2, 2, 5]]
        yield op, 'no positions', [config, state_dict, [5]]
        yield op, 'no such token', [config, state_dict, [5, 6, 5]]
        # A token beyond the block is never looked at.
        yield op, 'longer than the block', [config, state_dict, [5, 0, 1, 2, 3, 4, 99]]
    one = dict(n_embd=4, n_head=2, block_size=1, std=0.5)
    yield 'forward', 'block of one', [one, operations.parameters(one, 4), [3, 0, 1, 3]]
    yield 'backward', 'block of one', [one, operations.parameters(one, 4), [3, 0, 1, 3]]
    zero = dict(TINY_MODEL, std=0.0)
    yield 'forward', 'all parameters zero', [zero, operations.parameters(zero, 4), [3, 0, 1, 3]]
    yield 'backward', 'all parameters zero', [zero, operations.parameters(zero, 4), [3, 0, 1, 3]]
    large = dict(TINY_MODEL, std=30.0)
    state_dict = operations.parameters(large, 4)
    yield 'forward', 'impossible target', [large, state_dict, _least_likely(operations, large, state_dict, 4)]


def _least_likely(operations, config, state_dict, vocab_size):
    """Tokens whose target has a probability that underflows to 0, so that the script raises."""
    for target in range(vocab_size):
        try:
            operations.forward(config, state_dict, [vocab_size - 1, target])
        except ValueError:
            return [vocab_size - 1, target]
    raise AssertionError('no target of these parameters is impossible')


def _train(operations):
    config = dict(TINY_MODEL, num_steps=6)
    documents = [[3, 0, 1, 3], [3, 2, 3], [3, 1, 1, 0, 2, 0, 3]]

    def case(group, config, documents, steps, vocab_size=4):
        return 'train', group, [config, operations.parameters(config, vocab_size), documents, steps]

    yield case('all steps', config, documents, 6)
    yield case('first steps', config, documents, 2)
    yield case('first steps', config, documents, 0)
    yield case('one document', config, documents[:1], 3)
    yield case('other constants', dict(config, learning_rate=0.1, eps_adam=1e-6, **EARLY_LIKE), documents, 6)
    yield case('no layers', dict(config, n_layer=0), documents, 4)
    yield case('two layers', dict(config, n_layer=2), documents, 3)
    yield case('no documents', config, [], 1)


def _sample(operations):
    def case(group, config, state_dict, uniforms):
        return 'sample', group, [config, state_dict, uniforms]

    config = dict(TINY_MODEL, std=0.5)
    state_dict = operations.parameters(config, 5)
    draws = random.Random(7)
    for _ in range(4):
        yield case('uniforms', config, state_dict, [draws.random() for _ in range(4)])
    for temperature in (1.0, 0.1, 2.0):
        yield case('temperature', dict(config, temperature=temperature), state_dict, [0.3, 0.6, 0.1, 0.2])
    yield case('stops at BOS', config, state_dict, [NEARLY_ONE, 0.1, 0.2, 0.3])
    yield case('full block', config, state_dict, [0.0, 0.0, 0.0, 0.0])
    two = dict(config, n_layer=2, n_head=4)
    yield case('uniforms', two, operations.parameters(two, 5), [0.5, 0.4, 0.3, 0.2])
    # All parameters 0: every probability is exactly 1/4, and a uniform on a boundary belongs to the token behind it.
    even = dict(TINY_MODEL, std=0.0)
    state_dict = operations.parameters(even, 4)
    for uniform in (0.0, 0.25, 0.5, 0.75, 0.2499999999999999, NEARLY_ONE):
        yield case('boundaries', even, state_dict, [uniform, 0.25, 0.1, 0.9])


def _microgpt():
    def case(group, text, **config):
        return 'microgpt', group, [dict(TINY_MODEL, **config), text.encode('utf-8').hex()]

    yield case('whole program', 'ab\nba\nabc\ncab\n', num_steps=5)
    yield case('whole program', ' no \r\non\r\n\r\nnoon', num_steps=3, n_layer=2, seed=7, temperature=1.0)
    yield case('whole program', 'x\n', num_steps=2, n_layer=0)
    yield case('no steps', 'ab\nba\n', num_steps=0)
    yield case('empty dataset', '', num_steps=1)
    yield case('empty dataset', ' \n\n', num_steps=1)
