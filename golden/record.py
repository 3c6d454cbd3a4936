#!/usr/bin/env python3
"""Records the golden data from the unmodified microgpt.py.

    python3 golden/record.py --microgpt microgpt.py --names names.txt [--out DIR] [--check] [--only PART]

The script's own statements are run, in order and unaltered; what they compute is watched and written down. The
canonical run is done a second time with nothing watched, in a process of its own: unless both give the same losses,
parameters and text, nothing is written. Takes as long as two runs of microgpt.py side by side (some minutes).

  --check  writes nothing; says whether DIR holds the same data, byte for byte (1 where it does not)
  --only   records canonical, small or vectors alone and leaves the rest of DIR; small and vectors take seconds

Python 3.8 or later, standard library only. Exit status: 0 done, 1 the data differ or the recording failed, 2 usage.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # the data folder holds no __pycache__

from recorder import canonical, small, vectors
from recorder.manifest import (DATASET_SHA256, DATASET_URL, NAME, PARTS, SCRIPT_SHA256, SCRIPT_URL, data_files,
                               manifest, read, sha256)
from recorder.script import Run, Script, dataset

HERE = os.path.dirname(os.path.abspath(__file__))
# backward() recurses once a node of the longest path; two layers go deeper than CPython's default of 1000.
RECURSION_LIMIT = 20000
PROGRESS_EVERY = 100


class UsageError(Exception):
    """What is wrong with the command line or the files it names, in one line."""


def main():
    options = parse()
    try:
        source, data = inputs(options)
        check_folder(options.out, options.check)
        if not sys.flags.utf8_mode:
            return subprocess.call([sys.executable, '-X', 'utf8', os.path.abspath(__file__)] + sys.argv[1:])
        sys.setrecursionlimit(RECURSION_LIMIT)
        files = record(options, source, data)
        if options.check:
            return check(options, files)
        install(options.out, files, options.parts)
        print('record.py: wrote %d files to %s' % (len(files), options.out))
        return 0
    except UsageError as error:
        print('record.py: %s' % error, file=sys.stderr)
        return 2
    except canonical.InstrumentationError as error:
        print('record.py: %s; nothing was written' % error, file=sys.stderr)
        return 1


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--microgpt', required=True, metavar='PATH', help='microgpt.py, from ' + SCRIPT_URL)
    parser.add_argument('--names', required=True, metavar='PATH', help='names.txt, from ' + DATASET_URL)
    parser.add_argument('--out', default=HERE, metavar='DIR', help='the golden folder (default: the one of record.py)')
    parser.add_argument('--check', action='store_true', help='compare with DIR instead of writing')
    parser.add_argument('--only', choices=PARTS, help='record one part')
    options = parser.parse_args()
    options.microgpt = os.path.abspath(options.microgpt)  # the runs have a working directory of their own
    options.parts = (options.only,) if options.only else PARTS
    return options


def inputs(options):
    """The text of the script and the bytes of the dataset, each of the right hash."""
    script = verified('--microgpt', options.microgpt, SCRIPT_SHA256, SCRIPT_URL)
    return script.decode('utf-8'), verified('--names', options.names, DATASET_SHA256, DATASET_URL)


def verified(option, path, expected, url):
    try:
        data = read(path)
    except OSError as error:
        raise UsageError('%s: cannot read %s (%s); get it from %s' % (option, path, error.strerror, url))
    if sha256(data) != expected:
        raise UsageError('%s: %s has SHA-256 %s, not %s; get it unmodified from %s'
                         % (option, path, sha256(data), expected, url))
    return data


def check_folder(out, check):
    if check:
        if not os.path.isdir(out):
            raise UsageError('--out: %s is no folder; with --check, name one that holds golden data' % out)
        return
    try:
        os.makedirs(out, exist_ok=True)
        tempfile.TemporaryDirectory(dir=out).cleanup()
    except OSError as error:
        raise UsageError('--out: cannot write to %s (%s); name a folder that you may write to' % (out, error.strerror))


def record(options, source, data):
    """All files of the golden folder after this recording, path: bytes, the manifest among them."""
    script = Script(source)
    with dataset(data):
        num_docs = len(Run(script).execute('docs =')['docs'])
    kept = {path: content for path, content in data_files(options.out).items() if part(path) not in options.parts}
    compared = former(options.out).get('compared')
    texts = {}
    if 'small' in options.parts:
        texts.update(small.record(script))
    if 'vectors' in options.parts:
        texts.update(vectors.record(script))
    if 'canonical' in options.parts:
        canonical_texts, compared = canonical.record(script, options.microgpt, data, progress)
        texts.update(canonical_texts)
    files = {**kept, **{path: text.encode('utf-8') for path, text in texts.items()}}
    files[NAME] = manifest(source, num_docs, compared, files).encode('utf-8')
    return files


def part(path):
    return path.split('/')[0]


def former(out):
    """The manifest that stands in the folder, if there is one."""
    try:
        return json.loads(read(os.path.join(out, NAME)))
    except (OSError, ValueError):
        return {}


def progress(step, num_steps):
    if step % PROGRESS_EVERY == 0 and num_steps >= PROGRESS_EVERY:
        print('record.py: canonical run, step %d of %d' % (step, num_steps), file=sys.stderr)


def install(out, files, parts):
    """Writes the recorded parts beside the old ones, then puts them in their place, the manifest last."""
    fresh = tempfile.mkdtemp(prefix='.recording-', dir=out)
    try:
        for path, content in files.items():
            target = os.path.join(fresh, *path.split('/'))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, 'wb') as file:
                file.write(content)
        for name in parts:
            old = os.path.join(out, name)
            if os.path.isdir(old):
                os.rename(old, os.path.join(fresh, 'old-' + name))
            os.rename(os.path.join(fresh, name), old)
        os.replace(os.path.join(fresh, NAME), os.path.join(out, NAME))
    finally:
        shutil.rmtree(fresh)


def check(options, files):
    """Compares with the folder; where it was recorded on another machine only the data must agree."""
    present = data_files(options.out)
    recorded = {path: content for path, content in files.items() if path != NAME}
    findings = ['%s is missing' % path for path in recorded if path not in present]
    findings += ['%s is not recorded any more' % path for path in present if path not in recorded]
    findings += ['%s differs from line %d on' % (path, first_difference(present[path], content))
                 for path, content in recorded.items() if path in present and present[path] != content]
    old, new = former(options.out), json.loads(files[NAME])
    findings += ['%s: %s differs' % (NAME, name) for name in ('schema', 'compared', 'files')
                 if old.get(name) != new[name]]
    for finding in findings:
        print('record.py: ' + finding)
    for name, value in new['provenance'].items():
        if old.get('provenance', {}).get(name) != value:
            print('record.py: note: recorded with another %s' % name)
    if findings:
        return 1
    print('record.py: %s holds the same %d files, byte for byte' % (options.out, len(recorded)))
    return 0


def first_difference(old, new):
    pairs = zip(old.split(b'\n') + [b''], new.split(b'\n') + [b''])
    return next((number for number, (a, b) in enumerate(pairs, 1) if a != b), 0)


if __name__ == '__main__':
    sys.exit(main())
