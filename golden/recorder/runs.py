"""One run of the whole script under observation: the canonical run and the small ones are recorded by this."""

from . import dialect
from .form import Line
from .script import Run, dataset, next_uniform, uniforms_from
from .trace import Calls, numbers, trace

# Names of Config that are variables of the script. The rest: std, num_samples, seed, and what `dialect` changes.
VARIABLES = ('n_layer', 'n_embd', 'block_size', 'n_head', 'learning_rate', 'beta1', 'beta2', 'eps_adam', 'num_steps',
             'temperature')
CANONICAL_SEED = 42


class Recording:
    """What a run computes, kept as it goes.

    wanted: for a step (1-based) the names of what to keep beside its losses: logits, probs, trace, grad, m, v, params.
    """

    def __init__(self, script, data, constants=None, wanted=None, progress=None):
        self.steps, self.documents, self.samples, self.losses = [], [], [], []
        self._wanted = wanted or {}
        self._progress = progress or (lambda step, num_steps: None)
        self._calls = Calls()
        self._uniforms = []
        self._constants = constants or {}
        early = dialect.hooks(self._constants, lambda: self.run)
        self.run = Run(script, constants, {**early, **self._calls.hooks(lambda: self.run), **self._hooks()})
        with dataset(data), uniforms_from(self._uniform):
            self.run.everything()

    def _hooks(self):
        return {
            'params =': self._initialised,
            'tokens =': self._begin_step,
            'loss =': self._forwarded,
            'loss.backward()': self._backwarded,
            'for i, p in': self._updated,
            'sample =': self._begin_sample,
            'print(f"sample': self._sampled,
        }

    def config(self):
        """The run's constants, all names of src/reference/config.ts, read from the namespace where it has them."""
        std = self.run['matrix'].__defaults__[0]
        values = {name: self.run[name] for name in VARIABLES}
        values.update(std=std, std_residual=std, activation='relu', decay='linear', seed=CANONICAL_SEED)
        values.update(self._constants, num_samples=len(self.samples))
        order = ('n_layer', 'n_embd', 'block_size', 'n_head', 'std', 'std_residual', 'activation', 'learning_rate',
                 'beta1', 'beta2', 'eps_adam', 'decay', 'num_steps', 'temperature', 'num_samples', 'seed')
        return {name: values[name] for name in order}

    def final(self):
        return self._state_dict(lambda p: p.data)

    def printed(self):
        """The exact text that the script printed."""
        return ''.join(self.run.printed)

    def _state_dict(self, number):
        matrices = self.run['state_dict'].items()
        return {name: [[float(number(p)) for p in row] for row in matrix] for name, matrix in matrices}

    def _initialised(self):
        self.initial = self._state_dict(lambda p: p.data)

    def _begin_step(self):
        self._calls.clear()
        self.documents.append(self.run['doc'])

    def _forwarded(self):
        run, calls = self.run, self._calls
        self._step = {'step': run['step'] + 1, 'doc': run['doc'], 'tokens': run['tokens']}
        self._keep('trace', lambda: [Line(name=name, value=value)
                                     for name, value in trace(calls, run['n_layer'], run['n_head'])])
        self._keep('logits', lambda: [numbers(logits) for logits in calls.logits])
        self._keep('probs', lambda: [numbers(probs) for probs in calls.probs])
        self._step['losses'] = numbers(run['losses'])
        self._step['loss'] = run['loss'].data
        self.losses.append(run['loss'].data)

    def _backwarded(self):
        self._keep('grad', lambda: self._state_dict(lambda p: p.grad))

    def _updated(self):
        for name in ('m', 'v'):
            moments = iter(self.run[name])
            self._keep(name, lambda: self._state_dict(lambda p: next(moments)))
        self._keep('params', lambda: self._state_dict(lambda p: p.data))
        self.steps.append(self._step)
        self._progress(self._step['step'], self.run['num_steps'])

    def _keep(self, name, value):
        if name in self._wanted.get(self._step['step'], ()):
            self._step[name] = value()

    def _uniform(self):
        self._uniforms.append(next_uniform())
        return self._uniforms[-1]

    def _begin_sample(self):
        self._calls.clear()
        self._uniforms.clear()

    def _sampled(self):
        # What gpt was given after BOS is what was drawn before; the last draw was given to nothing.
        drawn = self._calls.tokens[1:] + [self.run['token_id']]
        tokens = [token for token in drawn if token != self.run['BOS']]
        assert len(drawn) == len(self._uniforms) == len(self._calls.probs)
        self.samples.append({
            'name': ''.join(self.run['sample']),
            'tokens': tokens,
            'uniforms': list(self._uniforms),
            'probs': [numbers(probs) for probs in self._calls.probs],
        })
