"""The values on the way through a script's model, as its own functions are given them and give them.

A product with a matrix is known by the matrix, and what stands before an RMSNorm by the vector that comes out of it. So the
values have names without a look at how the model is written; one that the functions do not show has none.
"""

from .wire import data

# What the vector and the result of a product with a layer's matrix are.
PRODUCTS = {'attn_wq': ('attn_norm', 'q'), 'attn_wk': (None, 'k'), 'attn_wv': (None, 'v'), 'attn_wo': ('x_attn', 'attn_out'),
            'mlp_fc1': ('mlp_norm', 'mlp_hidden'), 'mlp_fc2': ('mlp_relu', 'mlp_out')}


class WatchedModel:
    """Functions of a namespace, each with one around it that notes and changes nothing, until `leave`."""

    def __init__(self, roles, space):
        self._space, self._own = space, {}
        self.values, self.position = {}, 0  # by name: the numbers, or None for what comes twice or is no list
        self._names = {id(rows): key for key, rows in space[roles.state].items()}
        self._layers = sum(key.endswith('.attn_wq') for key in space[roles.state])
        self._before = {}  # by the identity of what an RMSNorm gave: that, which stays, and what it was given
        self._wrap(roles.quietly('linear'), self._note_product)
        self._wrap(roles.quietly('rmsnorm'), self._note_norm)

    def leave(self):
        self._space.names.update(self._own)

    def _wrap(self, name, note):
        own = self._space.names.get(name)
        if own is None:
            return

        def wrapped(*args, **named):
            result = own(*args, **named)
            note(args, result)
            return result

        self._own[name] = own
        self._space.names[name] = wrapped

    def _note_norm(self, args, result):
        if args:
            self._before[id(result)] = (result, args[0])

    def _note_product(self, args, result):
        name = self._names.get(id(args[1])) if len(args) == 2 else None
        if name == 'lm_head' and self._layers > 0:
            self._note('layer%d.mlp_residual' % (self._layers - 1), args[0])
        layer, _, matrix = (name or '').partition('.')
        for value, vector in zip(PRODUCTS.get(matrix, ()), (args[0], result) if args else ()):
            if value is not None:
                self._note('%s.%s' % (layer, value), vector)
        _, before = self._before.get(id(args[0]), (None, None)) if args else (None, None)
        if matrix == 'mlp_fc1' and before is not None:
            self._note('%s.attn_residual' % layer, before)
        if matrix == 'attn_wq' and before is not None:
            self._note_into(int(layer[len('layer'):]), before)

    def _note_into(self, layer, vector):
        """What goes into a layer: out of the one before it, or out of the first RMSNorm."""
        if layer > 0:
            return self._note('layer%d.mlp_residual' % (layer - 1), vector)
        self._note('x', vector)
        _, embedding = self._before.get(id(vector), (None, None))
        if embedding is not None:
            self._note('embedding', embedding)

    def _note(self, name, vector):
        key = 'pos%d.%s' % (self.position, name)
        is_known = key in self.values or not isinstance(vector, (list, tuple))
        try:
            self.values[key] = None if is_known else list(map(data, vector))
        except (TypeError, ValueError):
            self.values[key] = None
