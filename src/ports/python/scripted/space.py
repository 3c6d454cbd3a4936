"""Namespaces in which statements of a script are executed: they read no file and no network, and print nothing."""

import __future__
import ast
import builtins
import io
import os
import pathlib
import random
import urllib.request

from .tree import leaves, stored

NO_FILE = 'a script that is asked as a port reads its dataset alone'
FILE = 'microgpt.py'  # of the script, in tracebacks
HINTS_UNREAD = __future__.annotations.compiler_flag  # what stands in hints need not be there


class Files:
    """What a script finds where it opens a file: the dataset while documents are read, and nothing else at all."""

    def __init__(self):
        self._dataset = None

    def holding(self, dataset):
        """From now on each file holds these bytes; with None there is no file."""
        self._dataset = dataset
        return self

    def exists(self, *_, **__):
        return self._dataset is not None

    def open(self, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, *_, **__):
        if any(letter in mode for letter in 'wax'):
            return io.BytesIO() if 'b' in mode else io.StringIO()
        if self._dataset is None:
            raise FileNotFoundError(2, NO_FILE, str(file))
        stream = io.BytesIO(self._dataset)
        return stream if 'b' in mode else io.TextIOWrapper(stream, encoding or 'utf-8', errors, newline)

    def install(self):
        """Puts itself in the place of the machine's files, for all that is executed from now on."""
        nothing = lambda *_, **__: None
        os.path.exists = os.path.isfile = os.path.isdir = self.exists
        for name in ('makedirs', 'mkdir', 'remove', 'replace', 'rename', 'unlink'):
            setattr(os, name, nothing)
        path = pathlib.Path
        path.exists = path.is_file = path.is_dir = self.exists
        path.open = lambda p, *args, **named: self.open(p, *args, **named)
        path.read_text = lambda p, *args, **named: self.open(p, 'r', -1, *args, **named).read()
        path.read_bytes = lambda p: self.open(p, 'rb').read()
        path.write_text = path.write_bytes = path.mkdir = nothing
        urllib.request.urlretrieve = nothing
        urllib.request.urlopen = lambda url, *_, **__: self.open(url, 'rb')


FILES = Files()


def compiled(statements):
    """Statements as code, each with the names that it binds."""
    pairs = []
    for s in statements:
        body = leaving(s) if leaves(s) else [s]
        module = ast.fix_missing_locations(ast.Module(body=body, type_ignores=[]))
        pairs.append((compile(module, FILE, 'exec', HINTS_UNREAD, True), stored(s)))
    return pairs


def leaving(statement):
    """The statement in a loop of its own, with `__left` behind it: how it left the loop around it, or an empty string."""
    around = ast.parse("__left = 'break'\nfor __once in (0,):\n    __left = ''\nelse:\n    __left = __left and 'continue'")
    around.body[1].body.insert(0, statement)
    return around.body


class Space:
    """A namespace. What is given keeps its value, whatever the script assigns to it."""

    def __init__(self, given, path=FILE, opening=None):
        self.given = dict(given)
        self.left = ''
        calm = dict(vars(builtins), open=opening or FILES.open, print=lambda *_, **__: None, input=lambda *_: '')
        self.names = dict(self.given, __name__='__main__', __file__=os.path.abspath(path), __builtins__=calm)

    def __getitem__(self, name):
        return self.names[name]

    def give(self, **names):
        self.given.update(names)
        self.names.update(names)
        return self

    def run(self, code):
        """Executes what `compiled` gave, up to a statement that leaves the loop around it; `left` says how."""
        self.left = ''
        for each, binds in code:
            exec(each, self.names)
            for name in binds.intersection(self.given):
                self.names[name] = self.given[name]
            self.left = self.names.pop('__left', '')
            if self.left:
                break
        return self


class Uniforms(random.Random):
    """A stream that chooses by given uniforms, and keeps the weights."""

    def __init__(self):
        super().__init__()
        self.weights = []

    def given(self, uniforms):
        self.random = iter(uniforms).__next__

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        self.weights.append(list(weights))
        return super().choices(population, weights=weights, k=k)
