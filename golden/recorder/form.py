"""The JSON that golden data is written in: shortest round-trip floats, a row of a matrix on one line."""

import json
import math

# A longer list of scalars (losses, documents) has one element a line; a row of the widest matrix has 64.
ROW = 64


class Line(dict):
    """An object that is written on one line."""


def plain(value):
    """The value with floats that JSON has no word for as "nan", "inf" and "-inf"."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return type(value)((name, plain(item)) for name, item in value.items())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def document(value):
    """A whole file."""
    return _lines(plain(value), '') + '\n'


def line(value):
    """One line of JSON Lines."""
    return json.dumps(plain(value), allow_nan=False) + '\n'


def _lines(value, indent):
    if isinstance(value, Line) or not isinstance(value, (dict, list)) or _is_row(value):
        return json.dumps(value, allow_nan=False)
    inner = indent + ' '
    if isinstance(value, dict):
        items = ['%s: %s' % (json.dumps(name), _lines(item, inner)) for name, item in value.items()]
        brackets = '{}'
    else:
        items = [_lines(item, inner) for item in value]
        brackets = '[]'
    return '%s\n%s\n%s' % (brackets[0], ',\n'.join(inner + item for item in items), indent + brackets[1])


def _is_row(value):
    """A short list of scalars, or an empty list or object."""
    if isinstance(value, dict):
        return not value
    return len(value) <= ROW and not any(isinstance(item, (dict, list)) for item in value)
