# A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md). Ruby 3.
# Look at it:  npx microgpt-spec doctor -- ruby adapter.rb
# Check it:    npx microgpt-spec run -- ruby adapter.rb

WHO = 'name=mygpt lang=Ruby version=0.1.0 dtype=f64' # your port; no spaces in the values
DECLARED = 'config=any' # constants that are fixed, and limits: spec/protocol.md, "What a port declares"

# ---- Your functions ----
# Require your port above. To claim an operation, uncomment its line and let it call your functions; what they raise
# rejects the request. A matrix is an array of rows; config has config.n_embd and the other constants, state_dict has
# state_dict['wte'], state_dict['layer0.attn_wq'] and the other matrices. Begin with softmax.
YOURS = {
  # softmax: ->(logits) { softmax(logits) },
  # position_loss: ->(probs, target) { position_loss(probs, target) },
  # average_loss: ->(losses) { average_loss(losses) },
  # cross_entropy: ->(logits, target) { cross_entropy(logits, target) }, # [loss, grad]
  # sampling: ->(logits, temperature) { sampling(logits, temperature) },
  # rmsnorm: ->(x) { rmsnorm(x) },
  # linear: ->(x, w) { linear(x, w) },
  # exp: ->(x) { Math.exp(x) }, # of one number, as log, sin, cos and pow
  # log: ->(x) { Math.log(x) },
  # sin: ->(x) { Math.sin(x) },
  # cos: ->(x) { Math.cos(x) },
  # pow: ->(x, exponent) { x**exponent },
  # adam: ->(config, step, data, grad, m, v) { adam(config, step, data, grad, m, v) }, # [data, m, v]
  # documents: ->(file) { documents(file) }, # a string of bytes
  # tokenizer: ->(docs) { tokenizer(docs) }, # [uchars, BOS, vocab_size]
  # encode: ->(uchars, doc) { encode(uchars, doc) },
  # decode: ->(uchars, tokens) { decode(uchars, tokens) },
  # forward: ->(config, state_dict, tokens) { forward(config, state_dict, tokens) }, # [logits, losses, loss]
  # backward: ->(config, state_dict, tokens) { backward(config, state_dict, tokens) }, # [loss, grad]
  # trace: ->(config, state_dict, tokens) { trace(config, state_dict, tokens) }, # { 'pos0.x' => [1.0, 0.0], ... }
  # train: ->(config, state_dict, docs, steps) { train(config, state_dict, docs, steps) }, # [losses, state_dict]
  # sample: ->(config, state_dict, uniforms) { sample(config, state_dict, uniforms) }, # [tokens, probs]
  # parameters: ->(config, vocab_size) { parameters(config, vocab_size) }, # a state_dict
  # microgpt: ->(config, file) { microgpt(config, file) }, # [docs, state_dict as it was drawn, losses, samples]
  # random: lambda { |seed|
  #   stream = PythonRandom.new(seed)
  #   {
  #     random: -> { stream.random },
  #     getrandbits: ->(k) { stream.getrandbits(k) },
  #     gauss: ->(mu, sigma) { stream.gauss(mu, sigma) },
  #     shuffle: ->(list) { stream.shuffle(list) }, # in place
  #     choices: ->(weights) { stream.choices(weights) } # an index
  #   }
  # },
  # autograd: lambda {
  #   {
  #     leaf: ->(x) { Value.new(x) },
  #     add: ->(a, b) { a + b },
  #     mul: ->(a, b) { a * b },
  #     sub: ->(a, b) { a - b },
  #     div: ->(a, b) { a / b },
  #     pow: ->(a, exponent) { a**exponent },
  #     log: ->(a) { a.log },
  #     exp: ->(a) { a.exp },
  #     relu: ->(a) { a.relu },
  #     neg: ->(a) { -a },
  #     backward: ->(root) { root.backward },
  #     data: ->(a) { a.data },
  #     grad: ->(a) { a.grad }
  #   }
  # },
}.freeze
# ---- End of your functions: what follows reads, checks and prints ----

MOST = 1 << 24 # numbers that there is room for in one list

# The request makes no sense: no function of yours is called.
class InputError < StandardError; end

def demand(fits, message) = fits || raise(InputError, message)

Config = Struct.new(:n_layer, :n_embd, :block_size, :n_head, :std, :std_residual, :activation, :learning_rate, :beta1,
                    :beta2, :eps_adam, :decay, :num_steps, :temperature, :num_samples, :seed)

# Names, rows and columns of the matrices, in their order.
def shapes_of(config, vocab_size)
  n = config.n_embd
  ends = [['wte', vocab_size, n], ['wpe', config.block_size, n], ['lm_head', vocab_size, n]]
  ends + (0...config.n_layer).flat_map do |i|
    %w[wq wk wv wo].map { |name| ["layer#{i}.attn_#{name}", n, n] } +
      [["layer#{i}.mlp_fc1", 4 * n, n], ["layer#{i}.mlp_fc2", n, 4 * n]]
  end
end

# The values of a request, read from left to right.
class Request
  attr_reader :shapes

  def initialize(values)
    @values = values
    @at = 0
  end

  def word(pattern, wanted)
    demand(@at < @values.length, "the line ends after #{@at} values; one more is due")
    token = @values[@at]
    @at += 1
    demand(token.match?(/\A(?:#{pattern})\z/), "value #{@at} is #{token[0, 40]}; it must be #{wanted}")
    token
  end

  def integer = Integer(word('-?\d+', 'an integer'), 10)

  def int(least, most = 2**53 - 1)
    n = integer
    demand(n.between?(least, most), "value #{@at} is #{n}; it must be an integer from #{least} to #{most}")
    n
  end

  def float
    token = word('nan|-?inf|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?', 'a number')
    { 'nan' => Float::NAN, 'inf' => Float::INFINITY, '-inf' => -Float::INFINITY }[token] || token.to_f
  end

  def list(least)
    n = int(least)
    demand(n <= @values.length - @at, "value #{@at} says that #{n} follow; there are fewer")
    Array.new(n) { |i| yield i }
  end

  def floats(least = 0) = list(least) { float }

  def matrix(columns)
    nout = int(0)
    nin = int(0)
    demand(nout.zero? || nin == columns, "x has #{columns} numbers, a row of w #{nin}")
    demand(nout * nin <= @values.length - @at, "a matrix of #{nout} x #{nin}, and fewer values")
    Array.new(nout) { Array.new(nin) { float } }
  end

  def bytes = [word('(?:\h\h)+|-', 'hex digits in pairs, or -').delete('-')].pack('H*')

  def text
    text = bytes.force_encoding(Encoding::UTF_8)
    demand(text.valid_encoding?, "value #{@at} is hex of no UTF-8")
    text
  end

  def texts = list(0) { text }

  def uchars
    uchars = texts
    demand(uchars.all? { |uchar| uchar.length == 1 }, 'a character is not one code point')
    uchars
  end

  def tokens(vocab_size, looked_at = MOST) = list(0) { |i| int(0, i < looked_at ? vocab_size - 1 : MOST) }

  # Tokens behind the block are not looked at, and may be any (model.16).
  def document(config, vocab_size)
    tokens = self.tokens(vocab_size, config.block_size + 1)
    demand(tokens.length >= 2, "a document of #{tokens.length} tokens; it must have BOS on both sides")
    tokens
  end

  def rate(below = Float::INFINITY)
    x = float
    demand(x >= 0 && x < below, "constant #{@at} is #{x}, outside of its range (parameters.8)")
    x
  end

  def config
    c = Config.new(int(0), int(1), int(1), int(1), rate, rate, word('relu|relu_squared', 'relu or relu_squared'), rate,
                   rate(1), rate(1), rate, word('linear|cosine', 'linear or cosine'), int(0), rate, int(0), integer)
    demand((c.n_embd % c.n_head).zero?, "n_embd #{c.n_embd} is no multiple of n_head #{c.n_head} (parameters.8)")
    demand(c.temperature.positive?, 'temperature is 0; it must be above (parameters.8)')
    c
  end

  def vocab_size(config)
    vocab_size = int(1)
    count = config.n_embd * (2 * vocab_size + config.block_size + 12 * config.n_layer * config.n_embd)
    demand(count <= MOST, "#{count} parameters are too many; there is room for #{MOST}")
    @shapes = shapes_of(config, vocab_size)
    vocab_size
  end

  # A configuration, the parameters of its shapes, and the size of the vocabulary.
  def model
    config = self.config
    vocab_size = self.vocab_size(config)
    params = floats
    due = shapes.sum { |_, nout, nin| nout * nin }
    demand(params.length == due, "#{params.length} parameters; this configuration has #{due} (parameters.6)")
    [config, shapes.to_h { |name, nout, nin| [name, Array.new(nout) { params.shift(nin) }] }, vocab_size]
  end

  def draw
    case kind = word('random|getrandbits|gauss|shuffle|choices', 'a draw').to_sym
    when :random then [kind]
    when :getrandbits then [kind, int(0)]
    when :gauss then [kind, float, float]
    when :shuffle then [kind, (0...int(0, MOST)).to_a]
    else [kind, floats]
    end
  end

  # A kind, places of earlier nodes, and a number where the kind has one.
  def node(place)
    earlier = -> { int(0, place - 1) }
    case kind = word('leaf|add|mul|sub|div|pow|log|exp|relu|neg', 'a kind of node').to_sym
    when :leaf then [kind, [], [float]]
    when :pow then [kind, [earlier.call], [float]]
    when :add, :mul, :sub, :div then [kind, [earlier.call, earlier.call], []]
    else [kind, [earlier.call], []]
    end
  end

  # Ends the request.
  def end!
    surplus = @values.length - @at
    demand(surplus.zero?, "there are #{surplus} values more than the request says (protocol.2)")
  end
end

# ---- Printing: every value as its tokens ----

def print_float(x)
  x = Float(x)
  return x.to_s if x.finite? # reads back as the same number

  x.nan? ? 'nan' : x.to_s.sub('Infinity', 'inf')
end

def print_floats(list) = [list.length, *list.map { |x| print_float(x) }]
def print_ints(list) = [list.length, *list]
def print_matrix(rows) = [rows.length, rows.empty? ? 0 : rows[0].length, *rows.flatten(1).map { |x| print_float(x) }]
def print_text(text) = text.empty? ? '-' : text.unpack1('H*')
def print_texts(texts) = [texts.length, *texts.map { |text| print_text(text) }]

def print_state_dict(state_dict, shapes)
  [state_dict['lm_head'].length, *print_floats(shapes.flat_map { |name,| state_dict[name].flatten(1) })]
end

# ---- Operations: each reads its request to the end, calls your function, and gives the tokens of what it returns ----

def call(operation, request, *arguments)
  request.end!
  YOURS[operation].call(*arguments)
end

def each_number(operation, request, list, *more)
  request.end!
  print_floats(list.map { |x| YOURS[operation].call(x, *more) })
end

OPS = {
  softmax: ->(r) { print_floats(call(:softmax, r, r.floats(1))) },
  position_loss: lambda { |r|
    probs = r.floats(1)
    print_float(call(:position_loss, r, probs, r.int(0, probs.length - 1)))
  },
  average_loss: ->(r) { print_float(call(:average_loss, r, r.floats(1))) },
  cross_entropy: lambda { |r|
    logits = r.floats(1)
    loss, grad = call(:cross_entropy, r, logits, r.int(0, logits.length - 1))
    [print_float(loss), print_floats(grad)]
  },
  sampling: lambda { |r|
    logits = r.floats(1)
    temperature = r.float
    demand(temperature > 0, "temperature is #{temperature}; it must be above 0 (inference.9)")
    print_floats(call(:sampling, r, logits, temperature))
  },
  rmsnorm: ->(r) { print_floats(call(:rmsnorm, r, r.floats(1))) },
  linear: lambda { |r|
    x = r.floats
    print_floats(call(:linear, r, x, r.matrix(x.length)))
  },
  exp: ->(r) { each_number(:exp, r, r.floats) },
  log: ->(r) { each_number(:log, r, r.floats) },
  sin: ->(r) { each_number(:sin, r, r.floats) },
  cos: ->(r) { each_number(:cos, r, r.floats) },
  pow: ->(r) { each_number(:pow, r, r.floats, r.float) },
  adam: lambda { |r|
    config = r.config
    demand(config.num_steps.positive?, 'num_steps is 0; there is no step to take (optimizer.7)')
    step = r.int(0, config.num_steps)
    lists = Array.new(4) { r.floats }
    demand(lists.map(&:length).uniq.one?, 'data, grad, m and v are not of one length')
    call(:adam, r, config, step, *lists).map { |list| print_floats(list) }
  },
  documents: ->(r) { print_texts(call(:documents, r, r.bytes)) },
  tokenizer: lambda { |r|
    uchars, bos, vocab_size = call(:tokenizer, r, r.texts)
    [print_texts(uchars), bos, vocab_size]
  },
  encode: ->(r) { print_ints(call(:encode, r, r.uchars, r.text)) },
  decode: lambda { |r|
    uchars = r.uchars
    print_text(call(:decode, r, uchars, r.tokens(uchars.length)))
  },
  forward: lambda { |r|
    config, state_dict, vocab_size = r.model
    logits, losses, loss = call(:forward, r, config, state_dict, r.document(config, vocab_size))
    [print_matrix(logits), print_floats(losses), print_float(loss)]
  },
  backward: lambda { |r|
    config, state_dict, vocab_size = r.model
    loss, grad = call(:backward, r, config, state_dict, r.document(config, vocab_size))
    [print_float(loss), print_state_dict(grad, r.shapes)]
  },
  trace: lambda { |r|
    config, state_dict, vocab_size = r.model
    values = call(:trace, r, config, state_dict, r.document(config, vocab_size))
    [values.length, values.map { |name, row| [name, print_floats(row)] }]
  },
  train: lambda { |r|
    config, state_dict, vocab_size = r.model
    docs = r.list(0) { r.document(config, vocab_size) }
    steps = r.int(0, config.num_steps)
    demand(docs.any? || steps.zero?, 'there is no document to train on (training.4)')
    losses, trained = call(:train, r, config, state_dict, docs, steps)
    [print_floats(losses), print_state_dict(trained, r.shapes)]
  },
  sample: lambda { |r|
    config, state_dict, = r.model
    uniforms = r.floats
    demand(uniforms.all? { |u| u >= 0 && u < 1 }, 'a uniform is outside of [0, 1)')
    tokens, probs = call(:sample, r, config, state_dict, uniforms)
    demand(probs.length <= uniforms.length, 'there are fewer uniforms than positions that are reached')
    [print_ints(tokens), print_matrix(probs)]
  },
  parameters: lambda { |r|
    config = r.config
    print_state_dict(call(:parameters, r, config, r.vocab_size(config)), r.shapes)
  },
  microgpt: lambda { |r|
    config = r.config
    docs, state_dict, losses, samples = call(:microgpt, r, config, r.bytes)
    shapes = shapes_of(config, state_dict['lm_head'].length)
    [print_texts(docs), print_state_dict(state_dict, shapes), print_floats(losses), print_texts(samples)]
  },
  random: lambda { |r|
    seed = r.integer
    draws = r.list(0) { r.draw }
    stream = call(:random, r, seed)
    draws.map do |kind, *arguments|
      drawn = stream[kind].call(*arguments)
      case kind
      when :random, :gauss then print_float(drawn)
      when :shuffle then print_ints(arguments[0])
      else drawn
      end
    end
  },
  autograd: lambda { |r|
    graph = r.list(1) { |place| r.node(place) }
    make = call(:autograd, r)
    nodes = []
    graph.each { |kind, places, numbers| nodes << make[kind].call(*nodes.values_at(*places), *numbers) }
    make[:backward].call(nodes.last)
    %i[data grad].map { |what| print_floats(nodes.map { |node| make[what].call(node) }) }
  }
}.freeze

def answer(operation, request)
  return hello if operation == 'hello'
  return "no #{operation} is not implemented" unless operation == 'echo' || YOURS.key?(operation.to_sym)
  return ['ok', *OPS[operation.to_sym].call(request)].join(' ') unless operation == 'echo'

  x = request.floats
  request.end!
  ['ok', *print_floats(x)].join(' ')
rescue StandardError => e
  "err #{e.is_a?(InputError) ? 'input' : e.class} #{e.message.split.join(' ')}"
end

def hello
  return 'no none of the operations is claimed yet: uncomment the line of one of your functions' if YOURS.empty?

  "ok 1 #{WHO} #{DECLARED} ops=#{YOURS.keys.join(',')}"
end

$stdout.sync = true
$stdin.each_line do |line|
  id, operation, *values = line.split
  puts "@#{id} #{answer(operation || 'nothing', Request.new(values))}" if id
end
