"""The script as it is: executed whole, in a process of its own, with nothing in place but `print`.

Run as `python plain.py MICROGPT` in a folder that holds input.txt; writes what it saw to stdout as JSON. record.py
compares it with the instrumented run: equal losses, parameters and text show that watching changes nothing.
"""

import json
import sys


def run(path):
    """The loss at each print of a step, the final parameters, the printed text; floats by repr."""
    losses, printed = [], []
    namespace = {'__name__': '__main__'}

    def reading_print(*values, sep=' ', end='\n'):
        printed.append(sep.join(map(str, values)) + end)
        if end == '\r':
            losses.append(repr(namespace['loss'].data))

    namespace['print'] = reading_print
    with open(path, encoding='utf-8') as file:
        source = file.read()
    exec(compile(source, 'microgpt.py', 'exec'), namespace)
    params = [repr(p.data) for p in namespace['params']]
    return {'losses': losses, 'params': params, 'printed': ''.join(printed)}


if __name__ == '__main__':
    json.dump(run(sys.argv[1]), sys.stdout)
