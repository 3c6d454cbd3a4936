"""Plans for documents and tokens."""

import ast

from .looking import Missing
from .plan import Plan, noting
from .planning import Planning
from .tree import assigning, called, everywhere, read


class TextPlans(Planning):
    """Each method makes the plan of its name, and raises Missing where a role is not there."""

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
