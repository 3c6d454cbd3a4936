"""The values of the protocol as they stand on the wire (spec/protocol.md)."""

import math

# The constants of a config in the order of the wire: how each is read, and its range (parameters.8).
NOT_NEGATIVE, FINITE = (lambda x: x >= 0), (lambda x: 0 <= x < math.inf)
POSITIVE, DECAY = (lambda x: x >= 1), (lambda x: 0 <= x < 1)
CONFIG = (('n_layer', int, NOT_NEGATIVE), ('n_embd', int, POSITIVE), ('block_size', int, POSITIVE),
          ('n_head', int, POSITIVE), ('std', float, FINITE), ('std_residual', float, FINITE),
          ('activation', str, ('relu', 'relu_squared').__contains__), ('learning_rate', float, FINITE),
          ('beta1', float, DECAY), ('beta2', float, DECAY), ('eps_adam', float, FINITE),
          ('decay', str, ('linear', 'cosine').__contains__), ('num_steps', int, NOT_NEGATIVE),
          ('temperature', float, lambda x: 0 < x < math.inf), ('num_samples', int, NOT_NEGATIVE),
          ('seed', int, lambda x: True))
MATRICES = ('attn_wq', 'attn_wk', 'attn_wv', 'attn_wo', 'mlp_fc1', 'mlp_fc2')


def shapes(config, vocab_size):
    """The names of the matrices in the order of state_dict, with their sizes (parameters.1, parameters.2)."""
    n_embd = config['n_embd']
    wide = {'mlp_fc1': (4 * n_embd, n_embd), 'mlp_fc2': (n_embd, 4 * n_embd)}
    found = {'wte': (vocab_size, n_embd), 'wpe': (config['block_size'], n_embd), 'lm_head': (vocab_size, n_embd)}
    for i in range(config['n_layer']):
        found.update({'layer%d.%s' % (i, name): wide.get(name, (n_embd, n_embd)) for name in MATRICES})
    return found


def differing(found, due):
    """In what a model's matrices, with their sizes by name, differ from those that are due; None where in nothing."""
    more = [name for name in found if name not in due]
    if more:
        return 'it has other matrices beside: %s' % ' '.join(more)
    for name, size in due.items():
        if name not in found:
            return 'it has no matrix %s' % name
        if found[name] != size:
            return 'its %s is not of the specified size' % name
    return None


class Request:
    """The arguments of a request, read from left to right."""

    def __init__(self, tokens):
        self._tokens, self._next = tokens, 0

    def take(self, n):
        if not 0 <= n <= len(self._tokens) - self._next:
            raise ValueError('request: %d values are due after value %d' % (n, self._next))
        self._next += n
        return self._tokens[self._next - n:self._next]

    def end(self):
        if self._next < len(self._tokens):
            raise ValueError('request: it should end after value %d' % self._next)

    def word(self):
        return self.take(1)[0]

    def integer(self):
        return int(self.word())

    def number(self):
        return float(self.word())

    def bytes(self):
        return bytes.fromhex(self.word().replace('-', ''))

    def text(self):
        return self.bytes().decode('utf-8')

    def texts(self):
        return [self.text() for _ in range(self.integer())]

    def integers(self):
        return list(map(int, self.take(self.integer())))

    def numbers(self):
        return list(map(float, self.take(self.integer())))

    def config(self):
        """Checked here, for a script sets its constants itself and checks none (parameters.8)."""
        config = {name: read(self.word()) for name, read, _ in CONFIG}
        for name, _, good in CONFIG:
            if not good(config[name]):
                raise ValueError('config: %s is %s, which is out of its range (parameters.8)' % (name, config[name]))
        if config['n_embd'] % config['n_head'] != 0:
            raise ValueError('config: n_embd %(n_embd)d is no multiple of n_head %(n_head)d (parameters.8)' % config)
        return config

    def state_dict(self, config):
        """vocab_size and all parameters, checked here, for a script draws its own (parameters.6)."""
        vocab_size, parameters = self.integer(), self.numbers()
        due = sum(rows * columns for rows, columns in shapes(config, max(vocab_size, 0)).values())
        if vocab_size < 0 or len(parameters) != due:
            raise ValueError('state_dict: %d parameters, not %d (parameters.6)' % (len(parameters), due))
        return vocab_size, parameters


# How values are written: each as one string of tokens. A sum of nothing is the integer 0, and so is ReLU's.


def data(value):
    return float(getattr(value, 'data', value))


def grad(value):
    return float(value.grad)


def text(value):
    return value.encode('utf-8').hex() or '-'


def listed(values, write):
    return ' '.join([str(len(values)), *map(write, values)])


def numbers(values, read=float):
    return ' '.join([str(len(values)), *map(repr, map(read, values))])


def matrix(rows, read=float):
    return ' '.join(['%d %d' % (len(rows), len(rows[0]) if rows else 0), *(repr(read(x)) for row in rows for x in row)])
