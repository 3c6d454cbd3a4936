"""What a script computes in its first steps of training, written down for a judgement stage by stage.

`step1.txt` and so on are dumps of a step (spec/traces.md). A value that the script's text does not show is left out, and
so is a step that is left early. What is noted passes through unchanged, so the run stays as it is.
"""

from .watched_model import WatchedModel
from .wire import data, grad

STEPS = 3  # behind them the script runs without hooks


class Watch:
    """Notes one step after another."""

    def __init__(self, roles, moments):
        self._roles, self._moments = roles, moments
        self._rows, self._losses, self._lines, self._params, self._model = {}, [], None, None, None
        self._calls = self._number = 0

    def hooks(self, space):
        """The functions that a watched step calls (TrainingPlans.watched)."""
        return {'__logits': self._noting('logits'), '__probs': self._noting('probs'), '__losses': self._note_loss,
                '__behind': lambda: self._quietly(self._behind, space)}

    def begin(self, space, number):
        """Before a step: its parameters."""
        self._rows, self._losses, self._lines = {'logits': [], 'probs': []}, [], None
        self._calls, self._number = 0, number
        self._params = self._quietly(self._matrices, 'params', space, data)
        self._model = self._quietly(WatchedModel, self._roles, space)

    def end(self, space):
        """Behind a step: its lines; none where it was left, or has something that cannot be written down."""
        if self._model is not None:
            self._model.leave()
        if self._params is None or self._lines is None or space.left:
            return None
        updated = self._quietly(self._matrices, 'updated', space, data)
        if updated is None:
            return None
        return self._params + self._lines + (self._quietly(self._of_adam, space) or []) + updated

    @staticmethod
    def _quietly(action, *args):
        """What an action returns; None where the script has something else there than it would have."""
        try:
            return action(*args)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return None

    def _noting(self, name):
        def noting(x):
            if name == 'logits':
                self._next()
            if isinstance(x, (list, tuple)):  # reading anything else might use it up
                self._rows[name].append(self._quietly(lambda: list(map(data, x))))
            return x
        return noting

    def _next(self):
        self._calls += 1
        if self._model is not None:
            self._model.position = self._calls

    def _note_loss(self, x):
        self._losses.append(self._quietly(data, x))
        return x

    def _behind(self, space):
        """Behind the gradient: what led to it, and itself."""
        tokens, loss = list(map(int, space[self._roles.tokens])), data(space[self._roles.loss])
        if self._calls > len(tokens) - 1:
            return  # of several documents the tokens of one are seen
        lines = ['step %d' % self._number, *block('tokens', [tokens]), *block('loss', [[loss]])]
        for name, rows in self._rows.items():
            if rows and None not in rows:
                lines += block(name, rows)
        if self._losses and None not in self._losses and is_mean(loss, self._losses):
            lines += block('losses', [self._losses])
        for name, vector in self._model.values.items() if self._model is not None else ():
            if vector:
                lines += block(name, [vector])
        self._lines = lines + self._matrices('grad', space, grad)

    def _matrices(self, of, space, read):
        return [line for name, rows in space[self._roles.state].items()
                for line in block('%s.%s' % (of, name), [list(map(read, row)) for row in rows])]

    def _of_adam(self, space):
        """The moments, where they are lists beside that of the parameters."""
        places = {id(p): i for i, p in enumerate(space[self._roles.params])}
        lines = []
        for of, name in zip('mv', self._moments):
            listed = list(map(data, space[name]))
            lines += [line for matrix, rows in space[self._roles.state].items()
                      for line in block('%s.%s' % (of, matrix), [[listed[places[id(p)]] for p in row] for row in rows])]
        return lines


def is_mean(mean, numbers):
    """Whether it is their mean, but for rounding: a script may collect something else than losses."""
    return abs(sum(numbers) / len(numbers) - mean) <= 1e-9 * max(1.0, abs(mean))


def block(name, rows):
    """A matrix as lines: its name and sizes, and its rows."""
    return ['%s %d %d' % (name, len(rows), len(rows[0])), *(' '.join(map(repr, row)) for row in rows)]
