"""A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md).

Python 3.8 or later.
Look at it:  npx microgpt-spec doctor -- python3 adapter.py
Check it:    npx microgpt-spec run -- python3 adapter.py
"""
import math
import re
from types import SimpleNamespace

WHO = 'name=mygpt lang=Python version=0.1.0 dtype=f64'  # your port; no spaces in the values
DECLARED = 'config=any'  # constants that are fixed, and limits: spec/protocol.md, "What a port declares"

# ---- Your functions ----
# Import your port's functions above. To claim an operation, uncomment its line and let it call them; what they raise
# rejects the request. A matrix is a list of rows; config has config.n_embd and the other constants, state_dict
# state_dict['wte'], state_dict['layer0.attn_wq'] and the other matrices. Begin with softmax.
YOURS = {
    # 'softmax': lambda logits: softmax(logits),
    # 'position_loss': lambda probs, target: position_loss(probs, target),
    # 'average_loss': lambda losses: average_loss(losses),
    # 'cross_entropy': lambda logits, target: cross_entropy(logits, target),  # loss, grad
    # 'sampling': lambda logits, temperature: sampling(logits, temperature),
    # 'rmsnorm': lambda x: rmsnorm(x),
    # 'linear': lambda x, w: linear(x, w),
    # 'exp': lambda x: math.exp(x),  # of one number, as log, sin, cos and pow
    # 'log': lambda x: math.log(x),
    # 'sin': lambda x: math.sin(x),
    # 'cos': lambda x: math.cos(x),
    # 'pow': lambda x, exponent: math.pow(x, exponent),
    # 'adam': lambda config, step, data, grad, m, v: adam(config, step, data, grad, m, v),  # data, m, v
    # 'documents': lambda file: documents(file),  # bytes
    # 'tokenizer': lambda docs: tokenizer(docs),  # uchars, BOS, vocab_size
    # 'encode': lambda uchars, doc: encode(uchars, doc),
    # 'decode': lambda uchars, tokens: decode(uchars, tokens),
    # 'forward': lambda config, state_dict, tokens: forward(config, state_dict, tokens),  # logits, losses, loss
    # 'backward': lambda config, state_dict, tokens: backward(config, state_dict, tokens),  # loss, grad as a state_dict
    # 'trace': lambda config, state_dict, tokens: trace(config, state_dict, tokens),  # {'pos0.x': [1.0, 0.0], ...}
    # 'train': lambda config, state_dict, docs, steps: train(config, state_dict, docs, steps),  # losses, state_dict
    # 'sample': lambda config, state_dict, uniforms: sample(config, state_dict, uniforms),  # tokens, probs
    # 'parameters': lambda config, vocab_size: parameters(config, vocab_size),  # a state_dict
    # 'microgpt': lambda config, file: microgpt(config, file),  # docs, state_dict as it was drawn, losses, samples
    # 'random': lambda seed: Random(seed),  # random() getrandbits(k) gauss(mu, sigma) shuffle(list) choices(weights)
    # 'autograd': lambda: {
    #     'leaf': lambda x: Value(x),
    #     'add': lambda a, b: a + b,
    #     'mul': lambda a, b: a * b,
    #     'sub': lambda a, b: a - b,
    #     'div': lambda a, b: a / b,
    #     'pow': lambda a, exponent: a ** exponent,
    #     'log': lambda a: a.log(),
    #     'exp': lambda a: a.exp(),
    #     'relu': lambda a: a.relu(),
    #     'neg': lambda a: -a,
    #     'backward': lambda root: root.backward(),
    #     'data': lambda a: a.data,
    #     'grad': lambda a: a.grad,
    # },
}
# ---- End of your functions: what follows reads, checks and prints ----

MOST = 1 << 24  # numbers that there is room for in one list
SQUARE = ('attn_wq', 1, 1), ('attn_wk', 1, 1), ('attn_wv', 1, 1), ('attn_wo', 1, 1)  # rows and columns over n_embd
LAYER = (*SQUARE, ('mlp_fc1', 4, 1), ('mlp_fc2', 1, 4))


class InputError(Exception):
    """The request makes no sense: no function of yours is called."""


def demand(fits, message):
    if not fits:
        raise InputError(message)


def shapes_of(config, vocab_size):
    """Names, rows and columns of the matrices, in their order."""
    n = config.n_embd
    ends = [('wte', vocab_size, n), ('wpe', config.block_size, n), ('lm_head', vocab_size, n)]
    return ends + [(f'layer{i}.{name}', rows * n, columns * n)
                   for i in range(config.n_layer) for name, rows, columns in LAYER]


class Request:
    """The values of a request, read from left to right."""

    def __init__(self, values):
        self.values, self.at = values, 0

    def word(self, pattern, wanted):
        demand(self.at < len(self.values), f'the line ends after {self.at} values; one more is due')
        token = self.values[self.at]
        self.at += 1
        demand(re.fullmatch(pattern, token, re.ASCII), f'value {self.at} is {token[:40]}; it must be {wanted}')
        return token

    def integer(self):
        return int(self.word(r'-?\d+', 'an integer'))

    def int(self, least, most=2 ** 53 - 1):
        n = self.integer()
        demand(least <= n <= most, f'value {self.at} is {n}; it must be an integer from {least} to {most}')
        return n

    def float(self):
        return float(self.word(r'nan|-?inf|[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?', 'a number'))

    def list(self, least, read):
        n = self.int(least)
        demand(n <= len(self.values) - self.at, f'value {self.at} says that {n} follow; there are fewer')
        return [read() for _ in range(n)]

    def floats(self, least=0):
        return self.list(least, self.float)

    def matrix(self, columns):
        nout, nin = self.int(0), self.int(0)
        demand(nout == 0 or nin == columns, f'x has {columns} numbers, a row of w {nin}')
        demand(nout * nin <= len(self.values) - self.at, f'a matrix of {nout} x {nin}, and fewer values')
        return [[self.float() for _ in range(nin)] for _ in range(nout)]

    def bytes(self):
        token = self.word('([0-9a-fA-F]{2})+|-', 'hex digits in pairs, or -')
        return bytes.fromhex('' if token == '-' else token)

    def text(self):
        try:
            return self.bytes().decode()
        except UnicodeDecodeError:
            raise InputError(f'value {self.at} is hex of no UTF-8')

    def texts(self):
        return self.list(0, self.text)

    def uchars(self):
        uchars = self.texts()
        demand(all(len(uchar) == 1 for uchar in uchars), 'a character is not one code point')
        return uchars

    def tokens(self, vocab_size, looked_at=MOST):
        places = iter(range(len(self.values)))
        return self.list(0, lambda: self.int(0, vocab_size - 1 if next(places) < looked_at else MOST))

    def document(self, config, vocab_size):
        """Tokens behind the block are not looked at, and may be any (model.16)."""
        tokens = self.tokens(vocab_size, config.block_size + 1)
        demand(len(tokens) >= 2, f'a document of {len(tokens)} tokens; it must have BOS on both sides')
        return tokens

    def rate(self, below=math.inf):
        x = self.float()
        demand(0 <= x < below, f'constant {self.at} is {x}, outside of its range (parameters.8)')
        return x

    def config(self):
        c = SimpleNamespace()
        c.n_layer, c.n_embd, c.block_size, c.n_head = self.int(0), self.int(1), self.int(1), self.int(1)
        c.std, c.std_residual = self.rate(), self.rate()
        c.activation = self.word('relu|relu_squared', 'relu or relu_squared')
        c.learning_rate, c.beta1, c.beta2, c.eps_adam = self.rate(), self.rate(1), self.rate(1), self.rate()
        c.decay = self.word('linear|cosine', 'linear or cosine')
        c.num_steps, c.temperature, c.num_samples, c.seed = self.int(0), self.rate(), self.int(0), self.integer()
        demand(c.n_embd % c.n_head == 0, f'n_embd {c.n_embd} is no multiple of n_head {c.n_head} (parameters.8)')
        demand(c.temperature > 0, 'temperature is 0; it must be above (parameters.8)')
        return c

    def vocab_size(self, c):
        vocab_size = self.int(1)
        count = c.n_embd * (2 * vocab_size + c.block_size + 12 * c.n_layer * c.n_embd)
        demand(count <= MOST, f'{count} parameters are too many; there is room for {MOST}')
        self.shapes = shapes_of(c, vocab_size)
        return vocab_size

    def model(self):
        """A configuration, the parameters of its shapes, and the size of the vocabulary."""
        config = self.config()
        vocab_size = self.vocab_size(config)
        params = self.floats()
        due = sum(rows * columns for _, rows, columns in self.shapes)
        demand(len(params) == due, f'{len(params)} parameters; this configuration has {due} (parameters.6)')
        left = iter(params)
        state_dict = {name: [[next(left) for _ in range(columns)] for _ in range(rows)]
                      for name, rows, columns in self.shapes}
        return config, state_dict, vocab_size

    def node(self, place):
        kind = self.word('leaf|add|mul|sub|div|pow|log|exp|relu|neg', 'a kind of node')
        if kind == 'leaf':
            return kind, [], [self.float()]
        places = [self.int(0, place - 1)]
        if kind in ('add', 'mul', 'sub', 'div'):
            places.append(self.int(0, place - 1))
        return kind, places, [self.float()] if kind == 'pow' else []

    def draw(self):
        kind = self.word('random|getrandbits|gauss|shuffle|choices', 'a draw')
        if kind == 'gauss':
            return kind, [self.float(), self.float()]
        if kind == 'shuffle':
            return kind, [list(range(self.int(0, MOST)))]
        return kind, {'random': list, 'getrandbits': lambda: [self.int(0)], 'choices': lambda: [self.floats()]}[kind]()

    def end(self):
        surplus = len(self.values) - self.at
        demand(surplus == 0, f'there are {surplus} values more than the request says (protocol.2)')


# ---- Printing: every value as a list of tokens; repr reads back as the same number ----

def float_(x):
    return [repr(float(x))]


def floats(values):
    return [str(len(values)), *(repr(float(x)) for x in values)]


def ints(values):
    return [str(int(n)) for n in (len(values), *values)]


def matrix(rows):
    return [str(len(rows)), str(len(rows[0]) if rows else 0), *(repr(float(x)) for row in rows for x in row)]


def text(string):
    return [string.encode().hex() or '-']


def texts(strings):
    return [str(len(strings)), *(token for string in strings for token in text(string))]


def values(by_name):
    return [str(len(by_name)), *(token for name, row in by_name.items() for token in [name, *floats(row)])]


def state_dict_(state_dict, shapes):
    rows = [row for name, _, _ in shapes for row in state_dict[name]]
    return [str(len(state_dict['lm_head'])), *floats([x for row in rows for x in row])]


# ---- Operations: each reads its request to the end, calls your function, and prints what it returns ----

def call(op, r, *args):
    r.end()
    return YOURS[op](*args)


def each(op, r, list_, *more):
    r.end()
    return floats([YOURS[op](x, *more) for x in list_])


def position_loss_(r):
    probs = r.floats(1)
    return float_(call('position_loss', r, probs, r.int(0, len(probs) - 1)))


def cross_entropy_(r):
    logits = r.floats(1)
    loss, grad = call('cross_entropy', r, logits, r.int(0, len(logits) - 1))
    return float_(loss) + floats(grad)


def sampling_(r):
    logits, temperature = r.floats(1), r.float()
    demand(temperature > 0, f'temperature is {temperature}; it must be above 0 (inference.9)')
    return floats(call('sampling', r, logits, temperature))


def linear_(r):
    x = r.floats()
    return floats(call('linear', r, x, r.matrix(len(x))))


def adam_(r):
    config = r.config()
    demand(config.num_steps > 0, 'num_steps is 0; there is no step to take (optimizer.7)')
    step, lists = r.int(0, config.num_steps), [r.floats() for _ in range(4)]
    demand(all(len(list_) == len(lists[0]) for list_ in lists), 'data, grad, m and v are not of one length')
    return [token for list_ in call('adam', r, config, step, *lists) for token in floats(list_)]


def tokenizer_(r):
    uchars, BOS, vocab_size = call('tokenizer', r, r.texts())
    return texts(uchars) + [str(BOS), str(vocab_size)]


def decode_(r):
    uchars = r.uchars()
    return text(call('decode', r, uchars, r.tokens(len(uchars))))


def forward_(r):
    config, state_dict, vocab_size = r.model()
    logits, losses, loss = call('forward', r, config, state_dict, r.document(config, vocab_size))
    return matrix(logits) + floats(losses) + float_(loss)


def backward_(r):
    config, state_dict, vocab_size = r.model()
    loss, grad = call('backward', r, config, state_dict, r.document(config, vocab_size))
    return float_(loss) + state_dict_(grad, r.shapes)


def trace_(r):
    config, state_dict, vocab_size = r.model()
    return values(call('trace', r, config, state_dict, r.document(config, vocab_size)))


def train_(r):
    config, state_dict, vocab_size = r.model()
    docs, steps = r.list(0, lambda: r.document(config, vocab_size)), r.int(0, config.num_steps)
    demand(docs or steps == 0, 'there is no document to train on (training.4)')
    losses, state_dict = call('train', r, config, state_dict, docs, steps)
    return floats(losses) + state_dict_(state_dict, r.shapes)


def sample_(r):
    config, state_dict, _ = r.model()
    uniforms = r.floats()
    demand(all(0 <= u < 1 for u in uniforms), 'a uniform is outside of [0, 1)')
    tokens, probs = call('sample', r, config, state_dict, uniforms)
    demand(len(probs) <= len(uniforms), 'there are fewer uniforms than positions that are reached')
    return ints(tokens) + matrix(probs)


def parameters_(r):
    config = r.config()
    return state_dict_(call('parameters', r, config, r.vocab_size(config)), r.shapes)


def microgpt_(r):
    config = r.config()
    docs, state_dict, losses, samples = call('microgpt', r, config, r.bytes())
    shapes = shapes_of(config, len(state_dict['lm_head']))
    return texts(docs) + state_dict_(state_dict, shapes) + floats(losses) + texts(samples)


def random_(r):
    seed, draws = r.integer(), r.list(0, r.draw)
    stream, tokens = call('random', r, seed), []
    for kind, arguments in draws:
        drawn = getattr(stream, kind)(*arguments)
        print_ = {'shuffle': lambda _: ints(arguments[0]), 'random': float_, 'gauss': float_}
        tokens += print_.get(kind, lambda n: [str(n)])(drawn)
    return tokens


def autograd_(r):
    places = iter(range(len(r.values)))
    graph = r.list(1, lambda: r.node(next(places)))
    make, nodes = call('autograd', r), []
    for kind, places, numbers in graph:
        nodes.append(make[kind](*(nodes[place] for place in places), *numbers))
    make['backward'](nodes[-1])
    return floats([make['data'](node) for node in nodes]) + floats([make['grad'](node) for node in nodes])


OPS = {
    'softmax': lambda r: floats(call('softmax', r, r.floats(1))),
    'position_loss': position_loss_,
    'average_loss': lambda r: float_(call('average_loss', r, r.floats(1))),
    'cross_entropy': cross_entropy_,
    'sampling': sampling_,
    'rmsnorm': lambda r: floats(call('rmsnorm', r, r.floats(1))),
    'linear': linear_,
    'exp': lambda r: each('exp', r, r.floats()),
    'log': lambda r: each('log', r, r.floats()),
    'sin': lambda r: each('sin', r, r.floats()),
    'cos': lambda r: each('cos', r, r.floats()),
    'pow': lambda r: each('pow', r, r.floats(), r.float()),
    'adam': adam_,
    'documents': lambda r: texts(call('documents', r, r.bytes())),
    'tokenizer': tokenizer_,
    'encode': lambda r: ints(call('encode', r, r.uchars(), r.text())),
    'decode': decode_,
    'forward': forward_,
    'backward': backward_,
    'trace': trace_,
    'train': train_,
    'sample': sample_,
    'parameters': parameters_,
    'microgpt': microgpt_,
    'random': random_,
    'autograd': autograd_,
}


def answer(op, tokens):
    r = Request(tokens)
    if op == 'hello':
        none = 'no none of the operations is claimed yet: uncomment the line of one of your functions'
        return f'ok 1 {WHO} {DECLARED} ops={",".join(YOURS)}' if YOURS else none
    if op not in YOURS and op != 'echo':
        return f'no {op} is not implemented'
    try:
        if op == 'echo':
            x = r.floats()
            r.end()
            return ' '.join(['ok', *floats(x)])
        return ' '.join(['ok', *OPS[op](r)])
    except Exception as error:
        kind = 'input' if isinstance(error, InputError) else type(error).__name__
        return f'err {kind} {" ".join(str(error).split())}'


for line in open(0, encoding='ascii', errors='backslashreplace'):
    id_, *words = line.split() or ['']
    if id_:
        print(f'@{id_} {answer(words[0] if words else "nothing", words[1:])}', flush=True)
