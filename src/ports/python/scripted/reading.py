"""A script's text as a syntax tree, and in one line why it is none."""

import ast
import json
import sys

UTF16 = (b'\xff\xfe', b'\xfe\xff')


class Unread(Exception):
    """A file that is no Python; the message says what it is, and what to do."""


def parsed(path, source):
    """The syntax tree of a script; Unread where it has none."""
    if is_notebook(source):
        raise Unread('%s is a notebook; export it first: jupyter nbconvert --to script %s' % (path, path))
    if source.startswith(UTF16):
        raise Unread('%s is UTF-16, which Python does not read; save it as UTF-8' % path)
    if b'\0' in source:
        raise Unread('%s has NUL bytes, so it is no text; name the script itself' % path)
    try:
        return ast.parse(source, path)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, 'lineno', None)
        where = 'line %d: ' % line if line else ''
        raise Unread('%s is no Python %d.%d: %s%s; mend it, or name another interpreter with --python'
                     % ((path,) + sys.version_info[:2] + (where, getattr(error, 'msg', None) or error)))


def is_notebook(source):
    try:
        return source.lstrip()[:1] == b'{' and 'cells' in json.loads(source.decode('utf-8'))
    except ValueError:
        return False
