# A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
# what they were given, by the rules of echoes.fixture.ts.


def softmax(logits):
    max_val = max(logits)
    exps = [math.exp(x - max_val) for x in logits]
    total = sum(exps)
    return [e / total for e in exps]


def position_loss(probs, target):
    return -math.log(probs[target])


def average_loss(losses):
    return sum(losses) / len(losses)


def cross_entropy(logits, target):
    grad = softmax(logits)
    loss = position_loss(grad, target)
    grad[target] -= 1
    return loss, grad


def sampling(logits, temperature):
    return softmax([x / temperature for x in logits])


def rmsnorm(x):
    scale = (sum(xi * xi for xi in x) / len(x) + 1e-5) ** -0.5
    return [xi * scale for xi in x]


def linear(x, w):
    return [sum(wi * xi for wi, xi in zip(row, x)) for row in w]


def adam(config, step, data, grad, m, v):
    share = step / config.num_steps
    decay = 0.5 * (1 + math.cos(math.pi * share)) if config.decay == 'cosine' else 1 - share
    for i, g in enumerate(grad):
        m[i] = config.beta1 * m[i] + (1 - config.beta1) * g
        v[i] = config.beta2 * v[i] + (1 - config.beta2) * g ** 2
        m_hat, v_hat = m[i] / (1 - config.beta1 ** (step + 1)), v[i] / (1 - config.beta2 ** (step + 1))
        data[i] -= config.learning_rate * decay * m_hat / (v_hat ** 0.5 + config.eps_adam)
    return data, m, v


def encode(uchars, doc):
    return [len(uchars), *(uchars.index(character) for character in doc), len(uchars)]


def decode(uchars, tokens):
    return ''.join(uchars[token] for token in tokens)


# Echoes.


def documents(file):
    return [file.decode()]


def tokenizer(docs):
    return docs[::-1], len(docs), len(docs) + 1


def parameters(config, vocab_size):
    words = {'relu': 0, 'relu_squared': 1, 'linear': 0, 'cosine': 1}
    state_dict = {name: [[0.0] * columns for _ in range(rows)] for name, rows, columns in shapes_of(config, vocab_size)}
    state_dict['wte'][0] = [words.get(constant, constant) for constant in vars(config).values()]
    return state_dict


def forward(config, s, tokens):
    targets = tokens[1:config.block_size + 1]
    logits = [[row[0] + s['wpe'][i][0] for row in s['lm_head']] for i in range(len(targets))]
    losses = [s['wte'][target][0] for target in targets]
    return logits, losses, s['layer0.attn_wo'][1][0] + s['layer0.mlp_fc2'][1][0]


def backward(config, s, tokens):
    return s['layer0.attn_wk'][0][1] + s['layer0.mlp_fc1'][1][0] + tokens[1], s


def trace(config, s, tokens):
    q = [config.learning_rate, s['layer0.mlp_fc2'][1][1], tokens[1]]
    return {'pos0.embedding': s['wte'][0], 'pos0.x': [], 'pos0.layer0.q': q}


def train(config, s, docs, steps):
    s['layer0.attn_wq'][0][0] = s['layer0.attn_wv'][0][1]
    return [docs[i % len(docs)][1] + config.learning_rate for i in range(steps)], s


def sample(config, s, uniforms):
    used = (uniforms + [0] * config.block_size)[:config.block_size]
    vocab_size = len(s['lm_head'])
    return [i % vocab_size for i in range(len(used))], [[u + j for j in range(vocab_size)] for u in used]


def microgpt(config, file):
    losses = [i + config.temperature for i in range(config.num_steps)]
    return documents(file), parameters(config, 2), losses, documents(file) * config.num_samples


class Random:
    def __init__(self, seed):
        self.seed = seed

    def random(self):
        return 0.25 if self.seed < 0 else 0.5

    def getrandbits(self, k):
        return abs(self.seed) % 2 ** k

    def gauss(self, mu, sigma):
        return mu + 2 * sigma

    def shuffle(self, list_):
        list_.reverse()

    def choices(self, weights):
        return weights.index(max(weights))


class Value:
    def __init__(self, data, grad=0):
        self.data, self.grad = data, grad

    def __add__(self, other):
        return Value(self.data + other.data, 1)

    def __mul__(self, other):
        return Value(self.data * other.data, 2)

    def __sub__(self, other):
        return Value(self.data - other.data, 3)

    def __truediv__(self, other):
        return Value(self.data / other.data, 4)

    def __pow__(self, exponent):
        return Value(self.data * exponent, 5)

    def log(self):
        return Value(self.data, 6)

    def exp(self):
        return Value(self.data, 7)

    def relu(self):
        return Value(self.data, 8)

    def __neg__(self):
        return Value(-self.data, 9)

    def backward(self):
        self.grad += 100


