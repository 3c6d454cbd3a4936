"""Plans for the optimizer and for training."""

import ast

from .arithmetic import is_squared
from .effects import MODEL, STREAM
from .looking import Missing, is_gradient
from .plan import Plan, calling, noting
from .planning import Planning
from .tree import base, ends, everywhere, read, replaced


class TrainingPlans(Planning):
    """Each method makes the plan of its name, and raises Missing where a role is not there."""

    def moments(self):
        """The names of the first and the second moments."""
        roles = self._roles
        top, slicer = self._top()
        body = top[self._place(roles.training)].body
        updates = [body[roles.training.body.index(s)] for s in roles.updates]
        given = self._given(roles.step, roles.params)
        kept, _, carried = slicer.loop(body, updates, given)
        changes = [n for n in everywhere(kept) if isinstance(n, (ast.Assign, ast.AugAssign))]
        carried &= set().union(*map(self._assigned, changes))
        squared = [n for n in sorted(carried) if any(n in self._assigned(c) and is_squared(c.value) for c in changes)]
        if len(carried) != 2 or len(squared) != 1:
            raise Missing('no two moments under names of their own: the optimizer carries %s from step to step; '
                          'the nearest is line %d'
                          % (' '.join(sorted(carried)) or 'none', roles.updates[0].lineno))
        return [(carried - set(squared)).pop(), squared[0]]

    @staticmethod
    def _assigned(statement):
        """The names that an assignment changes, or whose objects it does."""
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return {base(t) for t in targets} | {n.id for t in targets for n in getattr(t, 'elts', ())
                                             if isinstance(n, ast.Name)}

    def adam(self):
        """One update of given parameters, gradients and moments."""
        roles, moments = self._roles, self.moments()
        top, slicer = self._top()
        place = self._place(roles.training)
        body = top[place].body
        updates = [body[roles.training.body.index(s)] for s in roles.updates]
        given = self._given(roles.step, roles.params, *moments)
        kept, wanted = slicer.needed(body, set(), given, updates)
        return Plan(before=slicer.needed(top[:place], wanted, given)[0], all=kept)

    def train(self):
        """Training on given documents."""
        roles, (docs, _) = self._roles, self._roles.docs
        top, slicer = self._top({roles.uchars: read('__uchars', roles.uchars)}, but=['seed'])
        place, given = self._place(roles.training), self._given('__drawn', '__uchars', docs, roles.trained)
        kept, before = self._loop(top, slicer, given - {docs, roles.trained}, MODEL)
        return Plan(model=slicer.needed(top[:place], before | {roles.state, roles.bos}, given)[0], all=kept)

    def watched(self):
        """A step of `learning` that tells what it computes: `__logits`, `__probs`, `__losses`, and `__behind` the gradient."""
        roles = self._roles
        hooks = {roles.model: noting('__logits', roles.model)}
        if roles.quietly('target'):
            hooks[roles.target.value] = noting('__probs', roles.target.value)
        loss = roles.quietly('position_loss')
        if loss is not None:
            hooks[loss] = noting('__losses', replaced(loss, hooks))
        top, slicer = self._top(hooks, bare=True)
        step, _ = self._loop(top, slicer, set(), MODEL | {STREAM})
        gradient = [i for i, s in enumerate(step) if is_gradient(s)][0]
        behind = ast.Expr(value=calling('__behind', step[gradient]))
        return Plan(step=[*step[:gradient + 1], ast.copy_location(behind, step[gradient]), *step[gradient + 1:]])

    def _loop(self, top, slicer, given, wanted):
        """The statements of the loop that trains: what the update and some names depend on, and what may end a step."""
        roles = self._roles
        body = top[self._place(roles.training)].body
        targets = [body[roles.back]] + [body[roles.training.body.index(s)] for s in roles.updates]
        targets += [s for s in body if ends(s)]
        kept, before, _ = slicer.loop(body, targets, given | {roles.step}, wanted)
        return kept, before
