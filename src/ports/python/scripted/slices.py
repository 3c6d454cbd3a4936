"""Backward slices: of a list of statements those that some names depend on at its end.

Names that are given from outside are not looked for. What demos, prints, clocks and logs do is left out, for nothing
that is asked for depends on it.
"""

import ast
import builtins

from .tree import MUTATORS, base, called, declared_global, definition, free, own, parameters, read_at_once, stored
from .tree import surely_stored


class Slicer:
    """Slices of lists of statements that share their functions and modules."""

    def __init__(self, statements):
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
                kept.insert(0, s)
                wanted = ((wanted - definite) | self._reached(read_at_once(s))) - given
        return kept, wanted

    def loop(self, body, targets, given=()):
        """Of a loop's body the statements that `targets`, some of them, depend on, from one time around to the next.

        Returns them in order, what they read from before the loop, and what they carry from one time to the next.
        """
        before = set()
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
        return sure, some - {None}

    def _changed(self, call, alone):
        """The names whose objects a call may change."""
        name, arguments = called(call), [base(a) for a in call.args]
        if isinstance(call.func, ast.Name):
            function = self._functions.get(name)
            if not isinstance(function, ast.FunctionDef):
                return set(arguments) if alone and not hasattr(builtins, name) else set()
            changed, declared = self._changes(function)
            by_name = {k.arg: base(k.value) for k in call.keywords}
            by_name.update(zip(parameters(function), arguments))
            return declared | {a for p, a in by_name.items() if p in changed}
        if name == 'shuffle':
            return set(arguments)
        owner = base(call.func)
        return {owner} if (alone or name in MUTATORS) and owner not in self._modules else set()

    def _changes(self, function):
        """Which of its parameters a function may change, and which names around it."""
        if function not in self._mutated:
            self._mutated[function] = (set(), set())  # where it calls itself
            some = set().union(*(self.written(s)[1] for s in function.body))
            rebound = {n.id for s in function.body for n in own(s)
                       if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            around = some - rebound - set(parameters(function))
            changed = (some - rebound) & set(parameters(function))
            self._mutated[function] = (changed, around | declared_global(function.body))
        return self._mutated[function]
