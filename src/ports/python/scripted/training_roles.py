"""The roles of training: its loop, what it calls, and the optimizer."""

import ast

from .looking import Looking, Missing, is_gradient, stands
from .tree import base, called, everywhere, own, stored


class TrainingRoles(Looking):
    """Each method looks for the role of its name."""

    def _training(self):
        """The loop that trains."""
        loops = [s for s in self.top if isinstance(s, ast.For) and any(map(is_gradient, s.body))]
        if loops:
            return loops[-1]
        near = [n for n in everywhere(self.top) if called(n) == 'backward']
        raise Missing('no loop that trains: a `for` whose body has `loss.backward()` as a statement'
                      + stands(near[-1] if near else None))

    def _back(self):
        """Where in the body of the training loop the gradient is taken."""
        return [i for i, s in enumerate(self.training.body) if is_gradient(s)][0]

    def _step(self):
        """The name of the step."""
        target = self.training.target
        if isinstance(target, ast.Name):
            return target.id
        raise Missing('the variable of the loop that trains is no name (line %d)' % target.lineno)

    def _loss(self):
        """The name of the loss."""
        return base(self.training.body[self.back].value.func)

    def _forward(self):
        """The loop over positions, in which the model is called."""
        return self._calling(self.training.body[:self.back], 'the losses of a document', self.training)

    def _model(self):
        """The model's call in training."""
        return [n for n in everywhere(self.forward) if self.is_model(n)][0]

    def _calling(self, statements, what, near):
        for s in own(statements):
            if isinstance(s, (ast.For, ast.While)) and any(map(self.is_model, own(s.body))):
                inner = [n for n in own(s.body) if isinstance(n, ast.For) and any(map(self.is_model, own(n)))]
                if not inner:
                    return s
        raise Missing("no loop that calls the model, a function of state_dict['wte'] and attn_wq, for %s%s"
                      % (what, stands(near)))

    def _tokens(self):
        """The name of a document's tokens."""
        for s in self.training.body[:self.back]:
            if isinstance(s, ast.Assign) and isinstance(s.value, ast.BinOp) and isinstance(s.value.left, ast.BinOp):
                if isinstance(s.value.left.left, ast.List) and isinstance(s.value.right, ast.List):
                    return sorted(stored(s))[0]
        assigned = stored(self.training.body[:self.back])
        for n in everywhere(self.training.body[:self.back]):
            if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Sub) and called(n.left) == 'len':
                if base(n.left.args[0]) in assigned:
                    return base(n.left.args[0])
        raise Missing("no tokens of a document: `[BOS] + [...] + [BOS]`, or `len(tokens) - 1`" + stands(self.training))

    def _updates(self):
        """The statements behind the gradient that give parameters other data or gradients."""
        behind = self.training.body[self.back + 1:]
        found = [s for s in behind if any(isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load)
                                          and n.attr in ('data', 'grad') for n in own(s))]
        if any(n.attr == 'data' for s in found for n in own(s) if isinstance(n, ast.Attribute)
               and not isinstance(n.ctx, ast.Load)):
            return found
        raise Missing('no optimizer: a statement behind `backward()` that sets `.data`' + stands(self.training))

    def _params(self):
        """The name of the parameters that the optimizer goes through."""
        for s in self.updates:
            for n in own(s):
                if isinstance(n, ast.For):
                    names = [m.id for m in own(n.iter) if isinstance(m, ast.Name)]
                    listed = [m for m in names if m not in ('enumerate', 'zip', 'range', 'len')]
                    if listed:
                        return listed[0]
        raise Missing('no parameters: the list that the optimizer goes through' + stands(self.updates[0]))
