# What a port looks like around the lines of dump.rb: its numbers come from numbers.txt.
class Value
  attr_accessor :data, :grad
  def initialize(data) = (@data, @grad = data, 0.0)
end

NUMBERS = File.read('numbers.txt').split.map(&:to_f).each
def read(count) = Array.new(count) { NUMBERS.next }
def values(count) = read(count).map { |x| Value.new(x) }
def matrix(rows, columns) = Array.new(rows) { values(columns) }

vocab_size, n_embd, block_size, num_steps = 3, 4, 4, 4
state_dict = { 'wte' => matrix(vocab_size, n_embd), 'wpe' => matrix(block_size, n_embd),
               'lm_head' => matrix(vocab_size, n_embd) }
%w[attn_wq attn_wk attn_wv attn_wo].each { |name| state_dict["layer0.#{name}"] = matrix(n_embd, n_embd) }
state_dict['layer0.mlp_fc1'] = matrix(4 * n_embd, n_embd)
state_dict['layer0.mlp_fc2'] = matrix(n_embd, 4 * n_embd)
params = state_dict.values.flatten

# dump: part 1

num_steps.times do |step|
  n = 3
  tokens = read(n + 1).map(&:to_i)
  # dump: part 2
  n.times do |pos_id|
    logits, probs = values(vocab_size), values(vocab_size)
    # dump: part 3
  end
  losses = values(n)
  loss = values(1)[0]
  params.each { |p| p.grad = NUMBERS.next }
  # dump: part 4
  m, v = read(params.size), read(params.size)
  params.each { |p| p.data, p.grad = NUMBERS.next, 0.0 }
  # dump: part 5
end
