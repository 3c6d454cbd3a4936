"""Small complete runs: other shapes than the canonical one, on documents of our own, with every intermediate value."""

from .form import document
from .runs import Recording

EVERYTHING = ('trace', 'grad', 'm', 'v', 'params')

# The shuffle by seed 42 puts the lines 8, 6, 3, 9, 10 of twelve first: one longer than block_size, then `melon`, then
# the one of a single character.
TWELVE = 'star\nmoon\no\ntea\noats\nmelon\nlemon\nornaments\nrose\ntomato\nsesame\nstone\n'
SIX = 'ten\nnet\ne\ntent\nette\nteen\n'
TWO = 'no\non\n'
# Beyond the BMP (U+1F331, U+10330) beside U+FF5E: UTF-16 units order these otherwise than code points.
WIDE = '\U0001f331\uff5e\n\uff5e\U00010330\uff5e\nz\U0001f331\n'

# Name of the file: its dataset, its constants that differ from microgpt.py's, what is kept of which step.
RUNS = {
    'two_layers': (TWELVE, dict(n_layer=2, n_embd=8, n_head=2, block_size=6, num_steps=5),
                   {1: EVERYTHING, 2: ('trace', 'grad'), 3: ('trace', 'grad')}),
    'four_layers': (SIX, dict(n_layer=4, n_embd=6, n_head=6, block_size=5, num_steps=4), {1: EVERYTHING}),
    'early': (SIX, dict(n_embd=4, n_head=2, block_size=8, num_steps=6, std=0.02, std_residual=0,
                        activation='relu_squared', beta1=0.9, beta2=0.95, decay='cosine'), {1: EVERYTHING, 6: EVERYTHING}),
    'no_layers': (SIX, dict(n_layer=0, n_embd=4, n_head=2, block_size=5, num_steps=4), {1: EVERYTHING, 2: EVERYTHING}),
    'one_head': (SIX, dict(n_embd=4, n_head=1, block_size=5, num_steps=4), {1: EVERYTHING, 2: ('trace', 'grad')}),
    'head_of_one': (SIX, dict(n_embd=4, n_head=4, block_size=5, num_steps=4), {1: EVERYTHING, 2: ('trace', 'grad')}),
    'odd_head_dim': (SIX, dict(n_embd=6, n_head=2, block_size=5, num_steps=4), {1: EVERYTHING}),
    'block_of_one': (TWO, dict(n_embd=4, n_head=2, block_size=1, num_steps=5), {1: EVERYTHING, 5: EVERYTHING}),
    'other_constants': (SIX, dict(n_embd=4, n_head=2, block_size=4, num_steps=8, std=0.5, learning_rate=0.05, beta1=0.9,
                                  beta2=0.95, eps_adam=1e-6, temperature=1.0, seed=7), {1: EVERYTHING, 8: EVERYTHING}),
    'code_points': (WIDE, dict(n_layer=2, n_embd=2, n_head=1, block_size=3, num_steps=4), {1: EVERYTHING}),
}


def record(script):
    """All files of small/ by path."""
    return {'small/%s.json' % name: document(_run(script, *run)) for name, run in RUNS.items()}


def _run(script, text, constants, wanted):
    recording = Recording(script, text.encode('utf-8'), constants, wanted)
    run = recording.run
    return {
        'config': recording.config(),
        'dataset': text,
        'documents': run['docs'],
        'uchars': run['uchars'],
        'initial': recording.initial,
        'steps': recording.steps,
        'losses': recording.losses,
        'final': recording.final(),
        'samples': recording.samples,
        'output': recording.printed(),
    }
