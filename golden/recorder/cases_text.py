"""Cases for the chapters without rounding: random, dataset, tokenizer.

A case is (operation, group, arguments); groups are mapped to clauses in clauses.py.
"""

RANDOM = {'kind': 'random'}
WORD = {'kind': 'getrandbits', 'k': 32}
SEEDS = (0, 1, 42, -42, 2**32 - 1, 2**32, 2**32 + 1, 2**53 + 1, 2**100, -(2**100), 10**400)
BIT_COUNTS = (1, 5, 31, 32, 33, 53, 64, 100)
BOM = '\ufeff'
# Every character that str.strip removes, and some that look like white space and stay.
STRIPPED = '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000'
STAYING = '\x00\x08\x1b\x7f\u180e\u200b\u200c\u200d\u2060' + BOM


def cases():
    yield from _random()
    yield from _dataset()
    yield from _tokenizer()


def _random():
    def case(group, seed, *draws):
        return 'random', group, [str(seed), list(draws)]

    yield case('many words', 42, _shuffle(700), RANDOM, WORD)
    yield case('many words', 0, *[WORD] * 12, _shuffle(2000), *[WORD] * 12)
    for seed in SEEDS:
        yield case('seeds', seed, WORD, RANDOM, RANDOM, WORD)
    for seed in (0, 42):
        yield case('uniforms', seed, *[RANDOM] * 20)
    for k in BIT_COUNTS:
        yield case('bits', 42, *[{'kind': 'getrandbits', 'k': k}] * 3, RANDOM)
    yield case('bits', 1, *[{'kind': 'getrandbits', 'k': k} for k in BIT_COUNTS])
    yield case('negative bits', 42, {'kind': 'getrandbits', 'k': -1})
    for seed in (1, 42):
        for n in (0, 1, 2, 3, 10, 100):
            yield case('shuffle', seed, _shuffle(n), RANDOM)
    yield case('shuffle', 42, _shuffle(16), _shuffle(17), RANDOM)
    for seed in (0, 1, 42, -42, 2**100):
        yield case('gauss', seed, *[_gauss()] * 6)
    yield case('gauss', 42, *[_gauss(0.0, 0.08)] * 4, _gauss(3.0, 2.0), _gauss(0.0, 0.0), _gauss(-1.5, -1.0))
    yield case('second value', 42, _gauss(), RANDOM, _gauss(), RANDOM)
    yield case('second value', 42, *[_gauss()] * 3, RANDOM, WORD)
    yield case('second value', 1, _gauss(), _gauss(10.0, 2.0), _gauss(0.0, 0.5), _shuffle(5), _gauss(), RANDOM)
    yield case('second value', 1, _gauss(), _choices(1.0, 1.0), _gauss(), _gauss(), RANDOM)
    for weights in ([1.0, 1.0], [0.1, 0.2, 0.3, 0.4], [5.0, 1.0, 0.5], [1e-300, 2e-300], [5e-324, 5e-324], [1e307] * 7):
        yield case('choices', 42, *[_choices(*weights)] * 8, RANDOM)
    for weights in ([0.0, 0.0, 1.0, 2.0], [1.0, 2.0, 0.0, 0.0], [1.0, 0.0, 2.0], [0.0, 1.0, 0.0], [-0.0, 1.0]):
        yield case('zero weights', 42, *[_choices(*weights)] * 8, RANDOM)
    for weight in (1.0, 0.25, 5e-324, 1e308):
        yield case('one weight', 42, _choices(weight), RANDOM)
    for weights in ([0.0], [0.0, 0.0], [-1.0], [1.0, -2.0]):
        yield case('total not positive', 42, _choices(*weights))
    for weights in ([float('nan')], [1.0, float('nan')], [float('inf')], [1.0, float('inf')], [1e308, 1e308]):
        yield case('total not finite', 42, _choices(*weights))
    yield case('no weights', 42, _choices())


def _shuffle(n):
    return {'kind': 'shuffle', 'n': n}


def _gauss(mu=0.0, sigma=1.0):
    return {'kind': 'gauss', 'mu': mu, 'sigma': sigma}


def _choices(*weights):
    return {'kind': 'choices', 'weights': list(weights)}


def _dataset():
    def case(group, data):
        return 'documents', group, [(data if isinstance(data, bytes) else data.encode('utf-8')).hex()]

    for text in ('emma\nolivia\nava\n', 'no\u00e9mie\n\u674e\n\U0001f331\n'):
        yield case('documents', text)
    yield case('repeated documents', 'a\nb\na\na\n')
    yield case('no final newline', 'emma\nava')
    for text in ('a b\n', 'a \t b\n', '\x00\n', 'a\x00b\n', '%s\n' % ('long' * 50)):
        yield case('inside a line', text)
    for text in (BOM + 'emma\nava\n', 'emma\n' + BOM + 'ava' + BOM + '\n', BOM + '\n'):
        yield case('byte order mark', text)
    for data in (b'a\xff', b'ok\n\xe9\n', b'\xc0\x80', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xe2\x82', b'\x80'):
        yield case('not utf-8', b'emma\n' + data)
    for text in ('a\r\nb\r\n', 'a\rb\r', 'a\n\rb', 'a\r\r\nb', 'a\r\n', 'a\r', '\r', 'a\nb\r\nc\rd'):
        yield case('line ends', text)
    for mark in '\v\f\x1c\x1d\x1e\x85\u2028\u2029':
        yield case('no line ends', 'a%sb\nc\n' % mark)
    for mark in STRIPPED:
        yield case('stripped', '%sa%sb%s\n%s\n' % (mark, mark, mark, mark))
    yield case('stripped', STRIPPED.replace('\n', '').replace('\r', '') + 'a')
    for mark in STAYING:
        yield case('not stripped', '%sa%s\n%s\n' % (mark, mark, mark))
    for text in ('a\n\nb\n', '\n\na', 'a\n \t\nb\n\n\n', '\n', ' ', ' \n\u2003\r\n'):
        yield case('blank lines', text)
    yield case('empty file', b'')


def _tokenizer():
    for docs in (['emma', 'olivia'], ['ba', 'ab'], ['a'], ['zZaA', '09', '-', ' '], ['a b']):
        yield 'tokenizer', 'characters', [docs]
    for docs in (['\uff5e\U0001f331'], ['\U00010330\uffee\ud7ffz'], ['\U0010ffff\ue000', '\U00010000']):
        yield 'tokenizer', 'code point order', [docs]
    for docs in (['e\u0301', '\u00e9'], ['\u0301', 'e'], ['\U0001f468\u200d\U0001f469'], ['\u0130', 'i\u0307']):
        yield 'tokenizer', 'combining characters', [docs]
    yield 'tokenizer', 'no documents', [[]]
    names = list('aeilmov')
    for doc in ('emma', 'olivia', 'a', 'vvvv'):
        yield 'encode', 'documents', [names, doc]
    yield 'encode', 'documents', [['z', '\uff5e', '\U0001f331'], '\U0001f331z\uff5e\U0001f331']
    yield 'encode', 'documents', [['e', '\u0301', '\u00e9'], 'e\u0301\u00e9']
    yield 'encode', 'empty document', [names, '']
    yield 'encode', 'empty document', [[], '']
    for uchars, doc in ((names, 'emmz'), (names, 'Ava'), (names, ' '), ([], 'a'), (['e'], '\u00e9'),
                        (['\u00e9'], 'e\u0301')):
        yield 'encode', 'unknown character', [uchars, doc]
    for tokens in ([1, 4, 4, 0], [5, 3, 2, 6, 2, 0], [0], [6, 6]):
        yield 'decode', 'tokens', [names, tokens]
    yield 'decode', 'tokens', [['z', '\uff5e', '\U0001f331'], [2, 0, 1, 2]]
    yield 'decode', 'no tokens', [names, []]
    for tokens in ([7], [0, 7, 1], [100]):
        yield 'decode', 'no character', [names, tokens]
