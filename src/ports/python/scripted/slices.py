"""Backward slices: of a list of statements those that some names depend on at its end.

Names that are given from outside are not looked for. What demos, prints, clocks and logs do is left out, for nothing
that is asked for depends on it.
"""

import ast
import builtins
import copy

from .effects import DATA, REST, STREAM
from .tree import MUTATORS, base, called, declared_global, definition, free, own, parameters, read_at_once, stored
from .tree import surely_stored

ENDING = (ast.Break, ast.Continue, ast.Raise)
# Methods that tell something to whoever watches, and change nothing that is asked for.
TELLING = frozenset('debug info warning error log write writelines flush close print'.split())


class Slicer:
    """Slices of lists of statements that share their functions and modules."""

    def __init__(self, statements, effects=None):
        self._effects = effects
        nodes = list(own(statements))
        self._functions, self._deferred = {}, {}
        for s in nodes:
            defined = definition(s)
            if defined is not None:
                for name in stored(s):
                    self._functions[name] = defined
                    self._deferred.setdefault(name, set()).update(free(defined))
        imported = [s for s in nodes if isinstance(s, (ast.Import, ast.ImportFrom))]
        self._modules = stored(imported) if imported else set()
        self._mutated, self._written = {}, {}

    def needed(self, statements, names, given=(), targets=()):
        """Which statements, in order, `names` depend on at the end of them, and what these read from before.

        `targets`, some of the statements, are among them in any case.
        """
        given = set(given)
        wanted, kept = self._reached(names) - given, []
        for s in reversed(statements):
            definite, some = self.written(s)
            if s in targets or some & wanted:
                if s not in targets and isinstance(s, (ast.For, ast.While)):
                    s = self._trimmed(s, wanted, given)
                kept.insert(0, s)
                wanted = ((wanted - definite) | self._reached(read_at_once(s))) - given
        return kept, wanted

    def _trimmed(self, loop, wanted, given):
        """A loop with those statements alone that `wanted` depend on, and those that end it or a time around."""
        ending = [s for s in loop.body if any(isinstance(n, ENDING) for n in own(s))]
        wanted = wanted | (read_at_once(loop.test) if isinstance(loop, ast.While) else set())
        while True:
            kept, before = self.needed(loop.body, wanted, given, ending)
            if before <= wanted:
                trimmed = copy.copy(loop)
                trimmed.body = kept or [ast.copy_location(ast.Pass(), loop)]
                return trimmed
            wanted = wanted | before

    def loop(self, body, targets, given=(), wanted=()):
        """Of a loop's body the statements that `targets`, some of them, and names depend on, from one time to the next.

        Returns them in order, what they read from before the loop, and what they carry from one time to the next.
        """
        before = set(wanted)
        while True:
            kept, wanted = self.needed(body, before, given, targets)
            if wanted <= before:
                return kept, before, before & set().union(*(self.written(s)[1] for s in kept))
            before |= wanted

    def _reached(self, names):
        """Names, and what the functions among them read when they are called."""
        reached, todo = set(), list(names)
        while todo:
            name = todo.pop()
            if name not in reached:
                reached.add(name)
                todo += self._deferred.get(name, ())
        return reached

    def written(self, statement):
        """The names that a statement surely gives a new value, and all that it may change."""
        if statement not in self._written:
            self._written[statement] = self._writes(statement)
        return self._written[statement]

    def _writes(self, statement):
        sure, new = surely_stored(statement), stored(statement)
        if definition(statement) is not None:
            return sure, new
        some = set(new)
        for n in own(statement):
            if isinstance(n, (ast.Subscript, ast.Attribute)) and not isinstance(n.ctx, ast.Load):
                some.add(base(n))
            elif isinstance(n, ast.Call):
                some |= self._changed(n, isinstance(statement, ast.Expr) and n is statement.value)
        if self._effects is not None:
            some |= self._effects.of(statement)
        return sure, some - {None}

    def _changed(self, call, alone):
        """The names whose objects a call may change."""
        name, arguments = called(call), [base(a) for a in call.args]
        if isinstance(call.func, ast.Name):
            function = self._functions.get(name)
            if name in ('setattr', 'delattr'):
                return set(arguments[:1])
            if not isinstance(function, ast.FunctionDef):
                return set(arguments) if alone and not hasattr(builtins, name) else set()
            changed, declared = self._changes(function)
            by_name = {k.arg: base(k.value) for k in call.keywords}
            by_name.update(zip(parameters(function), arguments))
            return declared | {a for p, a in by_name.items() if p in changed}
        if name == 'shuffle':
            return set(arguments)
        owner = base(call.func)
        changes = name in MUTATORS or alone and name not in TELLING
        return {owner} if changes and owner not in self._modules else set()

    def _changes(self, function):
        """Which of its parameters a function may change, and which names around it."""
        if function not in self._mutated:
            self._mutated[function] = (set(), set())  # where it calls itself
            some = set().union(*(self.written(s)[1] for s in function.body))
            rebound = stored(function.body) - declared_global(function.body)
            around = some - rebound - set(parameters(function)) - {STREAM, DATA, REST}  # these depend on the call
            changed = (some - rebound) & set(parameters(function))
            self._mutated[function] = (changed, around | declared_global(function.body))
        return self._mutated[function]
