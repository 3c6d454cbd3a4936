"""Every intermediate value of gpt, seen from outside: what the functions that it calls were given and gave."""

WATCHED = ('linear', 'softmax', 'rmsnorm')


def numbers(values):
    """The data of a list of Values as floats (relu and an empty sum give the integer 0)."""
    return [float(getattr(value, 'data', value)) for value in values]


class Calls:
    """Stands before gpt, softmax, linear and rmsnorm, calls them, and keeps what they gave until `clear`."""

    def __init__(self):
        self.clear()

    def clear(self):
        self.tokens = []  # token_id of each call of gpt
        self.logits = []  # result of each call of gpt
        self.probs = []  # result of each softmax outside gpt
        self.inside = []  # for each call of gpt, the calls in it: (name, x, result)
        self._depth = 0

    def hooks(self, run):
        """For a Run's `after`: puts the watchers in place when the functions have been defined."""
        return {
            'def linear(': lambda: self._watch(run(), 'linear'),
            'def softmax(': lambda: self._watch(run(), 'softmax'),
            'def rmsnorm(': lambda: self._watch(run(), 'rmsnorm'),
            'def gpt(': lambda: self._watch_gpt(run()),
        }

    def _watch(self, run, name):
        original = run[name]

        def watched(x, *rest):
            result = original(x, *rest)
            if self._depth:
                self.inside[-1].append((name, x, result))
            elif name == 'softmax':
                self.probs.append(result)
            return result

        run.namespace[name] = watched

    def _watch_gpt(self, run):
        original = run['gpt']

        def watched(token_id, *rest):
            self.tokens.append(token_id)
            self.inside.append([])
            self._depth += 1
            result = original(token_id, *rest)
            self._depth -= 1
            self.logits.append(result)
            return result

        run.namespace['gpt'] = watched


def trace(calls, n_layer, n_head):
    """All intermediate values of the positions seen, as (name, numbers), in the order of computation."""
    entries = []
    for position, (inside, probs) in enumerate(zip(calls.inside, calls.probs)):
        values = list(_position(inside, n_layer, n_head)) + [('probs', probs)]
        entries.extend(('pos%d.%s' % (position, name), numbers(value)) for name, value in values)
    return entries


def _position(inside, n_layer, n_head):
    """What one call of gpt computed, from the calls inside it: their order is the script's."""
    calls = iter(inside)

    def call(expected):
        name, x, result = next(calls)
        assert name == expected, '%s was called where %s was expected' % (name, expected)
        return x, result

    x, result = call('rmsnorm')
    yield 'embedding', x
    yield 'x', result
    for li in range(n_layer):
        layer = 'layer%d.' % li
        x, result = call('rmsnorm')
        if li > 0:
            yield 'layer%d.mlp_residual' % (li - 1), x
        yield layer + 'attn_norm', result
        for name in 'qkv':
            yield layer + name, call('linear')[1]
        heads = [call('softmax') for _ in range(n_head)]
        x_attn, attn_out = call('linear')
        head_dim = len(x_attn) // n_head
        for h, (attn_logits, attn_weights) in enumerate(heads):
            yield layer + 'head%d.attn_logits' % h, attn_logits
            yield layer + 'head%d.attn_weights' % h, attn_weights
            yield layer + 'head%d.head_out' % h, x_attn[h * head_dim:(h + 1) * head_dim]
        yield layer + 'x_attn', x_attn
        yield layer + 'attn_out', attn_out
        x, result = call('rmsnorm')
        yield layer + 'attn_residual', x
        yield layer + 'mlp_norm', result
        hidden = call('linear')[1]
        activated, mlp_out = call('linear')
        yield layer + 'mlp_hidden', hidden
        yield layer + 'mlp_relu', activated
        yield layer + 'mlp_out', mlp_out
    x, logits = call('linear')
    if n_layer > 0:
        yield 'layer%d.mlp_residual' % (n_layer - 1), x
    yield 'logits', logits
