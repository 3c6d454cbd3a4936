"""The constants of a script, by role: under which names they go, so that they can be given, or that they are fixed.

A constant is imposed: its names are given from outside, and what the script assigns to them is not looked at. One that
stands in an expression alone gets a name. What cannot be imposed is fixed, and declared in the answer to hello.
"""

import ast
import math

from .arithmetic import is_root, is_squared
from .deviation import Deviation
from .flatten import plain
from .looking import Missing, shown
from .tree import base, called, declared_global, everywhere, free, index, literal, own, read, replaced, stored

# Other names that scripts have for a constant, in small letters.
ALIASES = {
    'n_layer': 'n_layers num_layers n_blocks', 'n_embd': 'n_emb n_embed d_model embed_dim emb_dim hidden_size',
    'block_size': 'context_length context_len ctx_len max_len seq_len n_ctx', 'n_head': 'n_heads num_heads',
    'learning_rate': 'lr base_lr lr0 initial_lr', 'beta1': 'b1 beta_1', 'beta2': 'b2 beta_2',
    'eps_adam': 'eps epsilon adam_eps eps_', 'num_steps': 'n_steps steps max_steps max_iters num_iters',
    'temperature': 'temp', 'vocab_size': 'n_vocab vocab',
}
# What is given where an operation says nothing of a constant: microgpt.py's own.
OWN = {'n_layer': 1, 'n_embd': 16, 'block_size': 16, 'n_head': 4, 'std': 0.08, 'std_residual': 0.08, 'seed': 42,
       'learning_rate': 0.01, 'beta1': 0.85, 'beta2': 0.99, 'eps_adam': 1e-8, 'num_steps': 1000, 'temperature': 0.5}
NAMED = '__%s'  # how a constant is named that has no name


class Constants(Deviation):
    """`names`: by constant the names to give; `fixed`: by constant its value; `missing`: why there is neither."""

    def __init__(self, roles):
        self._roles = roles
        self._top = roles.top
        self.names, self.fixed, self.missing = {}, {}, {}
        self._by, self._fields = {}, {}
        for constant in (*ALIASES, 'std', 'seed'):
            self._by[constant] = self._now = {}
            try:
                getattr(self, '_find_' + constant, lambda c=constant: self._by_name(c))()
            except Missing as missing:
                try:
                    self._by_name(constant)
                except Missing:
                    self.missing[constant] = str(missing)

        for loop in filter(None, map(roles.quietly, ('training', 'sampling'))):
            self._look_for_changes(loop)

    def _look_for_changes(self, loop):
        """A constant that a loop changes that it had before cannot be given."""
        around = [s for s in self._top if s is not loop]
        for s in own(loop.body):
            changed = stored(s) if isinstance(s, (ast.Assign, ast.AugAssign, ast.AnnAssign)) else set()
            for n in own(s) if isinstance(s, ast.Expr) else ():
                function = self._roles.functions.get(called(n))
                if isinstance(function, ast.FunctionDef):
                    changed |= declared_global(function.body) & stored(function.body)
            for constant, names in self.names.items():
                if changed & names & stored(around):
                    self.missing[constant] = 'line %d, `%s`, changes %s while it is used' % (
                        s.lineno, shown(s), plain(sorted(changed & names)[0]))
            for target in getattr(s, 'targets', [getattr(s, 'target', None)]):
                constant = self._fields.get(ast.dump(target).replace('Store()', 'Load()')) if target else None
                if constant is not None:
                    self.missing[constant] = 'line %d, `%s`, changes %s while it is used' % (
                        s.lineno, shown(s), constant)

    def by(self, but=()):
        """The nodes in whose place a name stands, those of some constants left out."""
        by = {node: name for constant, found in self._by.items() if constant not in but
              for node, name in found.items()}
        for key, value in self._roles.keyed if self._by['std'] else ():
            late = ast.Lambda(args=ast.arguments(posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[],
                                                 kwarg=None, defaults=[]), body=replaced(value, by))
            by[value] = ast.copy_location(ast.Call(func=read('__drawn', value), args=[key, late], keywords=[]), value)
        return by

    def given(self, config, **others):
        """The names of constants with the values that a configuration has for them."""
        values = dict(OWN, **dict(config, **others))
        given = {NAMED % c: v for c, v in values.items()}
        given.update({n: values[c] for c, names in self.names.items() if c in values for n in names})
        return given

    def own(self, values):
        """The script's own values of constants: `values` are those of its names, and of others the number that stands there."""
        found = {c: values[n] for c, names in self.names.items() for n in sorted(names) if n in values}
        stated = {c: n.value for c, nodes in self._by.items() for n in nodes if isinstance(n, ast.Constant)}
        found = dict(dict(stated, **self.fixed), **found)
        return {c: v for c, v in found.items() if isinstance(v, (int, float)) and math.isfinite(v)}

    def _take(self, constant, node):
        """The node is the constant: its names, or a name in its place."""
        if isinstance(node, ast.Name):
            self.names[constant] = self._alike(node.id)
        elif isinstance(node, (ast.Attribute, ast.Subscript)):
            text = ast.dump(node)
            self._fields[text] = constant
            self._now.update({n: read(NAMED % constant, n) for n in everywhere(self._top)
                            if type(n) is type(node) and ast.dump(n) == text})
        elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            self.fixed[constant] = node.value
        else:
            raise Missing('no name for %s (line %d)' % (constant, node.lineno))

    def _name(self, constant, node):
        """As above, for a number that stands in one place alone."""
        if isinstance(node, ast.Constant):
            self._now[node] = read(NAMED % constant, node)
        else:
            self._take(constant, node)

    def _alike(self, name):
        """A name, and those that are only other names of it."""
        names, size = {name}, 0
        pairs = [(sorted(stored(s)), s.value.id) for s in self._top
                 if isinstance(s, ast.Assign) and isinstance(s.value, ast.Name) and len(stored(s)) == 1]
        while len(names) > size:
            size = len(names)
            for (left,), right in pairs:
                if left in names or right in names:
                    names |= {left, right}
        return names

    def _by_name(self, constant):
        wanted = {constant} | set(ALIASES.get(constant, '').split())
        for n in everywhere(self._top):
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and plain(n.id).lower() in wanted:
                return self._take(constant, n)
        for n in everywhere(self._top):
            key = getattr(n, 'attr', None) or (isinstance(n, ast.Subscript) and literal(index(n)))
            if key and key.lower() in wanted and isinstance(n.ctx, ast.Load):
                return self._take(constant, n)
        raise Missing('no constant %s' % constant)

    def _find_vocab_size(self):
        rows = self._roles.entry('wte')[0]
        if isinstance(rows, ast.Name):
            self._take('vocab_size', rows)
        else:
            self._now[rows] = read(NAMED % 'vocab_size', rows)

    def _find_n_embd(self):
        self._take('n_embd', self._roles.entry('wte')[1])

    def _find_block_size(self):
        self._take('block_size', self._roles.entry('wpe')[0])

    def _find_n_layer(self):
        for s in self._top:
            if isinstance(s, ast.For) and called(s.iter) == 'range' and any(
                    isinstance(n, ast.Subscript) and 'attn_w' in literal(index(n)) for n in own(s.body)):
                return self._take('n_layer', s.iter.args[-1])
        raise Missing('no loop over layers that makes their matrices')

    def _find_num_steps(self):
        steps = self._roles.training.iter
        if called(steps) != 'range':
            raise Missing('the loop that trains goes over no range (line %d)' % steps.lineno)
        self._take('num_steps', steps.args[1 if len(steps.args) > 1 else 0])

    def _find_learning_rate(self):
        try:
            self._by_name('learning_rate')
        except Missing:
            self._take('learning_rate', self._rate())

    def _rate(self):
        """What is multiplied by something that depends on the step."""
        for n in everywhere(self._roles.training.body):
            if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mult) and self._roles.step in free(n.right):
                rate = n.left
                while isinstance(rate, ast.BinOp) and isinstance(rate.op, ast.Mult):
                    rate = rate.left
                if isinstance(rate, (ast.Name, ast.Attribute, ast.Subscript)):
                    return rate
        raise Missing('no learning rate: a name for it, or what a function of the step is multiplied with')

    def _find_temperature(self):
        divided = [n.right for n in everywhere(self._roles.drawing)
                   if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)]
        divided.sort(key=lambda n: 'temp' not in (getattr(n, 'id', None) or getattr(n, 'attr', '')).lower())
        if divided:
            return self._name('temperature', divided[0])
        try:
            self._by_name('temperature')
        except Missing:
            self.fixed['temperature'] = 1

    def _find_eps_adam(self):
        for n in everywhere(self._roles.updates):
            if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add) and any(
                    is_root(m) for m in everywhere(n.left)):
                return self._name('eps_adam', n.right)
        raise Missing('no epsilon beside the root of the second moment')

    def _find_beta1(self):
        self._take('beta1', self._factor(False))

    def _find_beta2(self):
        self._take('beta2', self._factor(True))

    def _factor(self, squared):
        """What a moment is multiplied with: of the second, which takes the gradient's square, or of the first."""
        for n in own(self._roles.updates):
            if not isinstance(n, ast.Assign) or not isinstance(n.value, ast.BinOp):
                continue
            kept, added = n.value.left, n.value.right
            if isinstance(n.value.op, ast.Add) and isinstance(kept, ast.BinOp) and isinstance(kept.op, ast.Mult):
                if is_squared(added) == squared:
                    moment = base(n.targets[0])
                    factors = [f for f in (kept.left, kept.right) if base(f) != moment]
                    if len(factors) == 1:
                        return factors[0]
        raise Missing('no factor of the %s moment' % ('second' if squared else 'first'))

    def _find_seed(self):
        """Each place where a stream is seeded; a script without one is seeded from outside."""
        for n in own(self._top):
            if called(n) in ('seed', 'Random') and n.args:
                self._now[n.args[0]] = read(NAMED % 'seed', n.args[0])
