# What a port looks like around the lines of dump_numpy.py: its numbers come from numbers.txt.
import numpy as np

numbers = iter(map(float, open('numbers.txt').read().split()))
read = lambda *shape: np.array([next(numbers) for _ in range(int(np.prod(shape)))]).reshape(shape)

vocab_size, n_embd, block_size, num_steps = 3, 4, 4, 4
shapes = {'wte': (vocab_size, n_embd), 'wpe': (block_size, n_embd), 'lm_head': (vocab_size, n_embd)}
shapes.update((f'layer0.attn_w{letter}', (n_embd, n_embd)) for letter in 'qkvo')
shapes.update({'layer0.mlp_fc1': (4 * n_embd, n_embd), 'layer0.mlp_fc2': (n_embd, 4 * n_embd)})
read_all = lambda: {name: read(*shape) for name, shape in shapes.items()}
state_dict = read_all()

# dump: part 1

for step in range(num_steps):
    n = 3
    tokens = read(n + 1).astype(int)
    by_position = [(read(vocab_size), read(vocab_size)) for _ in range(n)]
    logits, probs = map(np.array, zip(*by_position))
    # dump: part 2
    # dump: part 3
    losses, loss = read(n), next(numbers)
    grad = read_all()
    # dump: part 4
    m, v = read_all(), read_all()
    state_dict = read_all()
    # dump: part 5
