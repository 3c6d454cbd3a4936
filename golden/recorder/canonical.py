"""The canonical run: microgpt.py as it is on names.txt, recorded, and proved equal to the run that nobody watches."""

import json
import os
import subprocess
import sys

from . import plain
from .form import document
from .runs import Recording
from .script import dataset

STEPS = (1, 2, 10, 100, 1000)
KEPT = ('logits', 'probs', 'grad', 'm', 'v', 'params')


class InstrumentationError(Exception):
    """The watched run and the unwatched run differ: nothing of it may be recorded."""


def record(script, microgpt, data, progress):
    """All files of canonical/ by path, and the numbers of what was compared with the unwatched run."""
    with dataset(data) as folder:
        unwatched = subprocess.Popen([sys.executable, '-B', '-X', 'utf8', plain.__file__, os.path.abspath(microgpt)],
                                     cwd=folder, stdout=subprocess.PIPE)
        try:
            recording = Recording(script, data, wanted={step: KEPT for step in STEPS}, progress=progress)
            output = unwatched.communicate()[0]
        finally:
            unwatched.kill()
            unwatched.wait()
    if unwatched.returncode != 0:
        raise InstrumentationError('the uninstrumented run ended with status %d' % unwatched.returncode)
    return _files(recording), _compare(recording, json.loads(output))


def _compare(recording, unwatched):
    """Counts what is equal by repr; one difference is an error."""
    watched = {
        'losses': [repr(loss) for loss in recording.losses],
        'params': [repr(p) for matrix in recording.final().values() for row in matrix for p in row],
        'printed': recording.printed(),
    }
    for name, seen in watched.items():
        if seen != unwatched[name]:
            raise InstrumentationError('%s of the instrumented and the uninstrumented run differ' % name)
    return {
        'with': 'the same script executed whole and uninstrumented in a second process',
        'equal_losses': len(watched['losses']),
        'equal_parameters': len(watched['params']),
        'equal_printed_characters': len(watched['printed']),
    }


def _files(recording):
    run = recording.run
    about = {
        'num_docs': len(run['docs']),
        'vocab_size': run['vocab_size'],
        'num_params': len(run['params']),
        'BOS': run['BOS'],
        'uchars': run['uchars'],
        'documents': recording.documents,
    }
    files = {
        'config.json': document(recording.config()),
        'dataset.json': document(about),
        'initial.json': document(recording.initial),
        'final.json': document(recording.final()),
        'losses.json': document(recording.losses),
        'samples.json': document(recording.samples),
        'output.txt': recording.printed(),
    }
    for step in STEPS:
        files['steps/%d.json' % step] = document(recording.steps[step - 1])
    return {'canonical/' + name: text for name, text in files.items()}
