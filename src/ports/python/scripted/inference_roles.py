"""The roles of sampling: its loops, the draw, and what a sample is put together in."""

import ast

from .looking import Looking, Missing, stands
from .tree import base, called, everywhere, own, stored


class InferenceRoles(Looking):
    """Each method looks for the role of its name."""

    def _sampling(self):
        """The loop over samples: the first behind training."""
        training = self.quietly('training')
        behind = self.top[self.top.index(training) + 1:] if training in self.top else self.top
        loops = [s for s in behind if isinstance(s, ast.For) and isinstance(s.target, ast.Name)
                 and called(s.iter) == 'range' and self._draws(s.body) and any(map(self.is_model, everywhere(s)))]
        if loops:
            return loops[0]
        near = [n for n in everywhere(self.top) if called(n) == 'choices']
        raise Missing('no loop that samples: a `for` over a range, with a loop in it that calls the model and `choices`'
                      + stands(near[-1] if near else None))

    @staticmethod
    def _draws(body):
        """The loops in a loop's body that draw tokens."""
        return [n for n in own(body) if isinstance(n, (ast.For, ast.While))
                and any(called(m) == 'choices' for m in own(n.body))]

    def _drawing(self):
        """The loop over the positions of a sample."""
        return self._draws(self.sampling.body)[-1]

    def _choice(self):
        """The call that draws a token."""
        return [n for n in own(self.drawing) if called(n) == 'choices'][-1]

    def _scaled(self):
        """The model's call in the loop over the positions of a sample."""
        calls = [n for n in everywhere(self.drawing) if self.is_model(n)]
        if calls:
            return calls[-1]
        raise Missing('no call of the model where a token is drawn' + stands(self.drawing))

    def _sample(self):
        """The name of what a sample is put together in."""
        drawn = self.drawing
        for n in own(drawn):
            if called(n) in ('append', 'extend') and base(n.func) in stored(self.sampling.body):
                return base(n.func)
        for n in own(drawn):
            if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name) and isinstance(n.op, ast.Add):
                return n.target.id
        raise Missing('no text of a sample: what a drawn character is appended or added to' + stands(drawn))
