"""A trial: each operation is asked once, with little, so that what the adapter cannot execute is not claimed.

A script is executed in pieces. Where a piece lacks what the whole has, the fault is the adapter's, never the port's.
"""

import ast
import re
import traceback

from .space import FILE, NO_FILE
from .tree import everywhere
from .wire import shapes

MISSED = (NameError, AttributeError, SyntaxError, KeyError)
DOCUMENT = [2, 0, 1, 2]
DATASET = 'ab\nba\n'.encode().hex()


def requests(config):
    """By operation the arguments of a request; `config` has a value for each constant, in the order of the wire."""
    due = shapes(config, 3)
    count = sum(rows * columns for rows, columns in due.values())
    given, letters = list(config.values()), [2, 'a'.encode().hex(), 'b'.encode().hex()]
    model, document = given + [3, count] + [0.1] * count, [len(DOCUMENT)] + DOCUMENT
    return {
        'exp': [1, 0.5], 'log': [1, 0.5], 'sin': [1, 0.5], 'cos': [1, 0.5], 'pow': [1, 0.5, 2],
        'autograd': [2, 'leaf', 2, 'mul', 0, 0], 'linear': [1, 0.5, 1, 1, 0.5], 'softmax': [2, 0.5, 1],
        'rmsnorm': [2, 0.5, 1], 'documents': [DATASET], 'tokenizer': [2, 'ab'.encode().hex(), 'ba'.encode().hex()],
        'encode': letters + ['ab'.encode().hex()], 'decode': letters + [2, 0, 1], 'parameters': given + [3],
        'forward': model + document, 'backward': model + document, 'position_loss': [2, 0.25, 0.75, 1],
        'average_loss': [2, 1, 2], 'cross_entropy': [2, 0.5, 1, 1],
        'adam': given + [0, 1, 0.5, 1, 0.1, 1, 0, 1, 0], 'train': model + [1] + document + [1],
        'sampling': [3, 0.1, 0.2, 0.3, 0.5], 'sample': model + [config['block_size']] + [0.5] * config['block_size'],
        'microgpt': given + [DATASET]}


def own_making(error, tree):
    """Whether what was raised is of the adapter's making: the script has what is missed."""
    if isinstance(error, FileNotFoundError):
        return error.strerror == NO_FILE
    if not isinstance(error, MISSED):
        return False
    if isinstance(error, SyntaxError):
        return True
    if isinstance(error, NameError):
        missed = re.search(r"'(\w+)'", str(error))
        return missed is not None and missed.group(1) in binding(tree)
    frames = traceback.extract_tb(error.__traceback__)
    if frames[-1].filename != FILE:
        return isinstance(error, KeyError)
    missed = re.search(r"no attribute '(\w+)'", str(error))
    return missed is not None and missed.group(1) in binding(tree)


def binding(tree):
    """All names that a script binds, those of attributes among them."""
    found = set()
    for n in everywhere(tree):
        if isinstance(n, (ast.Name, ast.Attribute)) and not isinstance(n.ctx, ast.Load):
            found.add(getattr(n, 'id', getattr(n, 'attr', None)))
        elif isinstance(n, (ast.FunctionDef, ast.ClassDef)):
            found.add(n.name)
        elif isinstance(n, ast.alias):
            found.add((n.asname or n.name).split('.')[0])
        elif isinstance(n, (ast.arg, ast.keyword)):
            found.add(n.arg)
    return found
