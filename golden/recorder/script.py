"""microgpt.py as its own statements, run unaltered, one by one, in one namespace."""

import ast
import contextlib
import itertools
import os
import random
import tempfile

NAME = 'microgpt.py'
DATASET = 'input.txt'
# Variables of the two loops that are run statement by statement, so that state can be read between statements.
OPENED_LOOPS = ('step', 'sample_idx')

# The hidden random.Random behind random.choices and the other functions of the module.
STREAM = random.random.__self__


class Statement:
    """One statement of the script: its text, its compiled code, the names it assigns."""

    def __init__(self, node, source):
        self.node = node
        self.text = ast.get_source_segment(source, node)
        targets = node.targets if isinstance(node, ast.Assign) else []
        self.assigns = [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
        self.variable = node.target.id if isinstance(node, ast.For) and isinstance(node.target, ast.Name) else None
        self.body = []
        if self.variable in OPENED_LOOPS:
            self.body = [Statement(child, source) for child in node.body]
        self._code = None

    def code(self):
        """The statement compiled on its own (late: a `return` has no meaning outside its function)."""
        if self._code is None:
            self._code = compile(ast.Module([self.node], []), NAME, 'exec')
        return self._code

    def iterator(self):
        """The expression that a `for` statement runs over, compiled."""
        return compile(ast.Expression(self.node.iter), NAME, 'eval')


class Script:
    """The whole script: its top-level statements, and a way to any of them by how it begins."""

    def __init__(self, source):
        tree = ast.parse(source, NAME)
        self.statements = [Statement(node, source) for node in tree.body]
        self._all = [Statement(node, source) for node in ast.walk(tree) if isinstance(node, ast.stmt)]

    def statement(self, beginning):
        """The one statement, at any depth, whose text begins so."""
        found = [s for s in self._all if s.text.startswith(beginning)]
        if len({s.text for s in found}) != 1:
            raise AssertionError('%d statements of %s begin with %r; one should' % (len(found), NAME, beginning))
        return found[0]


class Run:
    """One namespace, and the script's statements executed in it.

    constants: values that replace the script's: after the statement that assigns such a name, the name is assigned
    again. `std` is the default of `matrix`, `seed` seeds the stream once more; all others are the script's variables.
    after: functions called after a statement, by how the statement begins.
    """

    def __init__(self, script, constants=None, after=None):
        self.script = script
        self.constants = constants or {}
        self.after = {script.statement(beginning).text: hook for beginning, hook in (after or {}).items()}
        self.printed = []
        self.namespace = {'__name__': '__main__', 'print': self._print}

    def __getitem__(self, name):
        return self.namespace[name]

    def everything(self):
        """The whole script, from its first statement to its last."""
        for statement in self.script.statements:
            self._run(statement)
        return self

    def execute(self, *beginnings, **names):
        """Some statements, in the order given, after the names were set in the namespace."""
        self.namespace.update(names)
        for beginning in beginnings:
            self._run(self.script.statement(beginning))
        return self

    def loop(self, statement, limit=None):
        """A `for` statement, statement by statement of its body, at most `limit` times around."""
        for item in itertools.islice(eval(statement.iterator(), self.namespace), limit):
            self.namespace[statement.variable] = item
            for inner in statement.body:
                self._run(inner)

    def _run(self, statement):
        if statement.body:
            self.loop(statement)
        else:
            exec(statement.code(), self.namespace)
        self._override(statement)
        if statement.text in self.after:
            self.after[statement.text]()

    def _override(self, statement):
        if statement.text.startswith('random.seed(') and 'seed' in self.constants:
            random.seed(self.constants['seed'])
        for name in statement.assigns:
            if name in self.constants:
                self.namespace[name] = self.constants[name]
            if name == 'matrix' and 'std' in self.constants:
                self.namespace[name].__defaults__ = (self.constants['std'],)

    def _print(self, *values, sep=' ', end='\n'):
        self.printed.append(sep.join(map(str, values)) + end)


@contextlib.contextmanager
def dataset(data):
    """A working directory in which the script finds these bytes as its dataset."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, DATASET), 'wb') as file:
            file.write(data)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


@contextlib.contextmanager
def uniforms_from(source):
    """Lets every uniform that random.choices asks for come from `source()`."""
    STREAM.random = source
    try:
        yield
    finally:
        del STREAM.random


def next_uniform():
    """The next uniform of the script's stream, whatever stands before it."""
    return random.Random.random(STREAM)
