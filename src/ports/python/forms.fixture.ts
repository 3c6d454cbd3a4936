/** A change of a script's text. */
export type Edit = (source: string) => string;

/** Replaces a piece of text, wherever it stands; throws where it does not, for then the test would change nothing. */
export function swap(from: string, to: string): Edit {
  return (source) => {
    if (!source.includes(from)) throw new Error(`the script has no ${JSON.stringify(from)}`);
    return source.replaceAll(from, to);
  };
}

/** From the line that begins so to the one before the next that does: cut out, and put in elsewhere or changed. */
function part(from: string, to: string, change: (text: string) => string): Edit {
  return (source) => {
    const [begin, end] = [source.indexOf(`\n${from}`) + 1, source.indexOf(`\n${to}`) + 1];
    if (begin === 0 || end <= begin) throw new Error(`the script has nothing from ${from} to ${to}`);
    return source.slice(0, begin) + change(source.slice(begin, end)) + source.slice(end);
  };
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

const RATES = 'learning_rate, beta1, beta2, eps_adam = 0.01, 0.85, 0.99, 1e-8';
const READING = /docs = \[\]\n.*?docs\.append\(name\)\n/s;
const SIZES = 'n_layer = 1\nn_head = 4\nn_embd = 16\nblock_size = 16\n';
const CACHES = 'keys, values = [[] for _ in range(n_layer)], [[] for _ in range(n_layer)]';

/** The script in other forms, by name: each computes the same. */
export const FORMS: Readonly<Record<string, readonly Edit[]>> = {
  'other quotes, comments, and statements over several lines': [
    swap("'", '"'),
    swap('vocab_size = BOS + 1', 'vocab_size = (  # letters\n    BOS\n    + 1\n)'),
    swap('"wte": matrix(', '# rows\n    "wte": matrix(\n        '),
  ],
  'hints, docstrings and annotated assignments': [
    swap('def softmax(logits):', 'def softmax(logits: list) -> "list[Value]":\n    """Shares."""'),
    swap('BOS = len(letters)', 'BOS: int = len(letters)'),
    swap('num_steps = 1000', 'num_steps: int = 1000'),
    swap('weights = {', 'weights: dict = {'),
    swap('def matrix(rows, columns, std=0.08)', 'def matrix(rows: int, columns: int, std: float = 0.08)'),
  ],
  'assignments split and merged, sizes in another order': [
    swap(RATES, 'eps_adam = 1e-8\nbeta1 = 0.85\nbeta2 = 0.99\nlearning_rate = 0.01'),
    swap(SIZES, 'block_size, (n_embd, n_head), n_layer = 16, (16, 4), 1\n'),
    swap(
      'doc = docs[step % len(docs)]\n    tokens = [BOS] + [letters.index(c) for c in doc]',
      'tokens = [BOS] + [letters.index(c) for c in docs[step % len(docs)]]',
    ),
  ],
  'constants from the environment and from argparse': [
    swap('import math\n', 'import argparse\nimport math\n'),
    swap('num_steps = 1000', "num_steps = int(os.environ.get('NUM_STEPS', '1000'))"),
    swap('n_embd = 16\n', 'n_embd = args.n_embd\n'),
    swap('temperature = 0.5\n', ''),
    swap('z / temperature', 'z / args.temperature'),
    swap("'names.txt'", 'args.names'),
    swap(
      '# names, one a line\n',
      "parser = argparse.ArgumentParser()\nparser.add_argument('names')\nparser.add_argument('--n_embd', type=int, default=16)\nparser.add_argument('--temperature', type=float, required=True)\nargs = parser.parse_args()\n",
    ),
  ],
  'everything in main(), called under __name__': [
    (source) => `def main():\n${indented(source)}\n\nif __name__ == '__main__':\n    main()\n`,
  ],
  'functions renamed and moved, the model takes its weights': [
    swap('def linear(x, w):', 'def linear(x, w, *, bias=None):'),
    swap('def gpt(token,', 'def forward_one(weights, token,'),
    swap('gpt(token', 'forward_one(weights, token'),

    (source) => {
      const at = source.indexOf('def lifted');
      const end = source.indexOf('# sizes');
      const helper = source.slice(at, end);
      return (source.slice(0, at) + source.slice(end)).replace('class Value:', `${helper}class Value:`);
    },
  ],
  'matrix as a lambda, and comprehensions written as loops': [
    part(
      'def matrix(',
      'weights = {',
      () =>
        'matrix = lambda rows, columns, std=0.08: [[Value(random.gauss(0, std)) for c in range(columns)] for r in range(rows)]\n',
    ),
    swap(
      'params = [p for rows in weights.values() for row in rows for p in row]',
      'params = []\nfor rows in weights.values():\n    for row in rows:\n        params.extend(row)',
    ),
    swap(
      '    return [part / whole for part in parts]',
      '    out = []\n    for part in parts:\n        out.append(part / whole)\n    return out',
    ),
  ],
  'training in functions, with logs, a clock and checkpoints in between': [
    swap('import math\n', 'import json\nimport math\nimport time\n'),
    part('# training', '# new names', (text) =>
      text
        .replace('for step in', 'began = time.time()\nfor step in')
        .replace(
          / {4}doc = .*\n {4}loss\.backward\(\)\n/s,
          '    loss = losses_of(docs[step % len(docs)])\n    loss.backward()\n    if step % 100 == 0:\n        save(step)\n',
        )
        .replace("    print('step'", "    print(f'{(time.time() - began) / num_steps:.1f}')\n    print('step'"),
    ),
    swap(
      '# training\n',
      "def losses_of(doc):\n    tokens = [BOS] + [letters.index(c) for c in doc] + [BOS]\n    n = min(block_size, len(tokens) - 1)\n    caches = [[] for _ in range(n_layer)], [[] for _ in range(n_layer)]\n    losses = []\n    for pos in range(n):\n        probs = softmax(gpt(tokens[pos], pos, *caches))\n        losses.append(-probs[tokens[pos + 1]].log())\n    return sum(losses) * (1 / n)\n\n\ndef save(step):\n    with open(f'step{step}.json', 'w') as f:\n        json.dump([p.data for p in params], f)\n\n\n# training\n",
    ),
  ],
  'an if around the model and around training, for a checkpoint': [
    swap(
      'weights = {',
      "saved = 'weights.txt'\nif os.path.exists(saved):\n    weights = eval(open(saved).read())\nelse:\n    weights = {",
    ),
    swap(
      "for i in range(n_layer):\n    for part in ('wq'",
      "for i in range(0 if os.path.exists(saved) else n_layer):\n    for part in ('wq'",
    ),
    (source) => source.replace('range(0 if os.path.exists(saved) else n_layer)', 'range(n_layer)'),
    part('for step in', '# new names', (text) => `train = not os.path.exists(saved)\nif train:\n${indented(text)}`),
  ],
  'moments renamed, caches and rates apart, a helper for tokens': [
    swap(
      'm, v = [0.0] * len(params), [0.0] * len(params)',
      'first = [0.0 for _ in params]\nsecond = [0.0 for _ in params]',
    ),
    swap('m[i]', 'first[i]'),
    swap('v[i]', 'second[i]'),
    swap(CACHES, 'keys = [[] for _ in range(n_layer)]\n    values = [[] for _ in range(n_layer)]'),
    swap('[BOS] + [letters.index(c) for c in doc] + [BOS]', 'encode(doc)'),
    swap(
      'vocab_size = BOS + 1\n',
      'vocab_size = BOS + 1\nnumber_of = {c: i for i, c in enumerate(letters)}\n\n\ndef encode(text):\n    return [BOS] + [number_of[c] for c in text] + [BOS]\n',
    ),
  ],
  'demonstrations in between that use its names again': [
    swap(
      '# sizes\n',
      'x = Value(2.0)\nloss = x * x + x.exp()\nloss.backward()\nprint(x.grad)\nparams, tokens, n, m = [], [0], 3, 1\n# sizes\n',
    ),
    swap(
      '# training\n',
      "for part in [Value(2.0)], [Value(3.0)]:\n    for p in part:\n        p.data = 0.5\n        print(p.data)\nkeys, values, step, sample = 1, 2, 3, 'name'\nprobs = softmax([Value(1.0), Value(2.0)])\n# training\n",
    ),
  ],
  'the file read whole under with, its address in a function': [
    swap('import random\n', 'import random\nimport urllib.request\nfrom pathlib import Path\n'),
    (source) =>
      source.replace(
        READING,
        "def where():\n    return Path('data') / 'names.txt'\n\n\nif not where().exists():\n    urllib.request.urlretrieve('http://localhost/names.txt', where())\nwith open(where(), mode='r', encoding='utf-8') as f:\n    docs = [l.strip() for l in f.read().split('\\n') if l.strip()]\n",
      ),
    swap("if not os.path.exists('names.txt'):\n    raise SystemExit('names.txt is not here')\n", ''),
  ],
  'the number of documents counted before, a guard that names it': [
    swap('for step in range(num_steps):', 'how_many = len(docs)\nfor step in range(num_steps):'),
    swap('docs[step % len(docs)]', 'docs[step % how_many]'),
    swap(
      '    n = min(block_size, len(tokens) - 1)\n',
      '    if (n := min(block_size, len(tokens) - 1)) < 1:\n        continue\n',
    ),
  ],
  'gradients set to 0 before a step, and squared by hand': [
    swap('    losses = []\n', '    losses = []\n    for p in params:\n        p.grad = 0\n'),
    swap('        p.grad = 0\n    print', '    print'),
    swap('p.grad ** 2', '(p.grad * p.grad)'),
  ],
  'everything in async main()': [
    (source) =>
      `import asyncio\nasync def main():\n${indented(source)}\n\nif __name__ == '__main__':\n    asyncio.run(main())\n`,
  ],
  'names shown while it trains, an end that it never reaches, and a report behind it': [
    swap(
      "    print('step'",
      "    best = min(loss.data, 99)\n    if best < -1:\n        break\n    if step % 2 == 0:\n        kept = random.getstate()\n        print(random.choices(letters))\n        random.setstate(kept)\n    print('step'",
    ),
    swap('# new names\n', '# new names\nhistory = [p.data for p in params]\nhistory[0] = 0\n'),
  ],
};

/** What makes of it a script of the gist's first revision, with BOS as the first token. */
export const EARLY: readonly Edit[] = [
  swap('letters = sorted', "BOS = 0\nletters = ['<BOS>'] + sorted"),
  swap('\nBOS = len(letters)\nvocab_size = BOS + 1', '\nvocab_size = len(letters)'),
  swap('a.relu()', 'a.relu() ** 2'),
  swap('(1 - step / num_steps)', '0.5 * (1 + math.cos(math.pi * step / num_steps))'),
  swap('std=0.08', 'std=0.02'),
  swap(".attn_wo'] = matrix(n_embd, n_embd)", ".attn_wo'] = matrix(n_embd, n_embd, std=0)"),
  swap(".mlp_fc2'] = matrix(n_embd, 4 * n_embd)", ".mlp_fc2'] = matrix(n_embd, 4 * n_embd, std=0)"),
];

/** What leaves it without an optimizer and without samples, and gives it a matrix more. */
export const PARTLY: readonly Edit[] = [
  swap("'lm_head': matrix(vocab_size, n_embd)", "'lm_head': matrix(vocab_size, n_embd), 'extra': matrix(2, 2)"),
  swap('p.data -= ', 'update = '),
  part('# new names', 'for number in', () => ''),
  (source) => source.slice(0, source.indexOf('\nfor number in')),
];

/** Real changes, by name, each with the clause that it breaks first. */
export const CHANGES: Readonly<Record<string, readonly [clause: string, ...edits: readonly Edit[]]>> = {
  'GELU in place of ReLU': ['model.14', swap('[a.relu() for a in x]', '[a / ((a * -1.702).exp() + 1) for a in x]')],
  'queries and keys turned by their position': [
    'model.10',
    swap('q = linear(x,', 'q = turned(place, linear(x,'),
    swap(".attn_wq'])", ".attn_wq']))"),
    swap(
      "keys[i].append(linear(x, weights[f'layer{i}.attn_wk']))",
      "keys[i].append(turned(place, linear(x, weights[f'layer{i}.attn_wk'])))",
    ),
    swap(
      'def attend(',
      'def turned(place, x):\n    c, s = math.cos(place), math.sin(place)\n    return [x[j] * c - x[j ^ 1] * s if j ^ 1 < len(x) else x[j] for j in range(len(x))]\n\n\ndef attend(',
    ),
  ],
  'the head tied to the embedding': [
    'model.8',
    swap("return linear(x, weights['lm_head'])", "return linear(x, weights['wte'])"),
  ],
  'another epsilon in RMSNorm': ['model.7', swap('1e-5', '1e-6')],
  'no shuffle': ['dataset.5', swap('random.shuffle(docs)\n', '')],
  'the losses summed': ['loss.6', swap('sum(losses) * (1 / n)', 'sum(losses)')],
  "Adam's epsilon within the root": ['optimizer.6', swap('(down ** 0.5 + eps_adam)', '(down + eps_adam) ** 0.5')],
  'a rate one step ahead': ['optimizer.7', swap('(1 - step / num_steps)', '(1 - (step + 1) / num_steps)')],
  'logits multiplied by the temperature': ['inference.8', swap('z / temperature', 'z * temperature')],
};

/** Losses added up in place of a list, which moves gradients by rounding. */
export const ADDED_UP: readonly Edit[] = [
  swap('    losses = []\n', '    loss = Value(0.0)\n'),
  swap('losses.append(-probs[tokens[pos + 1]].log())', 'loss = loss + -probs[tokens[pos + 1]].log()'),
  swap('loss = sum(losses) * (1 / n)', 'loss = loss * (1 / n)'),
];

/** Statements that change the course of the run alone, by name, each with the operations that answer otherwise for it. */
export const COURSES: Readonly<Record<string, readonly [ops: readonly string[], ...edits: readonly Edit[]]>> = {
  'every second step ends before its update': [
    ['train', 'microgpt'],
    swap('    rate = ', '    if step % 2 == 0:\n        continue\n    rate = '),
  ],
  'training ends early': [['train', 'microgpt'], swap('    doc = ', '    if step == 2:\n        break\n    doc = ')],
  'short documents are passed over': [
    ['train', 'microgpt'],
    swap('    tokens = [BOS]', '    if len(doc) < 3:\n        continue\n    tokens = [BOS]'),
  ],
  'some parameters are set to 0 before training': [
    ['parameters', 'microgpt'],
    swap('# training\n', '# training\nfor p in params[:16]:\n    p.data = 0.0\n'),
  ],
  'a matrix is made smaller before training': [
    ['parameters', 'microgpt'],
    swap(
      '# training\n',
      "def smaller(rows):\n    for row in rows:\n        for p in row:\n            p.data *= 0.5\n\n\nfor key in weights:\n    if 'wo' in key:\n        smaller(weights[key])\n",
    ),
  ],
  'a demonstration leaves gradients behind': [
    ['train', 'microgpt'],
    swap(
      '# training\n',
      'caches = [[] for _ in range(n_layer)], [[] for _ in range(n_layer)]\nsoftmax(gpt(BOS, 0, *caches))[0].log().backward()\n',
    ),
  ],
  'the stream is seeded anew before samples': [['microgpt'], swap('# new names\n', '# new names\nrandom.seed(1)\n')],
  'a number is drawn and thrown away': [['microgpt'], swap('# sizes\n', '# sizes\nrandom.random()\n')],
  'the documents are shuffled again when all were seen': [
    ['train', 'microgpt'],
    swap('    doc = ', '    if step % len(docs) == 0:\n        random.shuffle(docs)\n    doc = '),
  ],
  'samples end early': [
    ['microgpt'],
    swap('    token, written = ', '    if number == 1:\n        break\n    token, written = '),
  ],
  'another rate in the loop': [
    ['adam', 'train', 'microgpt'],
    swap('    rate = ', '    learning_rate = 0.02\n    rate = '),
  ],
  'labels smoothed over the vocabulary': [
    ['forward', 'backward', 'position_loss', 'cross_entropy', 'train', 'microgpt'],
    swap(
      '-probs[tokens[pos + 1]].log()',
      'probs[tokens[pos + 1]].log() * -0.9 - sum(p.log() for p in probs) * (0.1 / vocab_size)',
    ),
  ],
  'moments kept in the parameters': [
    ['adam'],
    swap('m, v = [0.0] * len(params), [0.0] * len(params)', 'for p in params:\n    p.m = p.v = 0.0'),
    swap('m[i]', 'p.m'),
    swap('v[i]', 'p.v'),
  ],
};
