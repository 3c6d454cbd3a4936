# ---- Your functions ----
# A right port for the tests: it takes the place of the functions that are to be filled in.

import random


def softmax(logits):
    max_val = max(logits)
    exps = [math.exp(x - max_val) for x in logits]
    total = sum(exps)
    return [e / total for e in exps]


def rmsnorm(x):
    scale = (sum(xi * xi for xi in x) / len(x) + 1e-5) ** -0.5
    return [xi * scale for xi in x]


def linear(x, w):
    return [sum(wi * xi for wi, xi in zip(row, x)) for row in w]


def position_loss(probs, target):
    return -math.log(probs[target])


def average_loss(losses):
    return sum(losses) / len(losses)


def cross_entropy(logits, target):
    grad = softmax(logits)
    loss = position_loss(grad, target)
    grad[target] -= 1
    return loss, grad


def encode(uchars, doc):
    return [len(uchars), *(uchars.index(character) for character in doc), len(uchars)]


def decode(uchars, tokens):
    return ''.join(uchars[token] for token in tokens)


def adam(step, data, grad, m, v):
    rate = 0.01 * (1 - step / 1000)
    for i, g in enumerate(grad):
        m[i] = 0.85 * m[i] + (1 - 0.85) * g
        v[i] = 0.99 * v[i] + (1 - 0.99) * g ** 2
        m_hat, v_hat = m[i] / (1 - 0.85 ** (step + 1)), v[i] / (1 - 0.99 ** (step + 1))
        data[i] -= rate * m_hat / (v_hat ** 0.5 + 1e-8)
    return data, m, v


class Stream(random.Random):
    def choices(self, weights):
        return super().choices(range(len(weights)), weights)[0]


def new_stream(seed):
    return Stream(seed)


class Value:
    """A scalar of a graph: its parents, and the slope towards each."""

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1, 1))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __neg__(self):
        return Value(-self.data, (self,), (-1,))

    def __sub__(self, other):
        return self + -other

    def __truediv__(self, other):
        return self * other ** -1

    def __pow__(self, exponent):
        return Value(self.data ** exponent, (self,), (exponent * self.data ** (exponent - 1),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def relu(self):
        return Value(max(0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent in node.parents)
        self.grad = 1
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad


def leaf(x):
    return Value(x)


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


def summed(nodes):
    first, *others = nodes
    for node in others:
        first = first + node
    return first


def products(x, w):
    return [summed(wi * xi for wi, xi in zip(row, x)) for row in w]


def normed(x):
    scale = (summed(xi * xi for xi in x) / Value(len(x)) + Value(1e-5)) ** -0.5
    return [xi * scale for xi in x]


def shares(logits):
    largest = Value(max(x.data for x in logits))
    exps = [(x - largest).exp() for x in logits]
    total = summed(exps)
    return [e / total for e in exps]


def gpt(s, token, position, keys, values):
    x = normed([a + b for a, b in zip(s['wte'][token], s['wpe'][position])])
    y = normed(x)
    q = products(y, s['layer0.attn_wq'])
    keys.append(products(y, s['layer0.attn_wk']))
    values.append(products(y, s['layer0.attn_wv']))
    heads = []
    for h in range(0, 16, 4):
        weights = shares([summed(q[j] * key[j] for j in range(h, h + 4)) / Value(2) for key in keys])
        heads += [summed(w * value[j] for w, value in zip(weights, values)) for j in range(h, h + 4)]
    x = [a + b for a, b in zip(products(heads, s['layer0.attn_wo']), x)]
    hidden = [unit.relu() for unit in products(normed(x), s['layer0.mlp_fc1'])]
    return products([a + b for a, b in zip(products(hidden, s['layer0.mlp_fc2']), x)], s['lm_head'])


def train(state_dict, docs, steps):
    losses, moments = [], {}
    for step in range(steps):
        nodes = {name: [[Value(x) for x in row] for row in matrix] for name, matrix in state_dict.items()}
        tokens, keys, values, each = docs[step], [], [], []
        for position in range(min(16, len(tokens) - 1)):
            probs = shares(gpt(nodes, tokens[position], position, keys, values))
            each.append(-probs[tokens[position + 1]].log())
        loss = summed(each) / Value(len(each))
        loss.backward()
        losses.append(loss.data)
        for name, matrix in state_dict.items():
            for i, row in enumerate(matrix):
                m, v = moments.setdefault((name, i), ([0] * len(row), [0] * len(row)))
                adam(step, row, [node.grad for node in nodes[name][i]], m, v)
    return losses


