"""Plans for samples."""

import ast

from .plan import Plan
from .planning import Planning
from .tree import ends, own, read, replaced


class SamplePlans(Planning):
    """Each method makes the plan of its name, and raises Missing where a role is not there."""

    def sample(self, hooks=(), text=True):
        """One sample, with each token drawn by `__choices`; without its `text` what the draws depend on alone."""
        roles = self._roles
        choice = roles.choice
        drawn = ast.copy_location(
            ast.Call(func=read('__choices', choice), args=choice.args, keywords=choice.keywords), choice)
        hooks = {roles.uchars: read('__uchars', roles.uchars), **dict(hooks), choice: replaced(drawn, dict(hooks))}
        top, slicer = self._top(hooks)
        place, given = self._place(roles.sampling), self._given('__drawn', '__uchars', '__choices')
        draws = [s for s, before in zip(top[place].body, roles.sampling.body) if roles.drawing in own(before)]
        ending = [s for s in top[place].body if text and ends(s) and s not in draws]
        kept, wanted = slicer.needed(top[place].body, {roles.sample} if text else (), given, draws + ending)
        state = {roles.state} if roles.scaled not in hooks else set()
        before = self._before(top, place)
        return Plan(model=slicer.needed(before, wanted | state | {roles.bos, roles.value.name}, given)[0], all=kept)

    def sampling(self):
        """The weights of a draw whose logits are given."""
        return self.sample({self._roles.scaled: read('__given_logits', self._roles.scaled)}, False)

    def decode(self):
        """The text of given tokens, with given logits."""
        return self.sample({self._roles.scaled: read('__given_logits', self._roles.scaled)})
