"""manifest.json: where the data come from, and a hash for every file."""

import hashlib
import os
import platform

from .form import Line, document

SCHEMA = 1
NAME = 'manifest.json'
PARTS = ('canonical', 'small', 'vectors')
MADE_ELSEWHERE = ('ensemble',)  # by npm run ensembles: never recorded, always kept
SCRIPT_SHA256 = 'd47d88c2fd432c8ebdc1048beab7f7eb64ea7e0e664e11b812d72a6d95ebccee'
DATASET_SHA256 = '0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d'
SCRIPT_URL = 'https://gist.github.com/karpathy/8627fe009c40f57531cb18360106ce95'
DATASET_URL = 'https://raw.githubusercontent.com/karpathy/makemore/988aa59/names.txt'


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def manifest(source, num_docs, compared, files):
    """The text of manifest.json for data files given as path: bytes."""
    return document({
        'schema': SCHEMA,
        'provenance': {
            'script': Line(name='microgpt.py', url=SCRIPT_URL, sha256=SCRIPT_SHA256, lines=len(source.splitlines())),
            'dataset': Line(name='names.txt', url=DATASET_URL, sha256=DATASET_SHA256, documents=num_docs),
            'python': Line(implementation=platform.python_implementation(), version=platform.python_version(),
                           compiler=platform.python_compiler()),
            'platform': Line(system=platform.system(), machine=platform.machine()),
            'libm': ' '.join(platform.libc_ver()).strip() or None,
            'recorder': {path: sha256(data) for path, data in sorted(_recorder().items())},
        },
        'compared': compared,
        'files': {path: Line(sha256=sha256(data), bytes=len(data)) for path, data in sorted(files.items())},
    })


def data_files(out):
    """Every data file of a golden folder, path: bytes."""
    files = {}
    for part in PARTS + MADE_ELSEWHERE:
        for folder, _, names in os.walk(os.path.join(out, part)):
            for name in names:
                path = os.path.join(folder, name)
                files[os.path.relpath(path, out).replace(os.sep, '/')] = read(path)
    return files


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def _recorder():
    """The recorder's own files, path: bytes."""
    here = os.path.dirname(os.path.abspath(__file__))
    paths = [os.path.join(here, name) for name in os.listdir(here) if name.endswith('.py')]
    paths.append(os.path.join(os.path.dirname(here), 'record.py'))
    return {os.path.relpath(path, os.path.dirname(here)).replace(os.sep, '/'): read(path) for path in paths}
