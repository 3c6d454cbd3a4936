"""What a script claims: the operations whose roles it has, with the reasons for the others; and what is fixed in it."""

import ast

from .constants import OWN, Constants
from .functions import UNARY, Functions
from .models import Models
from .programs import Programs
from .looking import Missing
from .texts import Texts
from .tree import called, everywhere, free, own, stored
from .space import Space
from .wire import CONFIG, Request, shapes

SIZES = ('n_layer', 'n_embd', 'block_size', 'n_head')
RATES = ('learning_rate', 'beta1', 'beta2', 'eps_adam', 'num_steps')
# What an operation needs, beside its own roles: constants, and methods of Value.
CONSTANTS = {'parameters': SIZES + ('std', 'seed', 'vocab_size'), 'forward': SIZES, 'backward': SIZES, 'adam': RATES,
             'train': SIZES + RATES, 'sample': SIZES + ('temperature',), 'sampling': ('temperature',),
             'microgpt': SIZES + RATES + ('std', 'seed', 'temperature')}
METHODS = {'exp': ['exp'], 'log': ['log'], 'pow': ['__pow__'],
           'autograd': ['__add__', '__mul__', '__sub__', '__truediv__', '__pow__', *UNARY.values()]}
PLANS = {'documents': [('documents',)], 'tokenizer': [('tokenizer',)], 'encode': [('encode',)], 'decode': [('decode',)],
         'parameters': [('parameters',)], 'forward': [('forward',)], 'backward': [('document', (), True)],
         'position_loss': [('position_loss',)], 'average_loss': [('average_loss',)],
         'cross_entropy': [('cross_entropy',)], 'adam': [('moments',), ('adam',)], 'train': [('train',)],
         'sampling': [('sampling',)], 'sample': [('sample',)], 'microgpt': [('program',)]}
ROLES = ('linear', 'softmax', 'rmsnorm')
# Operations that put numbers into a model, and those in which tokens have a place.
MODELS = ('forward', 'backward', 'train', 'sample')
ORDERED = ('tokenizer', 'encode', 'sample', 'microgpt')
SMALL = {'n_layer': 2, 'n_embd': 4, 'block_size': 3, 'n_head': 2, 'std': 0.1, 'std_residual': 0.1, 'seed': 1}


class Operations(Functions, Texts, Models, Programs):
    """The operations of a script; `reasons` says why one is not claimed."""

    def __init__(self, roles, path):
        super().__init__(roles, Constants(roles), path)
        self.reasons = {}
        self.fixed = self._fixed()
        self.known = [n for cls in (Functions, Texts, Models, Programs) for n in vars(cls) if not n.startswith('_')]
        for op in self.known:
            try:
                self._needs(op)
            except Missing as missing:
                self.reasons[op] = str(missing)
        self._look_at_sizes()
        self._look_at_tokens()
        self._look_at_state()

    def claimed(self):
        return [op for op in self.known if op != 'echo' and op not in self.reasons]

    def _needs(self, op):
        """Raises Missing where the script lacks something for an operation."""
        for constant in CONSTANTS.get(op, ()):
            if constant in self._constants.missing:
                raise Missing(self._constants.missing[constant])
        methods = stored(self._roles.value.body)
        for name in METHODS.get(op, ()):
            if name not in methods:
                raise Missing('class %s has no %s (line %d)'
                              % (self._roles.value.name, name, self._roles.value.lineno))
        if op in ROLES:
            getattr(self._roles, op)
        for plan in PLANS.get(op, ()):
            self._plan(*plan)

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
        due = shapes(config, 3)
        values = dict(OWN, num_samples=1, **self.fixed)
        values.update(config)
        words = [values[name] for name, _, _ in CONFIG]
        count = sum(rows * columns for rows, columns in due.values())
        request = words + [3, count] + [0.1] * count + [3, 2, 0, 2]
        try:
            self.forward(Request(list(map(str, request))))
            return True
        except (Exception, SystemExit):
            return False

    def _look_at_tokens(self):
        """BOS is the last token in the specification; where a script has it elsewhere, tokens have other places."""
        if 'tokenizer' in self.reasons or 'encode' in self.reasons:
            return
        try:
            tokens = self._encoded(['a', 'b'], 'ab')
        except (Exception, SystemExit):
            return  # it is what the script answers, too
        if tokens == [0, 1, 2, 0]:
            for op in ORDERED:
                self.reasons.setdefault(op, 'BOS is the first token here, and the last in the specification')

    def _look_at_state(self):
        """A model with other matrices than the specification's cannot be given their numbers."""
        if 'parameters' in self.reasons:
            return
        config = dict(SMALL, **{n: v for n, v in self._constants.fixed.items() if n in SIZES})
        try:
            state = self._initial(dict(config, **dict.fromkeys(RATES, 1), temperature=1), 5)[self._roles.state]
            found = {name: (len(rows), len(rows[0])) for name, rows in state.items()}
        except (Exception, SystemExit):
            return  # it is what the script answers, too
        due = shapes(config, 5)
        more = [name for name in found if name not in due]
        wrong = [name for name in due if found.get(name) != due[name]]
        if more:
            self.reasons['parameters'] = 'it has other matrices beside: %s' % ' '.join(more)
            self.reasons.setdefault('microgpt', self.reasons['parameters'])
        if more or wrong:
            why = self.reasons.get('parameters') or ('its %s is not of the specified size' if wrong[0] in found else
                                                     'it has no matrix %s') % wrong[0]
            for op in MODELS:
                self.reasons.setdefault(op, why)

    def _fixed(self):
        """What of a config is fixed in the script: constants that cannot be given, the activation and the decay."""
        known = [name for name, _, _ in CONFIG]
        fixed = {n: v for n, v in self._constants.fixed.items() if n in known}
        fixed['activation'] = 'relu_squared' if self._squares() else 'relu'
        fixed['decay'] = 'cosine' if self._turns() else 'linear'
        return fixed

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
