# {{header}}
#
# Run it:  pytest test_microgpt_spec.py

import base64
import math
import struct

import pytest

DTYPE = 'f64'  # what your port computes in: f64 is compared within 1e-12, f32 within 1e-5
EDGE = False  # True asks also what no run of microgpt.py comes to: infinities, NaN, subnormal numbers


def unfilled(function):
    pytest.skip(f'{function} is not filled in')


# ---- Your functions ----
# Put a call of your own function in place of unfilled(...). What stays unfilled is skipped.


def softmax(logits):
    unfilled('softmax')  # return mygpt.softmax(logits)


def rmsnorm(x):
    unfilled('rmsnorm')


def linear(x, w):
    unfilled('linear')  # the products of x with the rows of w


def position_loss(probs, target):
    unfilled('position_loss')  # the loss of a position, from its probabilities


def average_loss(losses):
    unfilled('average_loss')  # the loss of a document, from those of its positions


def cross_entropy(logits, target):
    unfilled('cross_entropy')  # return loss, grad: of a position, from its logits


def encode(uchars, doc):
    unfilled('encode')  # [BOS, the places of doc's characters in uchars, BOS], where BOS is len(uchars)


def decode(uchars, tokens):
    unfilled('decode')  # the text of tokens without BOS


def adam(step, data, grad, m, v):
    unfilled('adam')  # return data, m, v: one update with microgpt.py's constants; step counts from 0


def new_stream(seed):
    unfilled('new_stream')  # with random(), getrandbits(k), gauss(mu, sigma), shuffle(list), choices(weights): a place


def leaf(x):
    unfilled('leaf')  # return Value(x): a node of a graph of scalars


# A node has + - * / ** and unary -; what it calls otherwise is put in here.
def log(a):
    return a.log()


def exp(a):
    return a.exp()


def relu(a):
    return a.relu()


def backward(root):
    root.backward()


def data_of(a):
    return a.data


def grad_of(a):
    return a.grad


def train(state_dict, docs, steps):
    # The losses of the first of microgpt.py's 1000 steps from a start, one document a step, with BOS at both ends.
    # The matrices have microgpt.py's names: wte, wpe, lm_head, layer0.attn_wq, ...
    unfilled('train')


# ---- End of your functions: what follows asks them ----

inf, nan = math.inf, math.nan


def agrees(name, due, got, scale):
    """Compares what a function gave, number by number, within the tolerance."""
    if len(got) != len(due):
        pytest.fail(f'{name} has {len(got)} numbers, due are {len(due)}', pytrace=False)
    tolerance, smallest = (1e-5, 2.0 ** -126) if DTYPE == 'f32' else (1e-12, 2.0 ** -1022)
    largest = max((abs(x) for x in due if math.isfinite(x)), default=0.0)
    sizes = {'value': abs, 'unit': lambda x: max(1.0, abs(x)), 'array': lambda x: largest}
    for i, (x, have) in enumerate(zip(due, map(float, got))):
        bound = max(tolerance * sizes[scale](x), smallest) if math.isfinite(x) else 0.0
        if not (x == have or (math.isnan(x) and math.isnan(have)) or abs(x - have) <= bound):
            pytest.fail(f'{name}[{i}] is {have!r}, due is {x!r}, within {bound:.2g}', pytrace=False)


def same(name, due, got):
    """Compares what is the same or not."""
    if got != due:
        pytest.fail(f'{name} is {got!r}, due is {due!r}', pytrace=False)


def vectors(rows):
    """A test a vector, but for those at the edge and of numbers that float32 does not hold."""
    asked = [row for row in rows if (EDGE or 'edge' not in row[1]) and not (DTYPE == 'f32' and 'f64' in row[1])]
    return pytest.mark.parametrize('given', [pytest.param(row[2:], id=row[0]) for row in asked])


SOFTMAX = [
    # {{softmax}}
]


@vectors(SOFTMAX)
def test_softmax(given):
    logits, due = given
    agrees('probs', due, softmax(logits), 'value')


RMSNORM = [
    # {{rmsnorm}}
]


@vectors(RMSNORM)
def test_rmsnorm(given):
    x, due = given
    agrees('result', due, rmsnorm(x), 'value')


LINEAR = [
    # {{linear}}
]


@vectors(LINEAR)
def test_linear(given):
    x, nout, w, due = given
    width = len(w) // nout
    agrees('result', due, linear(x, [w[i * width:(i + 1) * width] for i in range(nout)]), 'array')


POSITION_LOSS = [
    # {{position_loss}}
]


@vectors(POSITION_LOSS)
def test_position_loss(given):
    probs, target, due = given
    agrees('loss', [due], [position_loss(probs, target)], 'value')


AVERAGE_LOSS = [
    # {{average_loss}}
]


@vectors(AVERAGE_LOSS)
def test_average_loss(given):
    losses, due = given
    agrees('loss', [due], [average_loss(losses)], 'value')


CROSS_ENTROPY = [
    # {{cross_entropy}}
]


@vectors(CROSS_ENTROPY)
def test_cross_entropy(given):
    logits, target, due_loss, due_grad = given
    loss, grad = cross_entropy(logits, target)
    agrees('loss', [due_loss], [loss], 'unit')
    agrees('grad', due_grad, grad, 'unit')


AUTOGRAD = [
    # {{autograd}}
]


@vectors(AUTOGRAD)
def test_autograd(given):
    lines, due_data, due_grad = given
    nodes = []
    for kind, a, b, x in lines:
        if kind == 'leaf':
            node = leaf(x)
        elif kind == 'pow':
            node = nodes[a] ** x
        elif kind in ('log', 'exp', 'relu'):
            node = {'log': log, 'exp': exp, 'relu': relu}[kind](nodes[a])
        elif kind == 'neg':
            node = -nodes[a]
        else:
            operator = {'add': '__add__', 'mul': '__mul__', 'sub': '__sub__', 'div': '__truediv__'}[kind]
            node = getattr(nodes[a], operator)(nodes[b])
        nodes.append(node)
    backward(nodes[-1])
    agrees('data', due_data, [data_of(node) for node in nodes], 'value')
    agrees('grad', due_grad, [grad_of(node) for node in nodes], 'array')


ENCODE = [
    # {{encode}}
]


@vectors(ENCODE)
def test_encode(given):
    uchars, doc, due = given
    same('tokens', due, list(encode(uchars, doc)))


DECODE = [
    # {{decode}}
]


@vectors(DECODE)
def test_decode(given):
    uchars, tokens, due = given
    same('the text', due, decode(uchars, tokens))


ADAM = [
    # {{adam}}
]


@vectors(ADAM)
def test_adam(given):
    step, data, grad, m, v, *due = given
    for name, want, got in zip(('data', 'm', 'v'), due, adam(step, [*data], [*grad], [*m], [*v])):
        agrees(name, want, got, 'array')


RANDOM = [
    # {{random}}
]


@vectors(RANDOM)
def test_random(given):
    seed, draws = given
    stream = new_stream(seed)
    for kind, takes, due in draws:
        draw = getattr(stream, kind, None) or (lambda *_, kind=kind: unfilled(f'{kind} of the stream'))
        if kind == 'gauss':
            agrees('gauss', due, [draw(*takes)], 'value')
        elif kind == 'shuffle':
            places = list(range(len(due)))
            draw(places)
            same('shuffle', due, [float(place) for place in places])
        elif kind == 'choices':
            same('choices', due[0], draw(takes))
        else:
            same(kind, due[0], draw(*map(int, takes)))


@vectors([("{{lossesTitle}}", '')])
def test_train(given):
    state_dict = {}
    for row in ROWS:
        name, text = row.split()
        numbers = base64.b64decode(text)
        state_dict.setdefault(name, []).append(list(struct.unpack(f'>{len(numbers) // 8}d', numbers)))
    agrees('loss', LOSSES, train(state_dict, DOCUMENTS, len(LOSSES)), 'unit')


LOSSES = [
    # {{losses}}
]

DOCUMENTS = [
    # {{documents}}
]

# The rows of the matrices that training starts from; base64 of doubles, the most significant byte first.
ROWS = [
    # {{start}}
]
