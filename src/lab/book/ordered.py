import book

YOURS = {
    'exp': lambda x: math.exp(x),
    'log': lambda x: math.log(x),
    'pow': lambda x, exponent: x ** exponent,
    'linear': book.ordered_linear,
    'softmax': lambda logits: book.ordered_softmax(logits)[0],
    'rmsnorm': lambda x: book.ordered_rmsnorm(x)[0],
    'backward': lambda config, state_dict, tokens: book.ordered_backward(vars(config), state_dict, tokens),
}
