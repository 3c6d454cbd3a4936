import io
import sys

import book

sys.set_int_max_str_digits(0)  # seeds have more digits than Python reads otherwise


class Stream:
    def __init__(self, seed):
        self.stream = book.seeded(int(seed))

    def random(self):
        return book.uniform(self.stream)

    def gauss(self, mu, sigma):
        return book.gauss(self.stream, mu, sigma)

    def shuffle(self, items):
        book.shuffle(self.stream, items)

    def choices(self, weights):
        return book.choices(book.uniform(self.stream), weights)

    def getrandbits(self, k):
        return book.getrandbits(self.stream, k)


def position_loss(probs, target):
    return -math.log(probs[target])


def average_loss(losses):
    return sum(losses) / len(losses)


def cross_entropy(logits, target):
    probs = book.softmax(logits)
    return position_loss(probs, target), [p - (i == target) for i, p in enumerate(probs)]


def forward(config, state_dict, tokens):
    keys, values = [[] for _ in range(config.n_layer)], [[] for _ in range(config.n_layer)]
    count = min(config.block_size, len(tokens) - 1)
    logits = [book.gpt(vars(config), state_dict, tokens[t], t, keys, values)['logits'] for t in range(count)]
    losses = [position_loss(book.softmax(row), tokens[t + 1]) for t, row in enumerate(logits)]
    return logits, losses, average_loss(losses)


def adam(config, step, data, grad, m, v):
    moments = {'all': [m]}, {'all': [v]}
    book.adam(vars(config), step, {'all': [data]}, {'all': [grad]}, *moments)
    return data, m, v


def train(config, state_dict, documents, steps):
    return book.train(vars(config), state_dict, documents, steps), state_dict


def microgpt(config, file):
    lines = io.TextIOWrapper(io.BytesIO(file), encoding='utf-8')
    docs = [line.strip() for line in lines if line.strip()]
    stream = book.seeded(int(config.seed))
    book.shuffle(stream, docs)
    uchars = sorted(set(''.join(docs)))
    state_dict = book.parameters(vars(config), len(uchars) + 1, stream)
    drawn = {name: [row[:] for row in matrix] for name, matrix in state_dict.items()}
    tokens = [[len(uchars), *map(uchars.index, doc), len(uchars)] for doc in docs]
    losses = book.train(vars(config), state_dict, tokens, config.num_steps)
    samples = [book.sample(vars(config), state_dict, stream) for _ in range(config.num_samples)]
    return docs, drawn, losses, [''.join(uchars[token] for token in sample) for sample in samples]


YOURS = {
    'softmax': book.softmax,
    'position_loss': position_loss,
    'average_loss': average_loss,
    'cross_entropy': cross_entropy,
    'sampling': lambda logits, temperature: book.softmax([z / temperature for z in logits]),
    'rmsnorm': lambda x: book.rmsnorm(x)[0],
    'linear': book.linear,
    'adam': adam,
    'forward': forward,
    'backward': lambda config, state_dict, tokens: book.backward(vars(config), state_dict, tokens),
    'train': train,
    'parameters': lambda config, vocab_size: book.parameters(vars(config), vocab_size, book.seeded(int(config.seed))),
    'microgpt': microgpt,
    'random': Stream,
}
