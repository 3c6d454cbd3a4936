"""The roles of a loss: that of a position, and the probability that it is of."""

import ast

from .looking import Looking, Missing, stands
from .tree import base, called, own, stored


class LossRoles(Looking):
    """Each method looks for the role of its name."""

    def _position_loss(self):
        """The expression of one position's loss: what is collected for the mean, or added up for it."""
        summed = [n for s in self.training.body[:self.back] for n in own(s) if called(n) == 'sum']
        lists = {base(a) for n in summed for a in n.args[:1]} - {None}
        for n in own(self.forward):
            if called(n) == 'append' and base(n.func) in lists:
                return n.args[0]
        for n in own(self.forward):
            if isinstance(n, ast.AugAssign) and isinstance(n.op, ast.Add) and isinstance(n.target, ast.Name):
                if not isinstance(n.value, ast.Constant):
                    return n.value
            if isinstance(n, ast.Assign) and isinstance(n.value, ast.BinOp) and isinstance(n.value.op, ast.Add):
                if base(n.targets[0]) == base(n.value.left) is not None:
                    return n.value.right
        raise Missing("no loss of a position: what is appended to the list that the mean is of" + stands(self.forward))

    def _target(self):
        """In the loop over positions, the probability of the target: `probs[target]`."""
        made = {n for s in own(self.forward) if isinstance(s, ast.Assign) and called(s.value) == self.softmax
                for n in stored(s)}
        for n in own(self.forward):
            if isinstance(n, ast.Subscript) and isinstance(n.value, ast.Name) and n.value.id in made:
                return n
        raise Missing('no probability of the target: a subscript of what softmax gave' + stands(self.forward))
