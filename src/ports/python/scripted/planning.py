"""How plans are made: a script with hooks in it, and slices of it."""

import ast

from .effects import DATA, Effects
from .looking import Missing
from .plan import Plan
from .slices import Slicer
from .tree import called, everywhere, replaced


class Planning:
    """What all plans share: the script with hooks in it, what is given, and what stands before a place."""

    def __init__(self, roles, constants):
        self._roles, self._constants, self._effects = roles, constants, Effects(roles)

    def _top(self, hooks=(), but=(), bare=False):
        """A copy of the statements with hooks in it and names for its constants, and what slices it."""
        by = {} if bare else self._constants.by(but)
        by.update(hooks)
        top = [replaced(s, by) for s in self._roles.top]
        return top, Slicer(top, self._effects)

    def _place(self, loop):
        return self._roles.top.index(loop)

    def _given(self, *others):
        names = self._constants.given(dict.fromkeys(self._constants.names))
        return set(names) | set(others)

    def _before(self, top, place):
        """What stands before a place, the loop that trains left out."""
        try:
            training = self._place(self._roles.training)
        except Missing:
            training = None
        return [s for i, s in enumerate(top[:place]) if i != training]

    def own(self, constants):
        """The script's own values of constants."""
        top, slicer = self._top(bare=True)
        names = [sorted(self._constants.names[c])[0] for c in constants]
        return Plan(all=slicer.needed(top, names)[0])

    def definitions(self, *names):
        """Functions and classes by name."""
        top, slicer = self._top(bare=True)
        return Plan(all=slicer.needed(top, names)[0])

    def parameters(self):
        """A model, as training begins with it."""
        top, slicer = self._top()
        learning = [i for i, s in enumerate(top) if isinstance(s, (ast.For, ast.While))
                    and any(called(n) == 'backward' for n in everywhere(s.body))]
        before = top[:self._place(self._roles.training) if self._roles.quietly('training') else learning[0] if learning
                     else None]
        return Plan(all=slicer.needed(before, {self._roles.state, DATA}, self._given('__drawn'))[0])
