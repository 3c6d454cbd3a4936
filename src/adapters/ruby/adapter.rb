# A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md). Ruby 3.
# Look at it:  npx microgpt-spec doctor -- ruby adapter.rb
# Check it:    npx microgpt-spec run --chapter loss -- ruby adapter.rb
WHO = 'name=mygpt lang=Ruby version=0.1.0 dtype=f64' # your port; no spaces in the values

# Your functions: replace each body by a call of your port's own. What they raise rejects the request. There is one
# number at least, and target is within.
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

def cross_entropy(logits, target) # the loss, and its derivative by each logit
  grad = softmax(logits)
  loss = position_loss(grad, target)
  grad[target] -= 1
  [loss, grad]
end

NAMED = { 'nan' => Float::NAN, 'inf' => Float::INFINITY, '-inf' => -Float::INFINITY }.freeze

def number(args)
  token = args.shift or raise ArgumentError, 'a number is due'
  NAMED[token] || Float(token)
end

def integer(args, least, most = 1 << 20)
  n = Integer(args.shift || '', 10)
  raise RangeError, "#{n} is not from #{least} to #{most}" unless n.between?(least, most)

  n
end

def floats(args, least) = Array.new(integer(args, least)) { number(args) }

def last(args, *values) # what a function is called with: the request has been read to its end
  args.empty? ? values : raise(ArgumentError, 'there are more values than the request says')
end

def targeted(args)
  list = floats(args, 1)
  last(args, list, integer(args, 0, list.length - 1))
end

OPS = { # what hello claims; all other operations, read and checked: npx microgpt-spec init ruby --full
  'softmax' => ->(args) { [softmax(*last(args, floats(args, 1)))] },
  'position_loss' => ->(args) { [position_loss(*targeted(args))] },
  'average_loss' => ->(args) { [average_loss(*last(args, floats(args, 1)))] },
  'cross_entropy' => ->(args) { cross_entropy(*targeted(args)) }
}.freeze

def wire(value)
  return [value.length, *value.map { |x| wire(x) }].join(' ') if value.is_a?(Array)

  value.nan? ? 'nan' : value.to_s.sub('Infinity', 'inf')
end

def answer(operation, args)
  return "ok 1 #{WHO} config=any ops=#{OPS.keys.join(',')}" if operation == 'hello'
  return "no #{operation} is not implemented" unless operation == 'echo' || OPS.key?(operation)

  values = operation == 'echo' ? last(args, floats(args, 0)) : OPS[operation].call(args)
  "ok #{values.map { |value| wire(value) }.join(' ')}"
rescue StandardError => e
  "err #{e.class} #{e.message.split.join(' ')}"
end

$stdout.sync = true
$stdin.each_line do |line|
  id, operation, *args = line.split
  puts "@#{id} #{answer(operation, args)}" if id
end
