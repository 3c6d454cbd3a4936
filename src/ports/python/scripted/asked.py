"""What all operations need: plans, namespaces, and models with given numbers in them."""

from .deviation import RESIDUAL
from .plans import Plans
from .space import Space
from .wire import data, numbers, shapes


class Asked:
    """A script with its plans, each made once, and the namespaces that requests are answered in."""

    def __init__(self, roles, constants, path):
        self._roles, self._constants, self.path = roles, constants, path
        self._plans = Plans(roles, constants)
        self._made, self._pure, self._last = {}, {}, None

    def _plan(self, name, *args):
        """A plan, made once; Missing where the script lacks a role for it."""
        key = (name,) + args
        if key not in self._made:
            self._made[key] = getattr(self._plans, name)(*args)
        return self._made[key]

    def _functions(self, *names):
        """A namespace with the class Value and functions of those names."""
        names = (self._roles.value.name,) + names
        if names not in self._pure:
            self._pure[names] = Space({}, self.path).run(self._plan('definitions', *names)['all'])
        return self._pure[names]

    def _values(self, numbers_, *names):
        """Numbers as Values, of the namespace of those functions."""
        return list(map(self._functions(*names)[self._roles.value.name], numbers_))

    def _space(self, given):
        """A namespace of its own for a request; until the next one, for the functions in it hold each other."""
        if self._last is not None:
            self._last.names.clear()
        self._last = Space(given, self.path)
        self._last.give(__drawn=self._drawn(self._last.names))
        return self._last

    @staticmethod
    def _drawn(names):
        """What makes a matrix, with the deviation that is due for its key (parameters.11)."""
        def drawn(key, make):
            std = names.get('__std')
            names['__std'] = names.get('__std_residual') if key.endswith(RESIDUAL) else std
            try:
                return make()
            finally:
                names['__std'] = std
        return drawn

    def _model(self, plan, request, given=lambda vocab_size: {}):
        """A model that the script has made, with the request's numbers in its parameters."""
        config = request.config()
        vocab_size, values = request.state_dict(config)
        space = self._space(dict(self._constants.given(config, vocab_size=vocab_size), **given(vocab_size)))
        space.run(plan['model'])
        space.config, space.vocab_size, space.order = config, vocab_size, range(vocab_size)
        if space.names.get(self._roles.quietly('bos')) == 0 < vocab_size - 1 and '__uchars' in space.given:
            space.order = [*range(1, vocab_size), 0]  # BOS has the first row
        self._put(space, values)
        return space

    def _put(self, space, values):
        """Gives the parameters their numbers, by the names of the matrices."""
        state, left = space[self._roles.state], iter(values)
        for name, (rows, columns) in shapes(space.config, space.vocab_size).items():
            found = state[name]
            if [len(found)] + [len(row) for row in found] != [rows] + [columns] * rows:
                raise ValueError('%s has other sizes than %d x %d' % (name, rows, columns))
            for i in self._rows(space, name, rows):
                for p in found[i]:
                    p.data = next(left)

    def _get(self, space, what):
        """What the parameters hold, in the order of state_dict."""
        state = space[self._roles.state]
        found = [what(p) for name, (rows, _) in shapes(space.config, space.vocab_size).items()
                 for i in self._rows(space, name, rows) for p in state[name][i]]
        return '%d %s' % (space.vocab_size, numbers(found))

    @staticmethod
    def _rows(space, name, rows):
        return space.order if name in ('wte', 'lm_head') else range(rows)

    def _sampled(self, space, plan, part='all', number=0):
        """The text of a sample."""
        space.give(**{getattr(self._roles.sampling.target, 'id', '_'): number})
        space.run(plan[part])
        return ''.join(map(str, space.names.get(self._roles.sample, '')))

    def _stepped(self, space, code, step):
        """The loss of a step of training in a list; an empty one where the step was left before it had one."""
        before = space.names.get(self._roles.loss)
        space.give(**{self._roles.step: step}).run(code)
        loss = space.names.get(self._roles.loss)
        return [] if space.left and loss is before else [data(loss)]
