"""Every operation of a port (src/port/ops.ts), done by the script's own classes, functions and statements.

Each method is named for its operation and takes its arguments in their JSON forms. Nothing is computed here: numbers go
into Values, the script's statements run, and numbers are read out.
"""

import random

from .script import Run, dataset, uniforms_from
from .trace import Calls, numbers

DEFINITIONS = ('import math', 'import random', 'class Value:', 'def linear(', 'def softmax(', 'def rmsnorm(',
               'def gpt(')
SIZES = ('n_layer =', 'n_embd =', 'block_size =', 'n_head =', 'head_dim =')
RATES = ('learning_rate,', 'num_steps =', 'temperature =')
FORWARD = ('n = min(', 'keys, values =', 'losses =', 'for pos_id in range(n)', 'loss =')


class Operations:
    """The operations, each in a fresh namespace."""

    def __init__(self, script):
        self._script = script

    def random(self, seed, draws):
        """CPython's own generator."""
        stream = random.Random(int(seed))
        return [_draw(stream, **draw) for draw in draws]

    def documents(self, data):
        with dataset(bytes.fromhex(data)):
            return self._run().execute('docs =')['docs']

    def tokenizer(self, docs):
        run = self._run().execute('uchars =', 'BOS =', 'vocab_size =', docs=docs)
        return {name: run[name] for name in ('uchars', 'BOS', 'vocab_size')}

    def encode(self, uchars, doc):
        return self._run().execute('BOS =', 'tokens =', uchars=uchars, doc=doc)['tokens']

    def decode(self, uchars, tokens):
        run = self._run().execute('sample =', uchars=uchars, sample_idx=0)
        for token_id in tokens:
            run.execute('sample.append(', token_id=token_id)
        run.execute('print(f"sample')
        return run.printed[0][len('sample  1: '):-len('\n')]

    def autograd(self, graph):
        Value = self._defined()['Value']
        nodes = []
        for node in graph:
            nodes.append(_node(Value, nodes, **node))
        nodes[-1].backward()
        return {'data': numbers(nodes), 'grad': [float(node.grad) for node in nodes]}

    def parameters(self, config, vocab_size):
        run = self._defined(config).execute('random.seed(', *SIZES, 'matrix =', vocab_size=vocab_size)
        return _state_dict(run.execute('state_dict =', 'for i in range(n_layer)'), 'data')

    def linear(self, x, w):
        run = self._defined()
        return numbers(run['linear'](_values(run, x), [_values(run, row) for row in w]))

    def softmax(self, logits):
        run = self._defined()
        return numbers(run['softmax'](_values(run, logits)))

    def rmsnorm(self, x):
        run = self._defined()
        return numbers(run['rmsnorm'](_values(run, x)))

    def forward(self, config, state_dict, tokens):
        run, calls = self._forwarded(config, state_dict, tokens)
        logits = [numbers(logits) for logits in calls.logits]
        return {'logits': logits, 'losses': numbers(run['losses']), 'loss': float(run['loss'].data)}

    def backward(self, config, state_dict, tokens):
        run, _ = self._forwarded(config, state_dict, tokens)
        run.execute('loss.backward()')
        return {'loss': float(run['loss'].data), 'grad': _state_dict(run, 'grad')}

    def position_loss(self, probs, target):
        run = self._defined()
        run.execute('loss_t =', probs=_values(run, probs), target_id=target)
        return float(run['loss_t'].data)

    def average_loss(self, losses):
        run = self._defined()
        run.execute('loss =', losses=_values(run, losses), n=len(losses))
        return float(run['loss'].data)

    def cross_entropy(self, logits, target):
        run = self._defined()
        run.execute('probs = softmax(logits)', 'loss_t =', logits=_values(run, logits), target_id=target)
        run['loss_t'].backward()
        return {'loss': float(run['loss_t'].data), 'grad': [float(logit.grad) for logit in run['logits']]}

    def adam(self, config, step, data, grad, m, v):
        run = self._defined(config).execute(*RATES)
        params = _values(run, data)
        for p, g in zip(params, grad):
            p.grad = g
        run.execute('lr_t =', 'for i, p in', params=params, m=list(m), v=list(v), step=step)
        return {'data': numbers(params), 'm': run['m'], 'v': run['v']}

    def train(self, config, state_dict, documents, steps):
        run = self._model(config, state_dict).execute(*RATES, 'm = [', 'v = [')
        # The script encodes texts; one character a token gives the documents' tokens back.
        uchars = [chr(ord('a') + token) for token in range(run['BOS'])]
        docs = [''.join(uchars[token] for token in tokens[1:-1]) for tokens in documents]
        losses = []
        loop = self._script.statement('for step in range(num_steps)')
        run.after[self._script.statement('loss.backward()').text] = lambda: losses.append(run['loss'].data)
        run.execute(docs=docs, uchars=uchars)
        run.loop(loop, steps)
        return {'losses': losses, 'state_dict': _state_dict(run, 'data')}

    def sampling(self, logits, temperature):
        run = self._defined()
        run.execute('probs = softmax([', logits=_values(run, logits), temperature=temperature)
        return numbers(run['probs'])

    def sample(self, config, state_dict, uniforms):
        calls = Calls()
        run = self._model(config, state_dict, calls).execute('temperature =')
        uchars = [chr(ord('a') + token) for token in range(run['BOS'])]
        with uniforms_from(iter(uniforms).__next__):
            run.execute('keys, values =', 'token_id = BOS', 'sample =', 'for pos_id in range(block_size)',
                        uchars=uchars)
        tokens = [uchars.index(character) for character in run['sample']]
        return {'tokens': tokens, 'probs': [numbers(probs) for probs in calls.probs]}

    def microgpt(self, config, data):
        initial, losses, samples = {}, [], []
        run = Run(self._script, config, {
            'params =': lambda: initial.update(_state_dict(run, 'data')),
            'loss.backward()': lambda: losses.append(run['loss'].data),
            'print(f"sample': lambda: samples.append(''.join(run['sample'])),
        })
        with dataset(bytes.fromhex(data)):
            run.everything()
        return {'docs': run['docs'], 'state_dict': initial, 'losses': losses, 'samples': samples}

    def _run(self):
        return Run(self._script)

    def _defined(self, config=None, calls=None):
        run = Run(self._script, config, calls.hooks(lambda: run) if calls else None)
        return run.execute(*DEFINITIONS)

    def _model(self, config, state_dict, calls=None):
        """The script's constants and functions, with these parameters."""
        run = self._defined(config, calls).execute(*SIZES)
        model = {name: [_values(run, row) for row in matrix] for name, matrix in state_dict.items()}
        vocab_size = len(model['lm_head'])
        return run.execute('params =', state_dict=model, vocab_size=vocab_size, BOS=vocab_size - 1)

    def _forwarded(self, config, state_dict, tokens):
        calls = Calls()
        return self._model(config, state_dict, calls).execute(*FORWARD, tokens=tokens), calls


def _values(run, data):
    return [run['Value'](number) for number in data]


def _state_dict(run, attribute):
    matrices = run['state_dict'].items()
    return {name: [[float(getattr(p, attribute)) for p in row] for row in matrix] for name, matrix in matrices}


def _draw(stream, kind, k=None, mu=None, sigma=None, n=None, weights=None):
    if kind == 'random':
        return stream.random()
    if kind == 'getrandbits':
        return str(stream.getrandbits(k))
    if kind == 'gauss':
        return stream.gauss(mu, sigma)
    if kind == 'choices':
        return stream.choices(range(len(weights)), weights=weights)[0]
    assert kind == 'shuffle', kind
    x = list(range(n))
    stream.shuffle(x)
    return x


def _node(Value, nodes, kind, data=None, a=None, b=None, exponent=None):
    if kind == 'leaf':
        return Value(data)
    if kind == 'pow':
        return nodes[a] ** exponent
    if kind in ('log', 'exp', 'relu'):
        return getattr(nodes[a], kind)()
    if kind == 'neg':
        return -nodes[a]
    if kind == 'add':
        return nodes[a] + nodes[b]
    if kind == 'sub':
        return nodes[a] - nodes[b]
    if kind == 'mul':
        return nodes[a] * nodes[b]
    assert kind == 'div', kind
    return nodes[a] / nodes[b]
