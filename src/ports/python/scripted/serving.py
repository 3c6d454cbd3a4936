"""The adapter's command: reads a script, and answers a line with a line."""

import argparse
import gc
import hashlib
import os
import re
import signal
import sys
import threading

from .constants import Constants
from .operations import Operations, Uninstalled
from .looking import Missing
from .reading import Unread, parsed
from .roles import Roles
from .space import FILES
from .training import Training
from .trial import own_making
from .wire import Request, text

SHOWN = 8  # digits of a script's SHA-256 that are shown
STEPS = 10  # of the canonical run: CPython takes minutes for all 1000
MOST_NAME, MOST_REASON = 60, 400  # characters of the script's name and of a reason in hello

# backward() recurses once for each node of the longest path. The stack is address space, not memory.
STACK_BYTES, RECURSION_LIMIT = 256 << 20, 100000
# A graph that backward() has walked is cyclic garbage, some 10^5 objects a document; the collector's own threshold of
# 700 makes it search them again and again. With these a canonical run takes 90 MB.
GC_THRESHOLDS = (500000, 2, 2)


def answer(operations, about, line):
    """The reply to a line, without its end."""
    number, op, *tokens = line.split() + ['', '']
    if op == 'hello':
        return '@%s ok %s' % (number, about)
    if op in operations.reasons:
        return '@%s no %s' % (number, ascii(operations.reasons[op])[1:-1])
    if op not in operations.known:
        return '@%s no %s is not implemented' % (number, op or 'nothing')
    request = Request(tokens[:-2])
    try:
        values = getattr(operations, op)(request)
        request.end()
        return ' '.join(['@' + number, 'ok'] + values)
    except (Exception, SystemExit) as error:  # what the script raises is its answer
        return ('@%s err %s %s' % (number, type(error).__name__, ascii(str(error))[1:-1])).rstrip()


def hello(operations, version, order):
    """The answer to it: what is claimed, and what is declared."""
    fixed = ','.join('%s:%s' % pair for pair in operations.fixed.items())
    name = re.sub(r'[^\w.+-]', '_', os.path.basename(operations.path), flags=re.ASCII)[:MOST_NAME]
    about = '1 name=%s lang=Python version=%s dtype=f64 ops=%s config=%s steps=%d' % (
        name, version, ','.join(operations.claimed()), fixed, STEPS)
    if order:
        about += ' order=' + order
    if not operations.reasons:
        return about
    why = ','.join('%s:%s' % (op, text(reason[:MOST_REASON])) for op, reason in operations.reasons.items())
    return '%s why=%s' % (about, why)


def serve(operations, about, output):
    """Answers each line of standard input; returns the status to end with."""
    for line in sys.stdin.buffer:
        if line.strip():
            output.write((answer(operations, about, line.decode('ascii', 'backslashreplace')) + '\n').encode('ascii'))
            output.flush()
    return 0


def served(arguments, fail):
    """Reads the script that the arguments name, and answers requests; `--check` only reads it, `--train` trains it."""
    parser = argparse.ArgumentParser(prog='microgpt_adapter.py', description='A microgpt.py as a port.')
    parser.add_argument('script', help='the path of microgpt.py')
    parser.add_argument('--check', action='store_true', help='say whether it can be asked, and end')
    parser.add_argument('--order', choices=['python'], help="declare that its sums have microgpt.py's order")
    parser.add_argument('--train', metavar='FOLDER', help='train it, with its start written into the folder')
    parser.add_argument('--steps', type=int, help='of its training, at most')
    parser.add_argument('--dataset', help='the file that it finds in place of its own')
    options = parser.parse_args(arguments)
    try:
        source = read(options.script)
        dataset = read(options.dataset) if options.dataset else None
        tree = parsed(options.script, source)
    except OSError as error:
        return fail('cannot read %s: %s' % (error.filename, error.strerror))
    except Unread as unread:
        return fail(str(unread))
    output = quiet(options.script, FILES if not options.train or dataset is not None else None)
    try:
        roles = Roles(tree)
        if options.train:
            training = Training(roles, Constants(roles), options.script).ready()
            return start(lambda: trained(training, options, dataset, output, fail))
        operations = tried(lambda: Operations(roles, options.script))
    except Missing as missing:
        advice = 'dump its start by hand (README, Door 1)' if options.train else 'is this microgpt?'
        return fail('%s: %s; %s' % (options.script, missing, advice))
    except Uninstalled as error:
        return fail(uninstalled(options.script, error))
    if options.check:
        return 0
    about = hello(operations, hashlib.sha256(source).hexdigest()[:SHOWN], options.order)
    return start(lambda: serve(operations, about, output))


def trained(training, options, dataset, output, fail):
    """Trains; where the script's own code fails, with its last words."""
    try:
        training.run(os.path.abspath(options.train), options.steps, dataset, output)
        return 0
    except FileNotFoundError as error:
        return fail('%s reads %s, which is not there; name its dataset: --input FILE'
                    % (options.script, error.filename))
    except ImportError as error:
        return fail(uninstalled(options.script, error))
    except Missing as missing:
        return fail('%s: %s, so a replay has no run to compare it with; ask it clause by clause: '
                    'npx microgpt-spec run --script %s' % (options.script, missing, options.script))
    except (Exception, SystemExit) as error:
        if own_making(error, training.tree):
            return fail('%s: its training cannot be executed apart from the rest of it (%s: %s); '
                        'dump its start by hand (README, Door 1)' % (options.script, type(error).__name__, error))
        return fail('%s ended with %s: %s' % (options.script, type(error).__name__, error))


def uninstalled(script, error):
    return '%s: %s; install it, or name another interpreter with --python' % (script, error)


def tried(action):
    """What an action returns that executes parts of the script, which wants room as answers do."""
    results = []

    def act():
        try:
            results.append((action(), None))
        except Exception as error:  # raised again, where it is waited for
            results.append((None, error))
        return 0

    start(act)
    value, error = results[0]
    if error is not None:
        raise error
    return value


def read(path):
    """The bytes of a regular file: what is none may never end."""
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        raise OSError(0, 'it is no regular file; save the script in one', path)
    with open(path, 'rb') as file:
        return file.read()


def quiet(script, files):
    """Gives the script a machine without arguments, standard output and, but for its own training, files.

    Returns standard output, for the replies.
    """
    output, sys.stdout = sys.stdout.buffer, sys.stderr
    sys.argv = [script]
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    if files is not None:
        files.install()
    parse_args = argparse.ArgumentParser.parse_args

    def optional(parser, *args, **named):
        for action in parser._actions:
            action.required = False
        return parse_args(parser, *args, **named)

    argparse.ArgumentParser.parse_args = optional
    return output


def start(action):
    """Runs it with room for deep recursion, and returns its status."""
    status = []
    getattr(sys, 'set_int_max_str_digits', id)(0)  # integers on the wire are of any size
    gc.set_threshold(*GC_THRESHOLDS)
    sys.setrecursionlimit(RECURSION_LIMIT)
    threading.stack_size(STACK_BYTES)
    for name in ('SIGINT', 'SIGPIPE'):  # ends without a traceback
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    thread = threading.Thread(target=lambda: status.append(action()))
    thread.start()
    thread.join()
    return status[0] if status else 1
