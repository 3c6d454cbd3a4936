"""What a statement does to what has no name of its own: the random stream, and the parameters as objects.

A slice follows names. `random.seed(1)` and `for p in params[:16]: p.data = 0.0` bind none that is asked for, and change
the run all the same; here they get names, which a plan may want like any other.
"""

import ast

from .tree import base, called, definition, everywhere, free, own, parameters

# No names of Python: the stream, the numbers of the parameters, and what else they have: gradients, moments.
STREAM, DATA, REST = '%stream', '%data', '%rest'
MODEL = {DATA, REST}
# Calls whose value holds no parameters, whatever they are given.
NUMBERS = frozenset('len float int str bool repr isinstance print format round any all range type id'.split())
STREAMS = ('Random', 'SystemRandom')
UNTOUCHED = STREAMS + ('getstate',)


def place(statement):
    """Where a statement stands, which a copy of it shares."""
    return type(statement).__name__, statement.lineno, statement.col_offset


class Effects:
    """By place the effects of each statement; found in the order of execution, for names are used again."""

    def __init__(self, roles):
        self._found, self._drawing, self._within = {}, {}, []
        self._value, self._functions = roles.value.name, roles.functions
        self._methods = {}
        for c in everywhere(roles.top):
            if isinstance(c, ast.ClassDef):
                for f in c.body:
                    if isinstance(f, ast.FunctionDef) and c is not roles.value:
                        self._methods.setdefault(f.name, []).append(f)
        self._classes = {c.name: c for c in everywhere(roles.top) if isinstance(c, ast.ClassDef)}
        self._streams, self._draws = self._stream_names(roles.top)
        self._holding = {roles.quietly('state'), roles.quietly('params')} - {None}
        self._block(roles.top, set())

    def of(self, statement):
        """The effects of a statement, or of its like in a copy of the script."""
        found = self._found.get(place(statement), set()) if hasattr(statement, 'lineno') else set()
        return found | {STREAM} if self._draws_in(statement) else found

    # The stream.

    @staticmethod
    def _stream_names(top):
        """Names of the module random and of streams made of it, and names of its functions."""
        modules, functions = set(), set()
        for n in everywhere(top):
            if isinstance(n, ast.Import):
                modules |= {a.asname or a.name for a in n.names if a.name == 'random'}
            elif isinstance(n, ast.ImportFrom) and n.module == 'random':
                functions |= {a.asname or a.name for a in n.names if a.name not in STREAMS}
        for n in everywhere(top):
            if isinstance(n, ast.Assign) and called(n.value) in STREAMS:
                modules |= {base(t) for t in n.targets} - {None}
        return modules, functions

    def _draws_in(self, statement):
        """Whether a statement, when it is executed, draws from the stream or sets it."""
        if definition(statement) is not None:
            return False
        return any(self._is_draw(n) for n in everywhere(statement) if isinstance(n, ast.Call))

    def _is_draw(self, call):
        name = called(call)
        if isinstance(call.func, ast.Attribute):
            if base(call.func) in self._streams and isinstance(call.func.value, ast.Name):
                return name not in UNTOUCHED
            return any(map(self._function_draws, self._methods.get(name, ())))
        if name in self._draws:
            return True
        function = self._functions.get(name)
        return function is not None and self._function_draws(function)

    def _function_draws(self, function):
        if function not in self._drawing:
            self._drawing[function] = False  # where it calls itself
            self._drawing[function] = any(self._is_draw(n) for n in everywhere(function) if isinstance(n, ast.Call))
        return self._drawing[function]

    # The parameters. `held`: the names that may hold some of them, or what is computed from them.

    def _block(self, statements, held):
        """The effects of statements in order; `held` is changed to what is held behind them."""
        found = set()
        for s in statements:
            effects = self._statement(s, held)
            self._found.setdefault(place(s), set()).update(effects)
            found |= effects
        return found

    def _statement(self, s, held):
        if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
            return set()
        if isinstance(s, (ast.For, ast.AsyncFor)):
            found = self._calls(s.iter, held)
            for _ in range(2):  # what is held behind the body is held before it, too
                self._bind(s.target, self._holds(s.iter, held), held)
                found |= self._block(s.body, held)
            return found | self._block(s.orelse, held)
        if isinstance(s, ast.While):
            return self._calls(s.test, held) | self._block(s.body, held) | self._block(s.body + s.orelse, held)
        if isinstance(s, ast.If):
            one, other = set(held), set(held)
            found = self._calls(s.test, held) | self._block(s.body, one) | self._block(s.orelse, other)
            held.clear()
            held.update(one | other)
            return found
        if isinstance(s, (ast.With, ast.AsyncWith)):
            return self._block(s.body, held)
        if isinstance(s, ast.Try):
            handlers = [h for handler in s.handlers for h in handler.body]
            return self._block(s.body + handlers + s.orelse + s.finalbody, held)
        found = self._calls(s, held)
        if isinstance(s, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and s.value is not None:
            holds = self._holds(s.value, held)
            for target in s.targets if isinstance(s, ast.Assign) else [s.target]:
                found |= self._stored(target, s, holds, held)
        elif isinstance(s, ast.Expr) and isinstance(s.value, ast.Call) and isinstance(s.value.func, ast.Attribute):
            if any(self._holds(a, held) for a in s.value.args) and base(s.value.func):
                held.add(base(s.value.func))  # an append
        return found

    def _stored(self, target, s, holds, held):
        """What an assignment to a target does."""
        if isinstance(target, (ast.Attribute, ast.Subscript)):
            touched = self._holds(target.value, held)
            if holds and base(target):
                held.add(base(target))
            kind = REST if isinstance(target, ast.Attribute) and target.attr != 'data' else DATA
            return {kind} if touched else set()
        if isinstance(target, (ast.Tuple, ast.List)):
            values = getattr(s.value, 'elts', None)
            pairs = zip(target.elts, map(lambda v: self._holds(v, held), values)) if values is not None and len(
                values) == len(target.elts) else [(t, holds) for t in target.elts]
            return set().union(*[self._stored(t, s, h, held) for t, h in list(pairs)])
        self._bind(target, holds or isinstance(s, ast.AugAssign) and base(target) in held, held)
        return set()

    def _bind(self, target, holds, held):
        names = {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
        held.difference_update(names)
        held |= names if holds else names & self._holding

    def _holds(self, node, held):
        """Whether the value of an expression may hold parameters, or be computed from them."""
        if isinstance(node, ast.Name):
            return node.id in held
        if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Lambda, ast.Compare)):
            return False
        if isinstance(node, ast.Attribute):
            return node.attr not in ('data', 'grad') and self._holds(node.value, held)
        if isinstance(node, (ast.Subscript, ast.Starred)):
            return self._holds(node.value, held)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            inner = set(held)
            for g in node.generators:
                self._bind(g.target, self._holds(g.iter, inner), inner)
            return self._holds(node.value if isinstance(node, ast.DictComp) else node.elt, inner)
        if isinstance(node, ast.Call):
            name = called(node)
            arguments = [a for a in node.args] + [k.value for k in node.keywords]
            if name in NUMBERS:
                return False
            if any(self._holds(a, held) for a in arguments):
                return True
            if isinstance(node.func, ast.Attribute):
                return self._holds(node.func.value, held)
            return bool(self._reached(name) & held) if name in self._functions else False
        return any(self._holds(n, held) for n in ast.iter_child_nodes(node) if isinstance(n, ast.expr))

    def _reached(self, name, seen=()):
        """The names that a function reads from around it, here or in those that it calls."""
        names = free(self._functions[name])
        inner = [self._reached(n, seen + (name,)) for n in names if n in self._functions and n not in seen + (name,)]
        return names.union(*inner)

    def _calls(self, node, held):
        """What the calls in a statement without statements in it do."""
        return set().union(*[self._call(n, held) for n in own(node) if isinstance(n, ast.Call)])

    def _call(self, call, held):
        name = called(call)
        arguments = [self._holds(a, held) for a in call.args]
        named = {k.arg: self._holds(k.value, held) for k in call.keywords}
        if isinstance(call.func, ast.Attribute):
            owner = self._holds(call.func.value, held)
            if name == 'backward' and owner:
                return {REST}
            functions = [(f, [owner] + arguments) for f in self._methods.get(name, ())]
        elif name == 'setattr':
            return set(MODEL) if arguments[:1] == [True] else set()
        elif name == self._value:
            return set()
        elif name in self._classes:
            functions = [(f, [False] + arguments) for f in self._classes[name].body
                         if isinstance(f, ast.FunctionDef) and f.name == '__init__']
        else:
            functions = [(self._functions[name], arguments)] if name in self._functions else []
        return set().union(*[self._inside(f, given, named, held) for f, given in functions])

    def _inside(self, function, arguments, named, held):
        """What a function does whose arguments hold parameters, or do not."""
        if function in self._within:
            return set()
        listed = parameters(function)
        inner = {n for n in free(function) if n in held or n in self._holding}
        inner |= {p for p, holds in zip(listed, arguments) if holds} | {p for p, holds in named.items() if holds}
        self._within.append(function)
        try:
            if isinstance(function, ast.Lambda):
                return self._calls(function.body, inner)
            return self._block(function.body, inner)
        finally:
            self._within.pop()
