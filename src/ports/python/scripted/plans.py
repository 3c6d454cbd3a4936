"""What is executed for an operation: slices of the script, with hooks where something is given or noted.

A hook is a name that begins with two underlines, in the place of an expression or called with it.
"""

import ast

from .constants import is_squared
from .roles import Missing
from .slices import Slicer
from .space import compiled
from .tree import assigning, base, called, everywhere, index, own, read, replaced


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
        for statement, code in zip(self._statements['before'], self['before']):
            files.holding(dataset if statement in self._statements['reading'] else None)
            try:
                space.run([code])
            finally:
                files.holding(None)
        return space


class Plans:
    """The plans of a script. Each method raises Missing where a role is not there."""

    def __init__(self, roles, constants):
        self._roles, self._constants = roles, constants

    def _top(self, hooks=(), but=(), bare=False):
        """A copy of the statements with hooks in it and names for its constants, and what slices it."""
        by = {} if bare else self._constants.by(but)
        by.update(hooks)
        top = [replaced(s, by) for s in self._roles.top]
        return top, Slicer(top)

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

    def documents(self):
        """The documents as they are read."""
        name, place = self._roles.docs
        top, slicer = self._top(bare=True)
        kept, _ = slicer.needed(top[:place], {name})
        if not any(called(n) in ('open', 'read_text', 'read_bytes', 'urlopen') for n in everywhere(kept)) and not (
                any('open' in self._words(n) for n in everywhere(kept) if isinstance(n, ast.Call))):
            raise Missing('no file is opened for the documents %s' % name)
        return Plan(all=kept)

    def _words(self, call):
        function = self._roles.functions.get(called(call))
        return {called(n) for n in everywhere(function)} if function is not None else set()

    def tokenizer(self):
        """The vocabulary of given documents."""
        name, _ = self._roles.docs
        expression, rows = self._roles.uchars, self._roles.entry('wte')[0]
        top, slicer = self._top({expression: noting('__characters', expression)}, bare=True)
        where, _ = self._roles.joined
        line = top + [assigning('__vocabulary', rows)]
        names = {'__vocabulary', self._roles.bos}
        return Plan(all=slicer.needed(line, names, {name, '__characters'}, [top[where]])[0])

    def encode(self):
        """The tokens of a document in a given vocabulary."""
        roles, (docs, _) = self._roles, self._roles.docs
        top, slicer = self._top({roles.uchars: read('__uchars', roles.uchars)}, bare=True)
        place = self._place(roles.training)
        given = {docs, roles.trained, roles.step, '__uchars'}
        kept, wanted = slicer.needed(top[place].body[:roles.back], {roles.tokens}, given)
        return Plan(all=slicer.needed(top[:place], wanted, given)[0] + kept)

    def parameters(self):
        """A model."""
        top, slicer = self._top()
        return Plan(all=slicer.needed(top, {self._roles.state}, self._given('__drawn'))[0])

    def document(self, hooks=(), back=False):
        """The losses of given tokens, `back` and their gradients."""
        roles = self._roles
        top, slicer = self._top(hooks)
        place, given = self._place(roles.training), self._given('__drawn', roles.tokens)
        body = top[place].body
        targets = [body[roles.back]] if back else []
        kept, wanted = slicer.needed(body[:roles.back + 1], {roles.loss}, given, targets)
        kept = [s for s in kept if back or s is not body[roles.back]]
        state = {roles.state} if roles.model not in hooks else set()
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
        inner = {roles.target.value: read('__probs', roles.target), index(roles.target): read('__target', roles.target)}
        return self._position({roles.target: replaced(roles.target, inner),
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
            raise Missing('the optimizer carries %s from step to step, not two moments; the nearest is line %d'
                          % (' '.join(sorted(carried)) or 'nothing', roles.updates[0].lineno))
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
        kept, before = self._loop(top, slicer, given)
        return Plan(model=slicer.needed(top[:place], before | {roles.state, roles.bos}, given)[0], all=kept)

    def _loop(self, top, slicer, given):
        """The statements of the loop that trains."""
        roles = self._roles
        body = top[self._place(roles.training)].body
        targets = [body[roles.back]] + [body[roles.training.body.index(s)] for s in roles.updates]
        kept, before, _ = slicer.loop(body, targets, given | {roles.step})
        return kept, before

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
        kept, wanted = slicer.needed(top[place].body, {roles.sample} if text else (), given, draws)
        state = {roles.state} if roles.scaled not in hooks else set()
        before = self._before(top, place)
        return Plan(model=slicer.needed(before, wanted | state | {roles.bos, roles.value.name}, given)[0], all=kept)

    def sampling(self):
        """The weights of a draw whose logits are given."""
        return self.sample({self._roles.scaled: read('__given_logits', self._roles.scaled)}, False)

    def decode(self):
        """The text of given tokens, with given logits."""
        return self.sample({self._roles.scaled: read('__given_logits', self._roles.scaled)})

    def learning(self):
        """The script as it is, up to the end of training: what comes before, what of it reads documents, and a step."""
        roles = self._roles
        top, slicer = self._top(bare=True)
        place = self._place(roles.training)
        step, before = self._loop(top, slicer, set())
        return Plan(step=step, **self._beginning(top[:place], slicer, before | {roles.state, roles.bos}, set()))

    def _beginning(self, top, slicer, wanted, given):
        """What comes before training, and what of it reads documents."""
        docs, place = self._roles.docs
        seeds = [s for s in top if isinstance(s, ast.Expr) and called(s.value) == 'seed']
        return {'before': slicer.needed(top, wanted | {docs}, given, seeds)[0],
                'reading': slicer.needed(top[:place], {docs}, given)[0]}

    def program(self):
        """The whole script: what comes before training, a step, what comes before samples, and a sample."""
        roles = self._roles
        top, slicer = self._top(but=['vocab_size'])
        given = self._given('__drawn') - self._constants.names.get('vocab_size', set())
        first, second = self._place(roles.training), self._place(roles.sampling)
        if second < first:
            raise Missing('samples are drawn before training (line %d)' % roles.sampling.lineno)
        sample, wanted = slicer.needed(top[second].body, {roles.sample}, given)
        between, wanted = slicer.needed(top[first + 1:second], wanted, given)
        step, before = self._loop(top, slicer, given)
        wanted |= before | {roles.state}
        return Plan(step=step, between=between, sample=sample, **self._beginning(top[:first], slicer, wanted, given))
