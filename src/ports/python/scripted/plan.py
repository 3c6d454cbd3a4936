"""A plan: the statements to execute for an operation, in parts, and the hooks that are put into them.

A hook is a name that begins with two underlines, in the place of an expression or called with it.
"""

import ast

from .space import compiled
from .tree import read


def noting(name, expression):
    """`__name(expression)`: the function is told each value, and gives it back."""
    return ast.copy_location(ast.Call(func=read(name, expression), args=[expression], keywords=[]), expression)


def calling(name, at):
    """`__name()` in the place of an expression."""
    return ast.copy_location(ast.Call(func=read(name, at), args=[], keywords=[]), at)


class Plan:
    """Statements to execute, in parts that an operation does something between; compiled when they are first run."""

    def __init__(self, **parts):
        self._statements, self._code = parts, {}

    def __getitem__(self, part):
        if part not in self._code:
            self._code[part] = compiled(self._statements[part])
        return self._code[part]

    def begun(self, space, files, dataset):
        """Executes `before`; while documents are read each file holds the dataset."""
        reading = {(s.lineno, s.col_offset) for s in self._statements['reading']}  # a loop differs by what is left out
        for s, code in zip(self._statements['before'], self['before']):
            files.holding(dataset if (s.lineno, s.col_offset) in reading else None)
            try:
                space.run([code])
            finally:
                files.holding(None)
        return space
