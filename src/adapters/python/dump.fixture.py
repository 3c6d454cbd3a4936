# What a port looks like around the lines of dump.py: its numbers come from numbers.txt.
class Value:
    def __init__(self, data): self.data, self.grad = data, 0

numbers = iter(map(float, open('numbers.txt').read().split()))
read = lambda count: [next(numbers) for _ in range(count)]
values = lambda count: [Value(x) for x in read(count)]
matrix = lambda rows, columns: [values(columns) for _ in range(rows)]

vocab_size, n_embd, block_size, num_steps = 3, 4, 4, 4
state_dict = {'wte': matrix(vocab_size, n_embd), 'wpe': matrix(block_size, n_embd),
              'lm_head': matrix(vocab_size, n_embd)}
for name in ('attn_wq', 'attn_wk', 'attn_wv', 'attn_wo'):
    state_dict[f'layer0.{name}'] = matrix(n_embd, n_embd)
state_dict['layer0.mlp_fc1'] = matrix(4 * n_embd, n_embd)
state_dict['layer0.mlp_fc2'] = matrix(n_embd, 4 * n_embd)
params = [p for mat in state_dict.values() for row in mat for p in row]

# dump: part 1

for step in range(num_steps):
    n = 3
    tokens = list(map(int, read(n + 1)))
    # dump: part 2
    for pos_id in range(n):
        logits, probs = values(vocab_size), values(vocab_size)
        # dump: part 3
    losses, [loss] = values(n), values(1)
    for p in params: p.grad = next(numbers)
    # dump: part 4
    m, v = read(len(params)), read(len(params))
    for p in params: p.data, p.grad = next(numbers), 0
    # dump: part 5
