"""A script's own training, written down for a replay: `--train FOLDER`.

The initial parameters go into params.txt, the documents of each step as tokens into docs.txt; a line for each step is
printed, with all digits of its loss. What the first steps compute goes into step1.txt and so on (scripted/watching.py), and
what the constants are into constants.json. All of them are the script's own.
"""

import builtins
import json
import os
import shutil

from .fixed import Fixed
from .looking import Missing
from .space import FILES, Space, compiled
from .tree import assigning
from .watching import STEPS, Watch
from .wire import data, differing, shapes

OF_A_STEP = ('n_head', 'activation', 'learning_rate', 'beta1', 'beta2', 'eps_adam', 'decay', 'num_steps')


class Training(Fixed):
    """Trains a script from its own start, on its own documents or on those of a given file."""

    @property
    def tree(self):
        return self._roles.tree

    def ready(self):
        """Itself; Missing where the script lacks what training needs."""
        self._plan('learning')
        for role in ('step', 'tokens', 'loss'):
            getattr(self._roles, role)
        return self

    def run(self, folder, steps, dataset, output):
        plan, roles = self._plan('learning'), self._roles
        if dataset is None:
            space = Space({}, self.path, self._opening(folder)).run(plan['before'])
        else:
            space = plan.begun(Space({}, self.path), FILES, dataset)
        self._compare(space[roles.state])
        self._write(folder, 'params.txt', self._parameters(space))
        numbers = list(space.run(compiled([assigning('__numbers', roles.training.iter)]))['__numbers'])
        self._write(folder, 'constants.json', [json.dumps(self._own(space, len(numbers)))])
        documents, watch = [], self._watch(space)
        for i, number in enumerate(numbers[:steps]):
            watched = watch is not None and i < STEPS
            if watched:
                watch.begin(space, i + 1)
            code = self._plan('watched' if watched else 'learning')['step']
            losses, left = self._stepped(space, code, number), space.left
            lines = watch.end(space) if watched else None
            if lines is not None:
                self._write(folder, 'step%d.txt' % (i + 1), lines)
            if not losses:  # the step was left out; its document is due all the same
                space.run(plan['document'])
            documents.append(' '.join(map(str, space[roles.tokens])))
            for loss in losses:
                output.write(('step %d / %d | loss %r\n' % (i + 1, len(numbers), loss)).encode('ascii'))
                output.flush()
            if left == 'break':
                break
        self._write(folder, 'docs.txt', documents)

    def _watch(self, space):
        """What watches the first steps; None where the script does not have them in one piece."""
        try:
            self._plan('watched')
        except Missing:
            return None
        try:
            moments = self._plan('moments')
        except Missing:
            moments = []
        watch = Watch(self._roles, moments)
        space.give(**watch.hooks(space))
        return watch

    def _own(self, space, steps):
        """The constants of a step, as far as the script has them by name or as numbers."""
        found = dict(self._constants.own(space.names), num_steps=steps, **self._words())
        return {name: found[name] for name in OF_A_STEP if name in found}

    @staticmethod
    def _opening(folder):
        """`open`, with a copy of the first file that is read in the folder: the dataset."""
        copied = []

        def opening(file, mode='r', *args, **named):
            if 'r' in mode and not copied and isinstance(file, (str, os.PathLike)):
                copied.append(file)
                with builtins.open(file, 'rb') as source:
                    with builtins.open(os.path.join(folder, 'dataset.txt'), 'wb') as copy:
                        shutil.copyfileobj(source, copy)
            return builtins.open(file, mode, *args, **named)

        return opening

    def _compare(self, state):
        """Raises Missing where a replay has no run for a model with these matrices."""
        layers = sum(name.endswith('attn_wq') for name in state)
        if 'wte' in state and 'wpe' in state:
            config = {'n_layer': layers, 'n_embd': len(state['wte'][0]), 'block_size': len(state['wpe'])}
            why = differing({n: (len(rows), len(rows[0])) for n, rows in state.items()},
                            shapes(config, len(state['wte'])))
        else:
            why = 'it has no matrix %s' % ('wpe' if 'wte' in state else 'wte')
        if why is not None:
            raise Missing(why)

    def _parameters(self, space):
        for name, rows in space[self._roles.state].items():
            yield name
            for row in rows:
                yield ' '.join(repr(data(p)) for p in row)

    @staticmethod
    def _write(folder, name, lines):
        with builtins.open(os.path.join(folder, name), 'w') as file:
            file.writelines(line + '\n' for line in lines)
