"""A script as one list of statements: what stands in main(), under __name__ or in functions of its own is put in line.

A function is put where it is called if it makes the model, trains, takes losses or samples; so every such statement
stands at the top, or in a loop that does. A branch is taken that holds such statements, and of two the one that reads
no file: a checkpoint is never loaded.
"""

import ast
import copy

from .tree import assigning, called, declared_global, everywhere, free, literal, own, parameters, read, replaced, stored
from .tree import COMPREHENSIONS, index

MARK = '__in'  # behind the name of a local variable that there is at the top too
SEPARATE = COMPREHENSIONS + (ast.Lambda, ast.IfExp, ast.BoolOp)
SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign)


def plain(name):
    """A name as the script has it."""
    return name.split(MARK)[0]


def marks(node):
    """Whether a node is of those that make the model, train, take losses or sample."""
    if isinstance(node, ast.Dict):
        return any(k is not None and literal(k) == 'wte' for k in node.keys)
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        key = literal(index(node))
        return key == 'wte' or 'attn_w' in key
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        return node.attr == 'data'
    name = called(node)
    if name in ('backward', 'choices'):
        return True
    if name == 'log':
        return isinstance(node.func, ast.Attribute) and not node.args
    return name == 'sorted' and any(called(n) == 'set' for n in node.args)


class Flattener:
    """Puts functions in line; remembers which there are, and which names are the top's."""

    def __init__(self, tree):
        self._functions = {s.name: s for s in tree.body if isinstance(s, ast.FunctionDef)}
        self._taken = stored([s for s in tree.body if not isinstance(s, ast.FunctionDef)])
        for function in self._functions.values():
            self._taken |= free(function)
        self._holding, self._within, self._count = {}, [], 0

    def block(self, statements, in_loop=False):
        """Statements with functions in line."""
        return [flat for s in statements for flat in self._flat(s, in_loop)]

    def _flat(self, s, in_loop):
        if isinstance(s, ast.FunctionDef):
            self._functions[s.name] = s
            return [s]
        if isinstance(s, SIMPLE):
            return self._simple(s, in_loop)
        if isinstance(s, ast.If) and not in_loop and self._branch(s) is not None:
            return self.block(self._branch(s))
        if not self._holds([s]):
            return [s]
        if isinstance(s, (ast.For, ast.While)):
            loop = copy.copy(s)
            loop.body = self.block(s.body, True)
            return [loop]
        if isinstance(s, ast.With):
            opened = [assigning(i.optional_vars.id, i.context_expr) for i in s.items
                      if isinstance(i.optional_vars, ast.Name)]
            return opened + self.block(s.body, in_loop)
        if isinstance(s, ast.Try):
            return self.block(s.body + s.orelse + s.finalbody, in_loop)
        return [s]

    def _branch(self, s):
        if any(isinstance(n, ast.Name) and n.id == '__name__' for n in ast.walk(s.test)):
            return s.body
        holding = [b for b in (s.body, s.orelse) if self._holds(b)]
        return min(holding, key=self._loads) if holding else None

    def _holds(self, statements):
        """Whether statements, or functions that they call, have a mark."""
        return any(marks(n) or self._holds_function(called(n)) for n in own(statements))

    def _holds_function(self, name):
        function = self._functions.get(name)
        if function is None:
            return False
        if function not in self._holding:
            self._holding[function] = False  # a function that calls itself
            self._holding[function] = self._holds(function.body)
        return self._holding[function]

    def _loads(self, statements, seen=()):
        """Whether a file is opened, here or in a function that is called."""
        names = {called(n) for n in everywhere(statements)} - {None}
        return bool(names & {'open', 'load', 'loads', 'read_text'}) or any(
            self._loads(self._functions[n].body, seen + (n,)) for n in names if n in self._functions and n not in seen)

    def _simple(self, s, in_loop):
        before, by = [], {}
        for call in reversed(list(self._calls(s))):
            first, value = self._inline(replaced(call, by), in_loop)
            before += first
            by[call] = value
        return before + [ast.copy_location(replaced(s, by), s)] if by else [s]

    def _calls(self, node):
        """Calls that are put in line, outer before inner, none that may not be made."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, SEPARATE):
                continue
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and self._can_inline(child):
                yield child
            for call in self._calls(child):
                yield call

    def _can_inline(self, call):
        name = call.func.id
        if name in self._within or not self._holds_function(name):
            return False
        function = self._functions[name]
        returns = [n for n in own(function.body) if isinstance(n, (ast.Return, ast.Yield, ast.YieldFrom))]
        starred = any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords)
        return returns in ([], [function.body[-1]]) and not (starred or function.args.vararg or function.args.kwarg)

    def _inline(self, call, in_loop):
        function, self._count = self._functions[call.func.id], self._count + 1
        arguments = self._arguments(function, call)
        bound = (set(parameters(function)) | stored(function.body)) - declared_global(function.body)
        same = {p for p, a in arguments.items() if isinstance(a, ast.Name) and a.id == p}
        renamed = {n: '%s%s%d' % (n, MARK, self._count) for n in bound - same if n in self._taken}
        self._taken |= bound
        body = [_renamed(s, renamed) for s in function.body if not isinstance(s, (ast.Global, ast.Nonlocal))]
        value = ast.Constant(value=None)
        if body and isinstance(body[-1], ast.Return):
            value = body.pop().value or value
        set_first = [assigning(renamed.get(p, p), a) for p, a in arguments.items() if p not in same]
        self._within.append(call.func.id)
        flat = self.block(set_first + body, in_loop)
        self._within.pop()
        result = '__result%d' % self._count
        value = ast.copy_location(value, call)
        return flat + [assigning(result, value)], read(result, call)

    @staticmethod
    def _arguments(function, call):
        """What each parameter stands for, in order."""
        positional = [a.arg for a in function.args.posonlyargs + function.args.args]
        defaults = function.args.defaults
        found = dict(zip(positional[len(positional) - len(defaults):], defaults))
        found.update({a.arg: d for a, d in zip(function.args.kwonlyargs, function.args.kw_defaults) if d})
        found.update(zip(positional, call.args))
        found.update({k.arg: k.value for k in call.keywords})
        return {p: found[p] for p in parameters(function) if p in found}


def _renamed(statement, names):
    """A copy in which names are others, those of functions and parameters within included."""
    new = copy.deepcopy(statement)
    for n in ast.walk(new):
        for field in ('id', 'arg', 'name'):
            if getattr(n, field, None) in names and not isinstance(n, (ast.keyword, ast.alias)):
                setattr(n, field, names[getattr(n, field)])
    return new


class Awaited(ast.NodeTransformer):
    """A script without `async`: nothing of it waits for anything but itself."""

    def visit_AsyncFunctionDef(self, node):
        fields = {f: getattr(node, f) for f in node._fields if hasattr(node, f)}
        return self.generic_visit(ast.copy_location(ast.FunctionDef(**fields), node))

    def visit_Await(self, node):
        return self.visit(node.value)

    def visit_Call(self, node):
        runs = called(node) in ('run', 'run_until_complete') and isinstance(node.func, ast.Attribute)
        if runs and len(node.args) == 1 and isinstance(node.args[0], ast.Call):
            return self.visit(node.args[0])
        return self.generic_visit(node)


def flattened(tree):
    """The statements of a script in one list."""
    if any(isinstance(n, ast.AsyncFunctionDef) for n in ast.walk(tree)):
        tree = Awaited().visit(copy.deepcopy(tree))
    return Flattener(tree).block(tree.body)
