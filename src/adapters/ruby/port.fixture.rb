# A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
# what they were given, by the rules of echoes.fixture.ts.

def softmax(logits)
  most = logits.reduce { |a, b| a > b ? a : b } # max raises where one is NaN
  exps = logits.map { |x| Math.exp(x - most) }
  total = exps.reduce(:+)
  exps.map { |e| e / total }
end

def position_loss(probs, target)
  raise RangeError, 'the target has probability 0' if probs[target] <= 0

  -Math.log(probs[target])
end

def average_loss(losses) = losses.reduce(:+) / losses.length

def cross_entropy(logits, target)
  grad = softmax(logits)
  loss = position_loss(grad, target)
  grad[target] -= 1
  [loss, grad]
end

def sampling(logits, temperature) = softmax(logits.map { |x| x / temperature })

def rmsnorm(x)
  scale = (x.map { |xi| xi * xi }.reduce(:+) / x.length + 1e-5)**-0.5
  x.map { |xi| xi * scale }
end

def linear(x, w) = w.map { |row| row.zip(x).reduce(0.0) { |total, (wi, xi)| total + wi * xi } }

def adam(config, step, data, grad, m, v)
  share = step.to_f / config.num_steps
  rate = config.learning_rate * (config.decay == 'cosine' ? 0.5 * (1 + Math.cos(Math::PI * share)) : 1 - share)
  grad.each_with_index do |g, i|
    m[i] = config.beta1 * m[i] + (1 - config.beta1) * g
    v[i] = config.beta2 * v[i] + (1 - config.beta2) * (g * g)
    m_hat = m[i] / (1 - config.beta1**(step + 1))
    v_hat = v[i] / (1 - config.beta2**(step + 1))
    data[i] -= rate * m_hat / (Math.sqrt(v_hat) + config.eps_adam)
  end
  [data, m, v]
end

def encode(uchars, doc)
  tokens = doc.chars.map { |character| uchars.index(character) || raise(KeyError, 'it is not in the vocabulary') }
  [uchars.length, *tokens, uchars.length]
end

def decode(uchars, tokens) = uchars.values_at(*tokens).join

# Echoes.

def documents(file) = [file]
def tokenizer(docs) = [docs.reverse, docs.length, docs.length + 1]

def parameters(config, vocab_size)
  words = { 'relu' => 0, 'relu_squared' => 1, 'linear' => 0, 'cosine' => 1 }
  state_dict = shapes_of(config, vocab_size).to_h { |name, nout, nin| [name, Array.new(nout) { Array.new(nin, 0.0) }] }
  state_dict['wte'][0] = config.to_a.map { |constant| words.fetch(constant, constant) }
  state_dict
end

def forward(config, s, tokens)
  targets = tokens[1..config.block_size]
  logits = targets.each_index.map { |i| s['lm_head'].map { |row| row[0] + s['wpe'][i][0] } }
  [logits, targets.map { |target| s['wte'][target][0] }, s['layer0.attn_wo'][1][0] + s['layer0.mlp_fc2'][1][0]]
end

def backward(_, s, tokens) = [s['layer0.attn_wk'][0][1] + s['layer0.mlp_fc1'][1][0] + tokens[1], s]

def trace(config, s, tokens)
  q = [config.learning_rate, s['layer0.mlp_fc2'][1][1], tokens[1]]
  { 'pos0.embedding' => s['wte'][0], 'pos0.x' => [], 'pos0.layer0.q' => q }
end

def train(config, s, docs, steps)
  s['layer0.attn_wq'][0][0] = s['layer0.attn_wv'][0][1]
  [Array.new(steps) { |i| docs[i % docs.length][1] + config.learning_rate }, s]
end

def sample(config, s, uniforms)
  vocab_size = s['lm_head'].length
  used = Array.new(config.block_size) { |i| uniforms[i] || 0 }
  [used.each_index.map { |i| i % vocab_size }, used.map { |u| Array.new(vocab_size) { |j| u + j } }]
end

def microgpt(config, file)
  losses = Array.new(config.num_steps) { |i| i + config.temperature }
  [[file], parameters(config, 2), losses, [file] * config.num_samples]
end

class PythonRandom
  def initialize(seed)
    @seed = seed
  end

  def random = @seed.negative? ? 0.25 : 0.5
  def getrandbits(k) = @seed.abs % 2**k
  def gauss(mu, sigma) = mu + 2 * sigma
  def shuffle(list) = list.reverse!
  def choices(weights) = weights.index(weights.max)
end

Value = Struct.new(:data, :grad) do
  def initialize(data, grad = 0) = super
  def +(other) = Value.new(data + other.data, 1)
  def *(other) = Value.new(data * other.data, 2)
  def -(other) = Value.new(data - other.data, 3)
  def /(other) = Value.new(data / other.data, 4)
  def **(exponent) = Value.new(data * exponent, 5)
  def log = Value.new(data, 6)
  def exp = Value.new(data, 7)
  def relu = Value.new(data, 8)
  def -@ = Value.new(-data, 9)
  def backward = self.grad += 100
end

