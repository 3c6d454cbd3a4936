# A small transformer that learns names, in plain Python: the algorithm of microgpt.py in a wording of its own.
import math
import os
import random

random.seed(42)

# names, one a line
if not os.path.exists('names.txt'):
    raise SystemExit('names.txt is not here')
docs = []
for line in open('names.txt'):
    name = line.strip()
    if name:
        docs.append(name)
random.shuffle(docs)

letters = sorted(set(''.join(docs)))
BOS = len(letters)
vocab_size = BOS + 1


class Value:
    """A number that knows what it was made of."""

    def __init__(self, data, parts=(), slopes=()):
        self.data, self.grad = data, 0
        self.parts, self.slopes = parts, slopes

    def __add__(self, y):
        y = lifted(y)
        return Value(self.data + y.data, (self, y), (1, 1))

    def __mul__(self, y):
        y = lifted(y)
        return Value(self.data * y.data, (self, y), (y.data, self.data))

    def __pow__(self, k):
        return Value(self.data ** k, (self,), (k * self.data ** (k - 1),))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def relu(self):
        on = self.data > 0
        return Value(max(0, self.data), (self,), (float(on),))

    def __neg__(self):
        return self * -1

    def __sub__(self, y):
        return self + (-y)

    def __truediv__(self, y):
        return self * y ** -1

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, y):
        return lifted(y) - self

    def __rtruediv__(self, y):
        return lifted(y) / self

    def backward(self):
        seen, order, todo = set(), [], [(self, False)]
        while todo:
            node, done = todo.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((part, False) for part in reversed(node.parts))
        self.grad = 1
        for node in reversed(order):
            for part, slope in zip(node.parts, node.slopes):
                part.grad += slope * node.grad


def lifted(y):
    return y if isinstance(y, Value) else Value(y)


# sizes
n_layer = 1
n_head = 4
n_embd = 16
block_size = 16
head_dim = n_embd // n_head


def linear(x, w):
    return [sum(a * b for a, b in zip(row, x)) for row in w]


def softmax(logits):
    top = max(z.data for z in logits)
    parts = [(z - top).exp() for z in logits]
    whole = sum(parts)
    return [part / whole for part in parts]


def rmsnorm(x):
    size = sum(a * a for a in x) / len(x)
    scale = (size + 1e-5) ** -0.5
    return [a * scale for a in x]


def matrix(rows, columns, std=0.08):
    return [[Value(random.gauss(0, std)) for _ in range(columns)] for _ in range(rows)]


weights = {'wte': matrix(vocab_size, n_embd), 'wpe': matrix(block_size, n_embd), 'lm_head': matrix(vocab_size, n_embd)}
for i in range(n_layer):
    for part in ('wq', 'wk', 'wv'):
        weights[f'layer{i}.attn_{part}'] = matrix(n_embd, n_embd)
    weights[f'layer{i}.attn_wo'] = matrix(n_embd, n_embd)
    weights[f'layer{i}.mlp_fc1'] = matrix(4 * n_embd, n_embd)
    weights[f'layer{i}.mlp_fc2'] = matrix(n_embd, 4 * n_embd)
params = [p for rows in weights.values() for row in rows for p in row]


def attend(q, past_k, past_v):
    mixed = []
    for h in range(n_head):
        cut = slice(h * head_dim, (h + 1) * head_dim)
        scores = [sum(a * b for a, b in zip(q[cut], k[cut])) / head_dim ** 0.5 for k in past_k]
        shares = softmax(scores)
        mixed += [sum(share * v[j] for share, v in zip(shares, past_v)) for j in range(h * head_dim, (h + 1) * head_dim)]
    return mixed


def gpt(token, place, keys, values):
    x = rmsnorm([a + b for a, b in zip(weights['wte'][token], weights['wpe'][place])])
    for i in range(n_layer):
        before = x
        x = rmsnorm(x)
        q = linear(x, weights[f'layer{i}.attn_wq'])
        keys[i].append(linear(x, weights[f'layer{i}.attn_wk']))
        values[i].append(linear(x, weights[f'layer{i}.attn_wv']))
        x = linear(attend(q, keys[i], values[i]), weights[f'layer{i}.attn_wo'])
        before = x = [a + b for a, b in zip(x, before)]
        x = linear(rmsnorm(x), weights[f'layer{i}.mlp_fc1'])
        x = [a.relu() for a in x]
        x = linear(x, weights[f'layer{i}.mlp_fc2'])
        x = [a + b for a, b in zip(x, before)]
    return linear(x, weights['lm_head'])


# training
learning_rate, beta1, beta2, eps_adam = 0.01, 0.85, 0.99, 1e-8
m, v = [0.0] * len(params), [0.0] * len(params)
num_steps = 1000
for step in range(num_steps):
    doc = docs[step % len(docs)]
    tokens = [BOS] + [letters.index(c) for c in doc] + [BOS]
    n = min(block_size, len(tokens) - 1)
    keys, values = [[] for _ in range(n_layer)], [[] for _ in range(n_layer)]
    losses = []
    for pos in range(n):
        probs = softmax(gpt(tokens[pos], pos, keys, values))
        losses.append(-probs[tokens[pos + 1]].log())
    loss = sum(losses) * (1 / n)
    loss.backward()
    rate = learning_rate * (1 - step / num_steps)
    for i, p in enumerate(params):
        m[i] = beta1 * m[i] + (1 - beta1) * p.grad
        v[i] = beta2 * v[i] + (1 - beta2) * p.grad ** 2
        up = m[i] / (1 - beta1 ** (step + 1))
        down = v[i] / (1 - beta2 ** (step + 1))
        p.data -= rate * up / (down ** 0.5 + eps_adam)
        p.grad = 0
    print('step', step + 1, 'of', num_steps, 'loss', loss.data)

# new names
temperature = 0.5
for number in range(20):
    keys, values = [[] for _ in range(n_layer)], [[] for _ in range(n_layer)]
    token, written = BOS, []
    for pos in range(block_size):
        logits = gpt(token, pos, keys, values)
        probs = softmax([z / temperature for z in logits])
        token = random.choices(range(vocab_size), weights=[p.data for p in probs])[0]
        if token == BOS:
            break
        written.append(letters[token])
    print('name', number + 1, ''.join(written))
