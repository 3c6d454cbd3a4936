"""What a script claims: the operations whose roles it has, with the reasons for the others; and what is fixed in it."""

from .constants import Constants
from .fixed import SIZES, SMALL, Fixed
from .functions import UNARY, Functions
from .looking import Missing
from .models import Models
from .programs import Programs
from .texts import Texts
from .tree import stored
from .trial import own_making
from .wire import differing, shapes

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
         'sampling': [('sampling',)], 'sample': [('sample',)], 'microgpt': [('documents',), ('program',)]}
ROLES = {'random': 'stream', 'sin': 'stream', 'cos': 'stream', 'linear': 'linear', 'softmax': 'softmax', 'rmsnorm': 'rmsnorm'}
# Operations whose numbers are those of a model, and those in which tokens have a place.
MODELS = ('parameters', 'forward', 'backward', 'train', 'sample', 'microgpt')
ORDERED = ('tokenizer', 'encode', 'sample', 'microgpt')


class Uninstalled(Exception):
    """A module that the script uses is not there."""


class Operations(Functions, Texts, Models, Programs, Fixed):
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
        self._try()

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
            getattr(self._roles, ROLES[op])
        for plan in PLANS.get(op, ()):
            self._plan(*plan)

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
        why = differing(found, shapes(config, 5))
        if why is not None:
            self.reasons.update((op, why) for op in MODELS if op not in self.reasons)

    def _try(self):
        """What the adapter cannot execute apart from the rest of the script is not claimed; what is not installed, told."""
        sizes = dict(SMALL, **{n: v for n, v in self.fixed.items() if n in SIZES})
        for op in self.claimed():
            error = self._tried(op, sizes) if op != 'random' else None
            if isinstance(error, ImportError):
                raise Uninstalled(str(error))
            if own_making(error, self._roles.tree):
                self.reasons[op] = ('what it depends on cannot be executed apart from the rest of the script: %s: %s'
                                    % (type(error).__name__, error))
