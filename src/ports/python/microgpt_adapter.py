#!/usr/bin/env python3
"""Karpathy's microgpt.py as a port: `python3 microgpt_adapter.py /path/to/microgpt.py`.

Loads the file unmodified, runs no training of its own accord, and answers every operation of spec/protocol.md by
executing the script's own classes, functions and statements, piece by piece. Constants are set after the script's own
assignment. Three things are the adapter's, for microgpt.py does not have them:

- the early revision's dialect: ReLU squared (model.15), cosine decay (optimizer.8), std_residual (parameters.11);
- the rejection of a configuration or a state_dict that makes no model (parameters.8, parameters.6);
- UTF-8 as the dataset's encoding wherever it runs (dataset.9).

Python 3.8 or later, standard library only. CPython before 3.10 lets `choices` take weights without a proper total, and
so does this port then (random.10).
"""

import ast
import functools
import gc
import hashlib
import io
import math
import operator
import random
import signal
import sys
import threading

REVISION = 'd47d88c2fd432c8ebdc1048beab7f7eb64ea7e0e664e11b812d72a6d95ebccee'  # SHA-256 of the file that is specified
SHOWN = 8  # digits of a revision that are shown

# How statements begin that are executed one after another.
DEFINITIONS = ('import math', 'import random', 'class Value:', 'def linear(', 'def softmax(', 'def rmsnorm(',
               'def gpt(')
SIZES = ('n_layer =', 'n_embd =', 'block_size =', 'n_head =', 'head_dim =', 'matrix =')
PARAMETERS = ('state_dict =', 'for i in range(n_layer)', 'params =')
RESIDUAL = ("state_dict[f'layer{i}.attn_wo'] =", "state_dict[f'layer{i}.mlp_fc2'] =")
RATES = ('learning_rate,', 'num_steps =')
FORWARD = ('n = min(', 'keys, values =', 'losses =', 'for pos_id in range(n)', 'loss =')
SAMPLE = ('keys, values =', 'token_id = BOS', 'sample =', 'for pos_id in range(block_size)')
OPENED_LOOPS = ('i', 'step', 'sample_idx')  # variables of the loops that are executed statement by statement
SAMPLE_PREFIX = 'sample  1: '  # what the script prints before its first sample

# The constants of a config in the order of the wire: how each is read, and its range (parameters.8).
NOT_NEGATIVE, FINITE = (lambda x: x >= 0), (lambda x: 0 <= x < math.inf)
POSITIVE, DECAY = (lambda x: x >= 1), (lambda x: 0 <= x < 1)
CONFIG = (('n_layer', int, NOT_NEGATIVE), ('n_embd', int, POSITIVE), ('block_size', int, POSITIVE),
          ('n_head', int, POSITIVE), ('std', float, FINITE), ('std_residual', float, FINITE),
          ('activation', str, ('relu', 'relu_squared').__contains__), ('learning_rate', float, FINITE),
          ('beta1', float, DECAY), ('beta2', float, DECAY), ('eps_adam', float, FINITE),
          ('decay', str, ('linear', 'cosine').__contains__), ('num_steps', int, NOT_NEGATIVE),
          ('temperature', float, lambda x: 0 < x < math.inf), ('num_samples', int, NOT_NEGATIVE),
          ('seed', int, lambda x: True))

UNARY = {'neg': '__neg__', 'log': 'log', 'exp': 'exp', 'relu': 'relu'}
BINARY = {'add': operator.add, 'sub': operator.sub, 'mul': operator.mul, 'div': operator.truediv}

# backward() recurses once for each node of the longest path. The stack is address space, not memory.
STACK_BYTES, RECURSION_LIMIT = 256 << 20, 100000
# A graph that backward() has walked is cyclic garbage, some 10^5 objects a document; the collector's own threshold of
# 700 makes it search them again and again. With these a canonical run takes 90 MB.
GC_THRESHOLDS = (500000, 2, 2)


class Statement:
    """A statement of the script: its compiled code, the names it assigns, its body if it is a loop to open."""

    def __init__(self, node, statement):
        targets = node.targets if isinstance(node, ast.Assign) else []
        self.assigns = [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
        self.variable = getattr(getattr(node, 'target', None), 'id', None)
        self.body = [statement(child) for child in node.body] if self.variable in OPENED_LOOPS else []
        whole = ast.Expression(node.iter) if self.body else ast.Module([node], [])
        self.code = compile(whole, 'microgpt.py', 'eval' if self.body else 'exec')


class Script:
    """microgpt.py as its statements."""

    def __init__(self, source):
        tree, self._lines = ast.parse(source), source.splitlines()
        self._nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
        self._statement = functools.lru_cache(None)(lambda node: Statement(node, self._statement))
        self.at = functools.lru_cache(None)(self._find)
        self.statements = [self._statement(node) for node in tree.body]

    def _find(self, beginning):
        """The statement, at any depth, that begins so; the first of several that say the same."""
        found = [node for node in self._nodes if self._lines[node.lineno - 1][node.col_offset:].startswith(beginning)]
        if len(set(map(ast.dump, found))) != 1:
            raise LookupError('%d of its statements begin with `%s`; one should' % (len(found), beginning))
        return self._statement(found[0])


class Run:
    """A namespace in which statements of the script are executed, with a config's constants in place of its own."""

    def __init__(self, script, names=(), config=None):
        self.at, self.config, self.printed = script.at, config or {}, []
        self.names = dict(names, __name__='__main__', print=lambda *values, **_: self.printed.append(values[0]))
        self.times = {}  # variable of an opened loop: how many times around, if not as often as the script says
        self.instead, self.after = {}, {}  # statement: what is done in its place, or behind it
        if config:
            self.after[self.at('random.seed(')] = lambda: random.seed(config['seed'])
            self.after[self.at('matrix =')] = lambda: self._set_std('std')
            for beginning in RESIDUAL:
                self.instead[self.at(beginning)] = lambda statement=self.at(beginning): self._draw_residual(statement)
            if config['activation'] == 'relu_squared':
                self.after[self.at('class Value:')] = self._square_relu
            if config['decay'] == 'cosine':
                self.after[self.at('lr_t =')] = self._decay_by_cosine

    def __getitem__(self, name):
        return self.names[name]

    def execute(self, *beginnings, **names):
        """Sets names in the namespace, then executes statements."""
        self.names.update(names)
        for beginning in beginnings:
            self.run(self.at(beginning))
        return self

    def run(self, statement):
        if statement in self.instead:
            self.instead[statement]()
        elif statement.body:
            times = self.times.get(statement.variable)
            for item in eval(statement.code, self.names) if times is None else range(times):
                self.names[statement.variable] = item
                for inner in statement.body:
                    self.run(inner)
        else:
            exec(statement.code, self.names)
        for name in statement.assigns:
            if name in self.config:
                self.names[name] = self.config[name]
        if statement in self.after:
            self.after[statement]()

    def reads(self, dataset):
        """Lets the script find these bytes in input.txt: no file is looked for, downloaded or read."""
        self.names['open'] = lambda *_: io.TextIOWrapper(io.BytesIO(dataset), encoding='utf-8')
        self.instead[self.at('if not os.path.exists(')] = lambda: None

    def collects(self, beginning, value):
        """A list that gets one value each time that a statement has been executed."""
        collected = []
        self.after[self.at(beginning)] = lambda: collected.append(value())
        return collected

    def _set_std(self, name):
        self.names['matrix'].__defaults__ = (self.config[name],)

    # The early revision's dialect, as edits of what the script has defined or computed.

    def _draw_residual(self, statement):
        self._set_std('std_residual')
        exec(statement.code, self.names)
        self._set_std('std')

    def _square_relu(self):
        relu = self['Value'].relu
        self['Value'].relu = lambda value: relu(value) ** 2

    def _decay_by_cosine(self):
        angle = math.pi * self['step'] / self['num_steps']
        self.names['lr_t'] = self['learning_rate'] * 0.5 * (1 + math.cos(angle))


class Uniforms(random.Random):
    """Stands where the script finds the module random: chooses by given uniforms, and keeps the weights."""

    def given(self, uniforms):
        self.random, self.weights = iter(uniforms).__next__, []
        return self

    def choices(self, population, weights):
        self.weights.append(weights)
        return super().choices(population, weights=weights)


class Request:
    """The arguments of a request, read from left to right."""

    def __init__(self, tokens):
        self._tokens, self._next = tokens, 0

    def take(self, n):
        if not 0 <= n <= len(self._tokens) - self._next:
            raise ValueError('request: %d values are due after value %d' % (n, self._next))
        self._next += n
        return self._tokens[self._next - n:self._next]

    def end(self):
        if self._next < len(self._tokens):
            raise ValueError('request: it should end after value %d' % self._next)

    def word(self):
        return self.take(1)[0]

    def integer(self):
        return int(self.word())

    def number(self):
        return float(self.word())

    def bytes(self):
        return bytes.fromhex(self.word().replace('-', ''))

    def text(self):
        return self.bytes().decode('utf-8')

    def texts(self):
        return [self.text() for _ in range(self.integer())]

    def integers(self):
        return list(map(int, self.take(self.integer())))

    def numbers(self):
        return list(map(float, self.take(self.integer())))

    def config(self):
        """Checked here, for the script sets its constants itself and checks none (parameters.8)."""
        config = {name: read(self.word()) for name, read, _ in CONFIG}
        for name, _, good in CONFIG:
            if not good(config[name]):
                raise ValueError('config: %s is %s, which is out of its range (parameters.8)' % (name, config[name]))
        if config['n_embd'] % config['n_head'] != 0:
            raise ValueError('config: n_embd %(n_embd)d is no multiple of n_head %(n_head)d (parameters.8)' % config)
        return config

    def state_dict(self, config):
        """vocab_size and all parameters, checked here, for the script draws its own (parameters.6)."""
        vocab_size, n_embd, parameters = self.integer(), config['n_embd'], self.numbers()
        due = n_embd * (2 * vocab_size + config['block_size'] + 12 * config['n_layer'] * n_embd)
        if vocab_size < 0 or len(parameters) != due:
            raise ValueError('state_dict: %d parameters, not %d (parameters.6)' % (len(parameters), due))
        return vocab_size, parameters


# How values are written: each as one string of tokens. A sum of nothing is the integer 0, and so is ReLU's.


def data(value):
    return float(getattr(value, 'data', value))


def grad(value):
    return float(value.grad)


def text(value):
    return value.encode('utf-8').hex() or '-'


def listed(values, write):
    return ' '.join([str(len(values)), *map(write, values)])


def numbers(values, read=float):
    return ' '.join([str(len(values)), *map(repr, map(read, values))])


def matrix(rows, read=float):
    return ' '.join(['%d %d' % (len(rows), len(rows[0]) if rows else 0), *(repr(read(x)) for row in rows for x in row)])


def parameters(run, read):
    return '%d %s' % (run['vocab_size'], numbers(run['params'], read))


class Operations:
    """The operations by name, each from a request to the values of its reply."""

    def __init__(self, script):
        self._script = script
        self._names = Run(script).execute(*DEFINITIONS).names
        self._run = Run(script)

    def _open(self, config):
        """A namespace of its own for a request; until the next one, for the functions in it hold each other."""
        self._run.names.clear()
        self._run = Run(self._script, config=config)
        return self._run

    def random(self, request):
        stream = random.Random(request.integer())
        return [self._draw(stream, request) for _ in range(request.integer())]

    def documents(self, request):
        run = self._some()
        run.reads(request.bytes())
        return [listed(run.execute('docs =')['docs'], text)]

    def tokenizer(self, request):
        run = self._some().execute('uchars =', 'BOS =', 'vocab_size =', docs=request.texts())
        return [listed(run['uchars'], text), str(run['BOS']), str(run['vocab_size'])]

    def encode(self, request):
        run = self._some().execute('BOS =', 'tokens =', uchars=request.texts(), doc=request.text())
        return [listed(run['tokens'], str)]

    def decode(self, request):
        run = self._some().execute('sample =', uchars=request.texts(), sample_idx=0)
        for token_id in request.integers():
            run.execute('sample.append(', token_id=token_id)
        return [text(run.execute('print(f"sample').printed[0][len(SAMPLE_PREFIX):])]

    def echo(self, request):
        return [numbers(request.numbers())]

    def exp(self, request):
        return [numbers([x.exp() for x in self._values(request.numbers())], data)]

    def log(self, request):
        return [numbers([x.log() for x in self._values(request.numbers())], data)]

    def pow(self, request):
        x, exponent = self._values(request.numbers()), request.number()
        return [numbers([v ** exponent for v in x], data)]

    def autograd(self, request):
        nodes = []
        for _ in range(request.integer()):
            nodes.append(self._node(nodes, request))
        nodes[-1].backward()
        return [numbers(nodes, data), numbers(nodes, grad)]

    def parameters(self, request):
        run = self._sized(request.config(), request.integer())
        return [parameters(run.execute('random.seed(', *PARAMETERS), data)]

    def linear(self, request):
        x, rows, columns = self._values(request.numbers()), request.integer(), request.integer()
        w = [self._values(map(float, request.take(columns))) for _ in range(rows)]
        return [numbers(self._names['linear'](x, w), data)]

    def softmax(self, request):
        return [numbers(self._names['softmax'](self._values(request.numbers())), data)]

    def rmsnorm(self, request):
        return [numbers(self._names['rmsnorm'](self._values(request.numbers())), data)]

    def forward(self, request):
        run = self._model(request)
        gpt, logits = run['gpt'], []
        run.execute(*FORWARD, gpt=lambda *args: logits.append(gpt(*args)) or logits[-1], tokens=request.integers())
        return [matrix(logits, data), numbers(run['losses'], data), repr(data(run['loss']))]

    def backward(self, request):
        run = self._model(request).execute(*FORWARD, 'loss.backward()', tokens=request.integers())
        return [repr(data(run['loss'])), parameters(run, grad)]

    def position_loss(self, request):
        run = self._some().execute('loss_t =', probs=self._values(request.numbers()), target_id=request.integer())
        return [repr(data(run['loss_t']))]

    def average_loss(self, request):
        losses = self._values(request.numbers())
        return [repr(data(self._some().execute('loss =', losses=losses, n=len(losses))['loss']))]

    def cross_entropy(self, request):
        run = self._some(logits=self._values(request.numbers()), target_id=request.integer())
        run.execute('probs = softmax(logits)', 'loss_t =')['loss_t'].backward()
        return [repr(data(run['loss_t'])), numbers(run['logits'], grad)]

    def adam(self, request):
        run = Run(self._script, self._names, request.config()).execute(*RATES, step=request.integer())
        params = self._values(request.numbers())
        for p, g in zip(params, request.numbers()):
            p.grad = g
        run.execute('lr_t =', 'for i, p in', params=params, m=request.numbers(), v=request.numbers())
        return [numbers(params, data), numbers(run['m']), numbers(run['v'])]

    def train(self, request):
        run = self._model(request).execute(*RATES, 'm = [', 'v = [')
        docs = [request.integers() for _ in range(request.integer())]
        # The documents have come as tokens: there is nothing to encode.
        run.instead[run.at('tokens =')] = lambda: run.names.update(tokens=run['doc'])
        run.times['step'] = request.integer()
        losses = run.collects('loss.backward()', lambda: data(run['loss']))
        run.execute('for step in range(num_steps)', docs=docs)
        return [numbers(losses), parameters(run, data)]

    def sampling(self, request):
        run = self._some(logits=self._values(request.numbers()), temperature=request.number())
        return [numbers(run.execute('probs = softmax([')['probs'], data)]

    def sample(self, request):
        run, stream = self._model(request), Uniforms().given(request.numbers())
        # With every token as its own character, what the script puts together are tokens.
        run.execute('temperature =', *SAMPLE, random=stream, uchars=range(run['BOS']))
        return [listed(run['sample'], str), matrix(stream.weights)]

    def microgpt(self, request):
        run = self._open(request.config())
        run.reads(request.bytes())
        run.times['sample_idx'] = run.config['num_samples']
        initial = run.collects('params =', lambda: parameters(run, data))
        losses = run.collects('loss.backward()', lambda: data(run['loss']))
        samples = run.collects('print(f"sample', lambda: ''.join(run['sample']))
        for statement in self._script.statements:
            run.run(statement)
        return [listed(run['docs'], text), initial[0], numbers(losses), listed(samples, text)]

    def _some(self, **names):
        """The script's definitions, as a namespace for some of its statements."""
        return Run(self._script, self._names).execute(**names)

    def _sized(self, config, vocab_size):
        """The definitions anew, for gpt reads the names around it; and the sizes."""
        return self._open(config).execute(*DEFINITIONS, *SIZES, vocab_size=vocab_size)

    def _model(self, request):
        """A model that the script has made, with the request's numbers in its parameters."""
        config = request.config()
        vocab_size, values = request.state_dict(config)
        run = self._sized(config, vocab_size).execute(*PARAMETERS, BOS=vocab_size - 1)
        for p, value in zip(run['params'], values):
            p.data = value
        return run

    def _values(self, numbers):
        return list(map(self._names['Value'], numbers))

    def _node(self, nodes, request):
        kind = request.word()
        if kind == 'leaf':
            return self._names['Value'](request.number())
        a = nodes[request.integer()]
        if kind == 'pow':
            return a ** request.number()
        return getattr(a, UNARY[kind])() if kind in UNARY else BINARY[kind](a, nodes[request.integer()])

    @staticmethod
    def _draw(stream, request):
        kind = request.word()
        if kind == 'gauss':
            return repr(stream.gauss(request.number(), request.number()))
        if kind == 'choices':
            weights = request.numbers()
            return str(stream.choices(range(len(weights)), weights=weights)[0])
        if kind == 'shuffle':
            x = list(range(request.integer()))
            stream.shuffle(x)
            return listed(x, str)
        return str(stream.getrandbits(request.integer())) if kind == 'getrandbits' else repr(stream.random())


KNOWN = [name for name in vars(Operations) if not name.startswith('_')]
OPS = [name for name in KNOWN if name != 'echo']  # what is claimed
STEPS = 10  # of the canonical run: CPython takes minutes for all 1000


def answer(operations, version, line):
    """The reply to a line, without its end."""
    number, op, *tokens = line.split() + ['', '']
    if op == 'hello':
        about = '1 name=microgpt.py lang=Python version=%s dtype=f64 ops=%s config=any steps=%d'
        return '@%s ok %s' % (number, about % (version, ','.join(OPS), STEPS))
    if op not in KNOWN:
        return '@%s no %s is not implemented' % (number, op or 'nothing')
    request = Request(tokens[:-2])
    try:
        values = getattr(operations, op)(request)
        request.end()
        return ' '.join(['@' + number, 'ok'] + values)
    except Exception as error:  # what microgpt.py raises is its answer
        return ('@%s err %s %s' % (number, type(error).__name__, ascii(str(error))[1:-1])).rstrip()


def serve(operations, version):
    for line in sys.stdin.buffer:
        if line.strip():
            sys.stdout.write(answer(operations, version, line.decode('ascii', 'backslashreplace')) + '\n')
            sys.stdout.flush()


def main(arguments):
    if len(arguments) != 1:
        sys.exit(fail('which microgpt.py? Call: python3 microgpt_adapter.py /path/to/microgpt.py'))
    try:
        with open(arguments[0], 'rb') as file:
            source = file.read()
        operations = Operations(Script(source.decode('utf-8')))
    except Exception as error:
        sys.exit(fail('%s cannot be loaded as microgpt.py: %s' % (arguments[0], error)))
    version = hashlib.sha256(source).hexdigest()
    if version != REVISION:
        fail('%s is revision %s of microgpt.py, not %s' % (arguments[0], version[:SHOWN], REVISION[:SHOWN]))
    getattr(sys, 'set_int_max_str_digits', id)(0)  # integers on the wire are of any size
    gc.set_threshold(*GC_THRESHOLDS)
    sys.setrecursionlimit(RECURSION_LIMIT)
    threading.stack_size(STACK_BYTES)
    for name in ('SIGINT', 'SIGPIPE'):  # ends without a traceback
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=serve, args=(operations, version[:SHOWN])).start()


def fail(message):
    print('microgpt_adapter.py:', message, file=sys.stderr)
    return 2


if __name__ == '__main__':
    main(sys.argv[1:])
