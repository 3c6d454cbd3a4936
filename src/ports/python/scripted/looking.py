"""What looking for roles shares: the roles that are found, each once, and how one is told that is not."""

import ast

from .tree import base, called

GAUSS = ('gauss', 'normalvariate')


class Missing(Exception):
    """A role that was not found; the message says what was looked for."""


def stands(node):
    return '' if node is None else '; the nearest is line %d' % node.lineno


def shown(s):
    """The first line of a statement, as Python writes it."""
    return getattr(ast, 'unparse', ast.dump)(s).split('\n')[0][:80]


def is_gradient(s):
    """Whether a statement takes the gradient: `loss.backward()`."""
    return isinstance(s, ast.Expr) and called(s.value) == 'backward' and base(s.value.func)


class Looking:
    """Roles by name, each found when it is asked for; Missing is raised where it is not."""

    def __init__(self):
        self._found = {}

    def __getattr__(self, name):
        """The role of this name, from the method that looks for it."""
        if name.startswith('_'):
            raise AttributeError(name)
        if name not in self._found:
            try:
                self._found[name] = getattr(type(self), '_' + name)(self)
            except Missing as missing:
                self._found[name] = missing
        if isinstance(self._found[name], Missing):
            raise self._found[name]
        return self._found[name]

    def quietly(self, role):
        """A role; None where there is none."""
        try:
            return getattr(self, role)
        except Missing:
            return None
