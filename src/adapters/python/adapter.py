"""A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md). Python 3.8 or later.

Look at it:  npx microgpt-spec doctor -- python3 adapter.py
Check it:    npx microgpt-spec run --chapter loss -- python3 adapter.py
"""
import math

WHO = 'name=mygpt lang=Python version=0.1.0 dtype=f64'  # your port; no spaces in the values

# Your functions: replace each body by a call of your port's own. What they raise rejects the request.
def softmax(logits):
    max_val = max(logits)
    exps = [math.exp(x - max_val) for x in logits]
    total = sum(exps)
    return [e / total for e in exps]

def position_loss(probs, target):
    return -math.log(probs[target])

def average_loss(losses):
    return sum(losses) / len(losses)

def cross_entropy(logits, target):  # the loss, and its derivative by each logit
    grad = softmax(logits)
    loss = position_loss(grad, target)
    grad[target] -= 1
    return loss, grad

def integer(args, least, most=1 << 24):
    n = int(next(args))
    if not least <= n <= most: raise ValueError(f'{n} is not from {least} to {most}')
    return n

def floats(args, least=1):  # a list: its length, and the values
    return [float(next(args)) for _ in range(integer(args, least))]

def last(args, *values):  # what a function is called with: the request has been read to its end
    if list(args): raise ValueError('the line has more values than it says')
    return values

def targeted(args):
    values = floats(args)
    return last(args, values, integer(args, 0, len(values) - 1))

OPS = {  # what hello claims: next(args) is the next token of the request; the result is a tuple of values
    'softmax': lambda args: (softmax(*last(args, floats(args))),),
    'position_loss': lambda args: (position_loss(*targeted(args)),),
    'average_loss': lambda args: (average_loss(*last(args, floats(args))),),
    'cross_entropy': lambda args: cross_entropy(*targeted(args)),
    # All other operations, read and checked: npx microgpt-spec init python --full
}

def wire(value):  # repr reads back as the same number
    return ' '.join([str(len(value)), *map(wire, value)]) if isinstance(value, list) else repr(value)

def answer(op='', *tokens):
    if op == 'hello': return f'ok 1 {WHO} ops={",".join(OPS)} config=any'
    if op != 'echo' and op not in OPS: return f'no {op} is not implemented'
    try:
        args = iter(tokens)
        values = last(args, floats(args, 0)) if op == 'echo' else OPS[op](args)
        return ' '.join(['ok', *map(wire, values)])
    except Exception as error:
        return f'err {type(error).__name__} {" ".join(str(error).split())}'

for line in open(0, encoding='ascii', errors='backslashreplace'):
    id, *request = line.split() or ['']
    if id: print(f'@{id} {answer(*request)}', flush=True)
