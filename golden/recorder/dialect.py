"""What the early revision of microgpt.py has otherwise, set behind the statements of the script that it differs from."""

import math

# The matrices that the early revision draws with std_residual, which is 0 there.
RESIDUAL = ('attn_wo', 'mlp_fc2')


def hooks(constants, run):
    """For a Run's `after`, by how the statement begins: the activation, the deviation and the decay that constants name."""
    return {
        'class Value': lambda: constants.get('activation') == 'relu_squared' and _square_relu(run()['Value']),
        'for i in range(n_layer)': lambda: constants.get('std_residual') == 0 and _zero(run()['state_dict']),
        'lr_t =': lambda: constants.get('decay') == 'cosine' and run().namespace.update(lr_t=_cosine(run())),
    }


def _square_relu(Value):
    """relu and then `** 2`, two nodes of the graph: model.15."""
    relu = Value.relu
    Value.relu = lambda self: relu(self) ** 2


def _zero(state_dict):
    """gauss(0, 0) is 0 whatever is drawn, and as much is drawn for it as for any deviation: parameters.11."""
    for name, matrix in state_dict.items():
        if name.endswith(RESIDUAL):
            for row in matrix:
                for p in row:
                    p.data = 0.0


def _cosine(run):
    """The learning rate of the step: optimizer.8."""
    return run['learning_rate'] * 0.5 * (1 + math.cos(math.pi * run['step'] / run['num_steps']))
