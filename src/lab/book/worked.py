"""Prints the numbers of spec/backward.md: the code blocks of that page, on standard input, run on one small document, watched."""

import json
import sys

PARAMETERS, CODE = sys.argv[1], sys.stdin.read()
TOKENS = [3, 0, 3]
NAMES = ['e', 'n', 't', 'BOS']
WIDTH = 12


def main():
    with open(PARAMETERS, encoding='utf-8') as file:
        run = json.load(file)
    page = {}
    exec(CODE, page)
    seen = watched(page)
    loss, gradient = page['backward'](run['config'], run['initial'], TOKENS)
    before, positions = seen[0]['at'], seen_by_position(seen)
    print(f'The loss is {loss:.4f}. Forward, as far as the way back needs it:\n')
    fenced([line for t, at in enumerate(before) for line in forward(t, at, seen[0])])
    print('\nBackward, the last position first:\n')
    for t in reversed(range(len(before))):
        fenced(back(t, positions[t], seen[0]))
        print()
    print('And the gradient; rows that are not here are 0, but for the MLP, of which the first two units are shown:\n')
    fenced(gradients(gradient))


def watched(page):
    """Lets each of the steps back note the numbers that backward has when it calls it."""
    seen = []

    def watching(name):
        step = page[name]

        def call(*arguments):
            own = dict(sys._getframe(1).f_locals)
            result = step(*arguments)
            kept = {key: copied(own[key]) for key in own if key in KEPT}
            seen.append({**kept, 'step': name, 'given': copied(arguments[0]), 'result': copied(result)})
            return result

        page[name] = call

    for name in ['linear_back', 'rmsnorm_back', 'softmax_back']:
        watching(name)
    return seen


KEPT = ['at', 'probs', 'tokens', 'n', 't', 'dk', 'dv', 'dq', 'dx', 'dr', 'dz', 'do', 'keys', 'values', 'dweights']


def copied(value):
    return json.loads(json.dumps(value))


def seen_by_position(seen):
    return {t: [entry for entry in seen if entry['t'] == t] for t in {entry['t'] for entry in seen}}


def forward(t, at, first):
    layer = at['layers'][0]
    yield f'position {t}: token {NAMES[TOKENS[t]]}, target {NAMES[TOKENS[t + 1]]}'
    yield row('embedding', at['embedding'], f's {at["s"]:.4f}')
    yield row('x', layer['x'], f's {layer["s"]:.4f}')
    yield row('y', layer['y'])
    yield row('q', layer['q'])
    yield row('k', first['keys'][0][t])
    yield row('v', first['values'][0][t])
    for h, weights in enumerate(layer['weights']):
        yield row(f'weights {h}', weights)
    yield row('x_attn', layer['x_attn'])
    yield row('x2', layer['x2'], f's2 {layer["s2"]:.4f}')
    yield row('y2', layer['y2'])
    yield from rows('z', layer['z'])
    yield row('x, behind', at['x'])
    yield row('probs', first['probs'][t])


def back(t, seen, first):
    head, fc2, fc1, norm2, out, *heads, query, key, value, norm, embedding = seen
    yield f'position {t}'
    yield row('dlogits', head['given'], f'rows 1, 2: (probs - onehot({NAMES[TOKENS[t + 1]]})) / {first["n"]}')
    yield row('dx, behind', head['result'], 'row 3, lm_head')
    yield from rows('dr', fc2['result'], 'row 3, mlp_fc2')
    yield from rows('dz', fc1['given'], 'row 5: dr where z > 0')
    yield row('dy2', fc1['result'], 'row 3, mlp_fc1')
    yield row('dx2', out['given'], 'row 6, and row 4: + dx, behind')
    yield row('do', out['result'], 'row 3, attn_wo')
    for h, entry in enumerate(heads):
        yield row(f'dweights {h}', entry['given'], 'row 8')
        yield row(f'dscores {h}', entry['result'], 'row 9')
    yield row('dq', query['given'], 'row 10')
    whose = 'rows 8, 10: complete' if t + 1 == first['n'] else 'rows 8, 10: with what later positions added'
    yield row(f'dk[{t}]', key['given'], whose)
    yield row(f'dv[{t}]', value['given'])
    for s in range(t):
        yield row(f'dk[{s}]', key['dk'][0][s], f'so far: position {t} adds this to an earlier one')
        yield row(f'dv[{s}]', key['dv'][0][s])
    yield row('dy', norm['given'], 'row 3: attn_wq, attn_wk and attn_wv, added')
    yield row('dx', embedding['given'], 'row 6, and row 4: + dx2')
    yield row('dembedding', embedding['result'], f'row 6; row 11: to wte of {NAMES[TOKENS[t]]} and wpe of {t}')


def gradients(gradient):
    for name, matrix in gradient.items():
        shown = matrix[:2] if name.endswith('mlp_fc1') else [line[:2] for line in matrix] if name.endswith('mlp_fc2') else matrix
        for i, line in enumerate(shown):
            if any(line) or 'mlp' in name:
                yield row(f'{name.removeprefix("layer0.")} {i}', line)


def rows(name, numbers, remark=''):
    """More than eight numbers stand in several lines."""
    for start in range(0, len(numbers), 8):
        yield row(name if start == 0 else '', numbers[start : start + 8], remark if start == 0 else '')


def row(name, numbers, remark=''):
    return (name.ljust(WIDTH) + ''.join(f'{rounded(number):>9}' for number in numbers) + (f'   {remark}' if remark else '')).rstrip()


def rounded(number):
    """Four decimals, and no -0."""
    return f'{number + 0.0 if round(number, 4) else 0.0:.4f}'


def fenced(lines):
    print('\n'.join(['```text', *lines, '```']))


main()
