"""What a statement of a script reads, and what it writes, as far as that can be read off its syntax tree."""

import ast
import copy
import functools
import operator

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = FUNCTIONS + COMPREHENSIONS + (ast.ClassDef,)
# Methods that change their object, wherever they are called; as a statement of its own, any method may.
MUTATORS = frozenset('append extend insert pop remove sort reverse update setdefault clear add add_argument'.split())
ENDING_CALLS = frozenset('exit quit _exit'.split())


def own(node):
    """The nodes of a subtree, or of a list of them, bodies of functions, classes and comprehensions left out."""
    return [n for top in (node if isinstance(node, list) else [node]) for n in _own(top)]


@functools.lru_cache(None)
def _own(node):
    inner = () if isinstance(node, SCOPES) else ast.iter_child_nodes(node)
    return [node] + [n for child in inner for n in _own(child)]


def leaves(node, inner=False):
    """Whether a statement of a loop may leave the rest of its body out: by `break` or `continue`; `inner` loops' are theirs."""
    if isinstance(node, (ast.Break, ast.Continue)):
        return not inner
    if isinstance(node, SCOPES):
        return False
    inner = inner or isinstance(node, (ast.For, ast.AsyncFor, ast.While))
    return any(leaves(n, inner) for n in ast.iter_child_nodes(node))


def ends(node):
    """Whether a statement of a loop may end it, or its time around, by whatever means."""
    return leaves(node) or any(isinstance(n, ast.Raise) or called(n) in ENDING_CALLS for n in own(node))


def everywhere(node):
    """All nodes of a subtree or of a list of them."""
    return [n for top in (node if isinstance(node, list) else [node]) for n in _everywhere(top)]


@functools.lru_cache(None)
def _everywhere(node):
    return list(ast.walk(node))


def base(node):
    """The name that `x`, `x.y`, `x[i]` and `x[i].y` begin with; None where they begin with none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def index(subscript):
    """What stands between the brackets; Python 3.8 wraps it."""
    inside = subscript.slice
    return inside.value if type(inside).__name__ == 'Index' else inside


def literal(node):
    """The words of a string, formatted or put together or not: `layer.attn_wq` of f'layer{i}.attn_wq'."""
    words = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return ''.join(words)


def called(node):
    """The name of what is called: f of `f(x)` and of `a.f(x)`."""
    function = getattr(node, 'func', None)
    return getattr(function, 'id', getattr(function, 'attr', None)) if isinstance(node, ast.Call) else None


def stored(node):
    """The names that a statement, or a list of them, binds."""
    return set().union(*map(_stored, node)) if isinstance(node, list) else set(_stored(node))


@functools.lru_cache(None)
def _stored(node):
    names = set()
    for n in own(node):
        if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load):
            names.add(n.id)
        elif isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(n.name)
        elif isinstance(n, ast.alias):
            names.add((n.asname or n.name).split('.')[0])
        elif isinstance(n, ast.ExceptHandler) and n.name:
            names.add(n.name)
    return frozenset(names)


def parameters(function):
    """The names of a function's parameters, in order."""
    args = function.args
    listed = args.posonlyargs + args.args + args.kwonlyargs + [a for a in (args.vararg, args.kwarg) if a]
    return [a.arg for a in listed]


def outside(function):
    """What of a function is evaluated where it is defined."""
    defaults = function.args.defaults + [d for d in function.args.kw_defaults if d]
    return defaults + getattr(function, 'decorator_list', [])


def declared_global(body):
    return {name for n in own(body) if isinstance(n, (ast.Global, ast.Nonlocal)) for name in n.names}


def free(node):
    """The names that a subtree, or a list of them, reads from around it."""
    return set().union(*map(_free, node)) if isinstance(node, list) else set(_free(node))


@functools.lru_cache(None)
def _free(node):
    if isinstance(node, ast.Name):
        return frozenset([node.id] if isinstance(node.ctx, ast.Load) else [])
    if isinstance(node, FUNCTIONS):
        body = node.body if isinstance(node.body, list) else [node.body]
        bound = (set(parameters(node)) | stored(body)) - declared_global(body)
        return free(outside(node)) | (free(body) - bound)
    if isinstance(node, ast.AnnAssign):  # hints say nothing
        return free([n for n in (node.target, node.value) if n])
    names = free(list(ast.iter_child_nodes(node)))
    if isinstance(node, COMPREHENSIONS):
        return names - {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
    if isinstance(node, ast.ClassDef):
        return names - stored(node.body)
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        names.add(node.target.id)
    return names


def definition(statement):
    """The function or class that a statement gives a name to; None for all others."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return statement
    value = getattr(statement, 'value', None)
    return value if isinstance(statement, (ast.Assign, ast.AnnAssign)) and isinstance(value, ast.Lambda) else None


BINDING = (ast.Assign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def surely_stored(statement):
    """The names that a statement gives a new value in any case."""
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        return stored(statement)
    return stored(statement) if isinstance(statement, BINDING) else set()


@functools.lru_cache(None)
def read_at_once(statement):
    """The names that are read when the statement is executed, and not later, when what it defines is called."""
    defined = definition(statement)
    if isinstance(defined, ast.ClassDef):
        methods = [s for s in defined.body if isinstance(s, FUNCTIONS)]
        rest = [s for s in defined.body if s not in methods] + defined.bases + defined.decorator_list
        return free(rest + [n for m in methods for n in outside(m)]) - stored(defined.body)
    if defined is not None:
        return free(outside(defined))
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        inner = read_in_turn(statement.body) - stored(statement.target)
        return free([statement.iter, statement.target]) | inner | read_in_turn(statement.orelse)
    if isinstance(statement, (ast.While, ast.If)):
        return free(statement.test) | read_in_turn(statement.body) | read_in_turn(statement.orelse)
    if isinstance(statement, ast.With):
        return free(statement.items) | (read_in_turn(statement.body) - stored(statement.items))
    return free(statement)


def read_in_turn(statements):
    """The names that statements, one after the other, read from before them."""
    names = set()
    for s in reversed(statements):
        names = (names - surely_stored(s)) | read_at_once(s)
    return names


def replaced(node, by):
    """A subtree with other nodes in some places: `by` is node to node. What has none of them is not copied."""
    if node in by:
        return by[node]
    new = node
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            other = replaced(value, by)
        elif isinstance(value, list):
            other = [replaced(v, by) if isinstance(v, ast.AST) else v for v in value]
            other = value if all(map(operator.is_, other, value)) else other
        else:
            continue
        if other is not value:
            new = copy.copy(node) if new is node else new
            setattr(new, field, other)
    return new


def read(name, at=None):
    """The expression that reads a name."""
    node = ast.Name(id=name, ctx=ast.Load())
    return ast.copy_location(node, at) if at is not None else node


def assigning(name, value):
    """The statement `name = value`."""
    return ast.copy_location(ast.Assign(targets=[ast.Name(id=name, ctx=ast.Store())], value=value), value)
