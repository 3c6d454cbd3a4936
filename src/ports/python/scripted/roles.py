"""The parts that a script plays its roles with, found by what they assign, call and loop over.

A role that is not found has a reason in its place: what was looked for, and the line that comes nearest.
"""

import ast

from .flatten import flattened, plain
from .inference_roles import InferenceRoles
from .looking import Missing, stands
from .loss_roles import LossRoles
from .text_roles import TextRoles
from .training_roles import TrainingRoles
from .tree import base, called, definition, everywhere, index, literal, own, stored

VALUE_METHODS = ('backward', '__add__', '__mul__')


class Roles(TextRoles, TrainingRoles, LossRoles, InferenceRoles):
    """All roles of a script, those of its functions and of its model among them."""

    def __init__(self, tree):
        super().__init__()
        self.tree = tree
        self.top = flattened(tree)
        self.value = self._value(self.top)
        self.functions = {name: d for s in own(self.top) for d in [definition(s)]
                          if isinstance(d, (ast.FunctionDef, ast.Lambda)) for name in stored(s)}

    @staticmethod
    def _value(top):
        classes = [n for n in everywhere(top) if isinstance(n, ast.ClassDef)]
        for c in classes:
            methods = {f.name for f in c.body if isinstance(f, ast.FunctionDef)} | stored(c.body)
            if methods.issuperset(VALUE_METHODS):
                return c
        raise Missing('no class defines %s, which keep their names, as .data and .grad do%s'
                      % (', '.join(VALUE_METHODS), stands(classes[0] if classes else None)))

    def _stream(self):
        """The module that numbers are drawn from."""
        for n in everywhere(self.top):
            if isinstance(n, ast.ImportFrom) and n.module == 'random':
                return n.module
            if isinstance(n, ast.Import) and any(a.name == 'random' for a in n.names):
                return 'random'
        raise Missing("no import of random: its numbers are not those of Python's stream")

    def _linear(self):
        return self._function('linear', 2, lambda f: False)

    def _softmax(self):
        return self._function('softmax', 1, lambda f: any(called(n) == 'exp' for n in everywhere(f)))

    def _rmsnorm(self):
        return self._function('rmsnorm', 1, lambda f: any(isinstance(n, ast.Pow) for n in everywhere(f)))

    def _function(self, name, required, fits):
        """The function of that name, or the only one of the kind."""
        named = [n for n in self.functions if plain(n).lower().replace('_', '').lstrip('_') == name]
        fitting = [n for n, f in self.functions.items() if isinstance(f, ast.FunctionDef) and fits(f)]
        for n in named or (fitting if len(fitting) == 1 else []):
            f = self.functions[n]
            if len(f.args.args) - len(f.args.defaults) == required:
                return n
        near = self.functions[named[0]] if named else None
        raise Missing('no function %s with %d required parameter%s%s'
                      % (name, required, 's' if required > 1 else '', stands(near)))

    def words(self, name, seen=()):
        """The strings in a function and in those that it calls."""
        f = self.functions.get(name)
        if f is None or name in seen:
            return ''
        inner = {called(n) for n in everywhere(f)} - {None}
        return ' '.join([literal(f)] + [self.words(n, seen + (name,)) for n in sorted(inner)])

    def is_model(self, call):
        words = self.words(called(call)) if isinstance(getattr(call, 'func', None), ast.Name) else ''
        return 'wte' in words and 'attn' in words

    def _state(self):
        """The name of the parameters by name."""
        for s in self.top:
            if isinstance(s, (ast.Assign, ast.AnnAssign)) and isinstance(s.value, ast.Dict):
                if any(k is not None and literal(k) == 'wte' for k in s.value.keys):
                    return sorted(stored(s))[0]
        for n in own(self.top):
            if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store) and literal(index(n)) == 'wte' and base(n):
                return base(n)
        near = [n for n in everywhere(self.top) if isinstance(n, ast.Constant) and n.value == 'wte']
        raise Missing("no parameters by name: nothing at the top is given an entry 'wte'"
                      + stands(near[0] if near else None))

    def _keyed(self):
        """The expressions that the parameters are made with, each with the expression of its key."""
        found = []
        for n in own(self.top):
            if isinstance(n, ast.Dict) and any(k is not None and literal(k) == 'wte' for k in n.keys):
                found += [(k, v) for k, v in zip(n.keys, n.values) if k is not None]
            elif isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Subscript):
                if base(n.targets[0]) == self.state:
                    found.append((index(n.targets[0]), n.value))
        return found

    def _entries(self):
        """The same with the words of each key."""
        return [(literal(key), value) for key, value in self.keyed]

    def entry(self, key):
        """The rows and the columns of a matrix, as expressions."""
        for name, value in self.entries:
            if name == key:
                if isinstance(value, ast.Call) and len(value.args) > 1:
                    return value.args[:2]
                ranges = [n.iter.args[-1] for n in everywhere(value) if isinstance(n, ast.comprehension)
                          and called(n.iter) == 'range']
                if len(ranges) == 2:
                    return ranges
        raise Missing("no matrix '%s' with its rows and columns as the first two arguments" % key)
