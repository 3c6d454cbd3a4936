"""Vectors: for every operation of a port, arguments and what the script's own code gives for them, or raises."""

import sys

from . import cases_adam, cases_autograd, cases_functions, cases_models, cases_text
from .clauses import CLAUSES, RAISING
from .form import line
from .operations import Operations

# What an input can make Python raise; anything else is a fault of the recorder, and ends it.
REJECTIONS = (ValueError, ArithmeticError, IndexError)
# Characters of a case's arguments in a warning.
SHOWN = 100


def record(script):
    """All files of vectors/ by path, one for each chapter."""
    operations = Operations(script)
    files = {}
    used = set()
    sources = (cases_text.cases(), cases_autograd.cases(), cases_functions.cases(), cases_adam.cases(),
               cases_models.cases(operations))
    for cases in sources:
        for op, group, args in cases:
            clause = CLAUSES[op][group]
            path = 'vectors/%s.jsonl' % clause.split('.')[0]
            vector = {'clause': clause, 'title': group, 'op': op, 'args': args}
            vector.update(_outcome(operations, op, group, args))
            files.setdefault(path, []).append(line(vector))
            used.add((op, group))
    unused = {(op, group) for op, groups in CLAUSES.items() for group in groups} - used
    assert not unused, 'groups without a case: %s' % sorted(unused)
    return {path: ''.join(lines) for path, lines in files.items()}


def _outcome(operations, op, group, args):
    rejects = group in RAISING.get(op, ())
    try:
        value = getattr(operations, op)(*args)
    except REJECTIONS as error:
        if not rejects:
            _warn('%s, %s: %r was raised' % (op, group, error), args)
        return {'raises': '%s: %s' % (type(error).__name__, error)}
    if rejects:
        _warn('%s, %s: nothing was raised' % (op, group), args)
    return {'value': value}


def _warn(what, args):
    """Older CPythons differ: choices took a total of 0 before 3.9 and of NaN or infinity before 3.10."""
    text = str(args)
    shown = text if len(text) <= SHOWN else text[:SHOWN] + '...'
    print('record.py: warning: %s for %s; CPython 3.10 and later do otherwise' % (what, shown), file=sys.stderr)
