"""What of a config is fixed in a script: constants that cannot be given, the activation, the decay, sizes."""

import ast

from .asked import Asked
from .constants import OWN
from .space import Space
from .trial import requests
from .tree import called, everywhere, free, own
from .wire import CONFIG, Request

SIZES = ('n_layer', 'n_embd', 'block_size', 'n_head')
# Sizes that a script is tried with, none of them microgpt.py's own.
SMALL = {'n_layer': 2, 'n_embd': 4, 'block_size': 3, 'n_head': 2, 'std': 0.1, 'std_residual': 0.1, 'seed': 1}


class Fixed(Asked):
    """What hello declares as `config=`."""

    def _fixed(self):
        """What of a config is fixed in the script: constants that cannot be given, the activation and the decay."""
        known = [name for name, _, _ in CONFIG]
        fixed = {n: v for n, v in self._constants.fixed.items() if n in known}
        return dict(fixed, **self._words())

    def _words(self):
        return {'activation': 'relu_squared' if self._squares() else 'relu',
                'decay': 'cosine' if self._turns() else 'linear'}

    def _squares(self):
        """Whether the model squares what relu gives."""
        functions = [f for f in self._roles.functions.values()]
        for n in everywhere(functions + [self._roles.value]):
            if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow) and called(n.left) == 'relu':
                return True
        names = {called(n) for n in everywhere(functions)} - {None}
        return any('relu' in name and ('sq' in name or '2' in name) for name in names)

    def _turns(self):
        """Whether the rate goes down by a cosine: of something that depends on the step, here or in a function."""
        step = self._roles.quietly('step')
        for s in own(self._roles.training.body) if step is not None else ():
            if isinstance(s, ast.Assign) and step in free(s):
                names = {called(n) for n in everywhere(s)}
                inner = [self._roles.functions[n] for n in names if n in self._roles.functions]
                if 'cos' in names | {called(n) for n in everywhere(inner)}:
                    return True
        return False

    def _look_at_sizes(self):
        """A script that takes no other sizes than its own has them fixed."""
        if 'forward' in self.reasons or self._goes_forward(SMALL):
            return
        names = {c: sorted(self._constants.names[c])[0] for c in SIZES if c in self._constants.names}
        try:
            space = Space({}, self.path).run(self._plan('own', tuple(names))['all'])
            sizes = {c: int(space[name]) for c, name in names.items()}
        except (Exception, SystemExit):
            return
        if self._goes_forward(dict(SMALL, **sizes)):
            self.fixed.update(sizes)

    def _goes_forward(self, config):
        """Whether a model of these sizes takes two tokens."""
        return self._tried('forward', config) is None

    def _tried(self, op, config):
        """What an operation raises that is asked for little with these sizes; None where it answers."""
        values = dict(OWN, num_samples=1, **self.fixed)
        values.update(config, num_steps=1)
        asked = requests({name: values[name] for name, _, _ in CONFIG})[op]
        try:
            getattr(self, op)(Request(list(map(str, asked))))
            return None
        except (Exception, SystemExit) as error:
            return error
