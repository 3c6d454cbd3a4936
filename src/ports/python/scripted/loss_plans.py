"""Plans for the losses of a document, and for what they are made of."""

import ast

from .plan import Plan, calling, noting
from .planning import Planning
from .tree import everywhere, index, read, replaced


class LossPlans(Planning):
    """Each method makes the plan of its name, and raises Missing where a role is not there."""

    def document(self, hooks=(), back=False):
        """The losses of given tokens, `back` and their gradients."""
        roles = self._roles
        top, slicer = self._top(hooks)
        place, given = self._place(roles.training), self._given('__drawn', roles.tokens)
        body = top[place].body
        targets = [body[roles.back]] if back else []
        kept, wanted = slicer.needed(body[:roles.back + 1], {roles.loss}, given, targets)
        kept = [s for s in kept if back or s is not body[roles.back]]
        state = {roles.state} if roles.model not in hooks else {roles.value.name}
        return Plan(model=slicer.needed(top[:place], wanted | state, given)[0], all=kept)

    def forward(self):
        """The same with each position's logits and loss noted."""
        roles = self._roles
        return self.document({roles.model: noting('__logits', roles.model),
                              **self._noted(roles.position_loss)})

    @staticmethod
    def _noted(expression):
        return {expression: noting('__losses', expression)}

    def cross_entropy(self):
        """The loss of a position whose logits are given."""
        roles = self._roles
        return self._position({roles.model: read('__given_logits', roles.model)})

    def position_loss(self):
        """The loss of a position whose probabilities are given."""
        roles = self._roles
        probs = {n: read('__probs', n) for n in everywhere(roles.forward)
                 if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and n.id == roles.target.value.id}
        return self._position({**probs, index(roles.target): read('__target', roles.target),
                               roles.model: read('__given_logits', roles.model)})

    def _position(self, hooks):
        expression = self._roles.position_loss
        inner = replaced(expression, hooks)
        return self.document({**hooks, expression: noting('__losses', inner)})

    def average_loss(self):
        """The loss of given position losses."""
        roles = self._roles
        return self.document({roles.position_loss: calling('__next_loss', roles.position_loss),
                              roles.model: read('__given_logits', roles.model)})
