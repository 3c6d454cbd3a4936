#!/usr/bin/env python3
"""A microgpt.py, changed or not, as a port: `python3 microgpt_adapter.py /path/to/microgpt.py`.

Reads the file, trains nothing, and answers the operations of spec/protocol.md by executing the script's own classes,
functions and statements. They are found by the roles that they play (scripted/roles.py), and executed with all that
they depend on and nothing else (scripted/slices.py). What is not found is not claimed, with the reason. Two things are
the adapter's, for microgpt.py does not have them: the rejection of a configuration or a state_dict that makes no model
(parameters.8, parameters.6), and UTF-8 as the dataset's encoding wherever it runs (dataset.9).

Python 3.8 or later, standard library only. CPython before 3.10 lets `choices` take weights without a proper total, and
so does this port then (random.10).
"""

import sys

LEAST = (3, 8)  # this file itself is read by any Python, to say so


def fail(message):
    sys.stderr.write('microgpt_adapter.py: %s\n' % message)
    return 2


def main(arguments):
    if sys.version_info < LEAST:
        return fail('this is Python %d.%d, and %d.%d or later is needed; name one: --python CMD'
                    % (tuple(sys.version_info[:2]) + LEAST))
    sys.dont_write_bytecode = True  # a package's folder stays as it was installed
    from scripted.serving import served
    return served(arguments, fail)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
