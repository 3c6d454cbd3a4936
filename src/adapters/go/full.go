// A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md).
// Build it:  go build adapter.go
// Check it:  npx microgpt-spec doctor -- ./adapter, then npx microgpt-spec run -- ./adapter
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

const who = "name=mygpt lang=Go version=0.1.0 dtype=f64" // your port; no spaces in the values
const declared = "config=any"                            // what is fixed or limited: spec/protocol.md

// Config has the constants of a configuration, under microgpt.py's names.
type Config struct {
	NLayer, NEmbd, BlockSize, NHead     int
	Std, StdResidual                    float64
	Activation                          string // relu or relu_squared
	LearningRate, Beta1, Beta2, EpsAdam float64
	Decay                               string // linear or cosine
	NumSteps                            int
	Temperature                         float64
	NumSamples                          int
	Seed                                *big.Int
}

// Matrix is a list of rows.
type Matrix [][]float64

// StateDict has the matrices by name: wte, wpe, lm_head, layer0.attn_wq, ...
type StateDict map[string]Matrix

// Stream is a random stream.
type Stream interface {
	Random() float64
	GetRandBits(k int) *big.Int
	Gauss(mu, sigma float64) float64
	Shuffle(list []int)            // in place
	Choices(weights []float64) int // the index that was drawn
}

// Graph makes the nodes of a graph of scalars.
type Graph interface {
	Leaf(x float64) Node
	Add(a, b Node) Node
	Mul(a, b Node) Node
	Sub(a, b Node) Node
	Div(a, b Node) Node
	Pow(a Node, exponent float64) Node
	Log(a Node) Node
	Exp(a Node) Node
	Relu(a Node) Node
	Neg(a Node) Node
	Backward(root Node)
	DataGrad(a Node) (data, grad float64)
}

// Node is a node of yours, such as *Value.
type Node any

// Operations are functions of a port; those that are nil are not claimed.
type Operations struct {
	Softmax      func(logits []float64) []float64
	PositionLoss func(probs []float64, target int) float64
	AverageLoss  func(losses []float64) float64
	CrossEntropy func(logits []float64, target int) (loss float64, grad []float64)
	Sampling     func(logits []float64, temperature float64) []float64
	RMSNorm      func(x []float64) []float64
	Linear       func(x []float64, w Matrix) []float64
	Exp          func(x float64) float64
	Log          func(x float64) float64
	Sin          func(x float64) float64
	Cos          func(x float64) float64
	Pow          func(x, exponent float64) float64
	Adam         func(config Config, step int, data, grad, m, v []float64) // data, m and v in place
	Documents    func(file []byte) []string
	Tokenizer    func(docs []string) (uchars []string, bos, vocabSize int)
	Encode       func(uchars []string, doc string) []int
	Decode       func(uchars []string, tokens []int) string
	Forward      func(config Config, stateDict StateDict, tokens []int) (logits Matrix, losses []float64, loss float64)
	Backward     func(config Config, stateDict StateDict, tokens []int) (loss float64, grad StateDict)
	Trace        func(config Config, stateDict StateDict, tokens []int) map[string][]float64 // by name: "pos0.x"
	Train        func(config Config, stateDict StateDict, docs [][]int, steps int) (losses []float64, trained StateDict)
	Sample       func(config Config, stateDict StateDict, uniforms []float64) (tokens []int, probs Matrix)
	Parameters   func(config Config, vocabSize int) StateDict
	Microgpt     func(config Config, file []byte) Program
	Random       func(seed *big.Int) Stream
	Autograd     func() Graph
}

// Program is what the whole program gives; StateDict as it was drawn, before the first step.
type Program struct {
	Docs      []string
	StateDict StateDict
	Losses    []float64
	Samples   []string
}

// ---- Your functions ----
// To claim an operation, uncomment its line and let it call your port's functions; a panic rejects the request. Begin
// with Softmax.
var yours = Operations{
	// Softmax: func(logits []float64) []float64 { return softmax(logits) },
	// PositionLoss: func(probs []float64, target int) float64 { return positionLoss(probs, target) },
	// AverageLoss: func(losses []float64) float64 { return averageLoss(losses) },
	// CrossEntropy: func(logits []float64, target int) (float64, []float64) { return crossEntropy(logits, target) },
	// Sampling: func(logits []float64, temperature float64) []float64 { return sampling(logits, temperature) },
	// RMSNorm: func(x []float64) []float64 { return rmsnorm(x) },
	// Linear: func(x []float64, w Matrix) []float64 { return linear(x, w) },
	// Exp: func(x float64) float64 { return math.Exp(x) },
	// Log: func(x float64) float64 { return logarithm(x) },
	// Sin: func(x float64) float64 { return math.Sin(x) },
	// Cos: func(x float64) float64 { return math.Cos(x) },
	// Pow: func(x, exponent float64) float64 { return math.Pow(x, exponent) },
	// Adam: func(c Config, step int, data, grad, m, v []float64) { adam(c, step, data, grad, m, v) },
	// Documents: func(file []byte) []string { return documents(file) },
	// Tokenizer: func(docs []string) ([]string, int, int) { return tokenizer(docs) },
	// Encode: func(uchars []string, doc string) []int { return encode(uchars, doc) },
	// Decode: func(uchars []string, tokens []int) string { return decode(uchars, tokens) },
	// Forward: func(c Config, s StateDict, tokens []int) (Matrix, []float64, float64) { return forward(c, s, tokens) },
	// Backward: func(c Config, s StateDict, tokens []int) (float64, StateDict) { return backward(c, s, tokens) },
	// Trace: func(c Config, s StateDict, tokens []int) map[string][]float64 { return trace(c, s, tokens) },
	// Train: func(c Config, s StateDict, docs [][]int, n int) ([]float64, StateDict) { return train(c, s, docs, n) },
	// Sample: func(c Config, s StateDict, uniforms []float64) ([]int, Matrix) { return sample(c, s, uniforms) },
	// Parameters: func(c Config, vocabSize int) StateDict { return parameters(c, vocabSize) },
	// Microgpt: func(c Config, file []byte) Program { return microgpt(c, file) },
	// Random: func(seed *big.Int) Stream { return newRandom(seed) },
	// Autograd: func() Graph { return newGraph() },
}

// ---- End of your functions: what follows reads, checks and prints ----

const most = 1 << 24 // numbers that there is room for in one list

// inputError is the reason of a request that makes no sense: no function of yours is called.
type inputError string

func demand(fits bool, format string, args ...any) {
	if !fits {
		panic(inputError(fmt.Sprintf(format, args...)))
	}
}

// request is the values of a request, read from left to right.
type request struct {
	values []string
	at     int
}

func (r *request) word() string {
	demand(r.at < len(r.values), "the line ends after %d values; one more is due", r.at)
	r.at++
	return r.values[r.at-1]
}

// fits demands what the last value must be.
func (r *request) fits(fits bool, wanted string) {
	demand(fits, "value %d is %.40q; it must be %s", r.at, r.values[r.at-1], wanted)
}

func (r *request) oneOf(words ...string) string {
	token := r.word()
	for _, word := range words {
		if token == word {
			return token
		}
	}
	r.fits(false, strings.Join(words, " or "))
	return ""
}

func (r *request) integer() *big.Int {
	token := r.word()
	digits := strings.TrimPrefix(token, "-")
	r.fits(digits != "" && strings.Trim(digits, "0123456789") == "", "an integer")
	n, _ := new(big.Int).SetString(token, 10)
	return n
}

func (r *request) int(least, most int) int {
	n := r.integer()
	fits := n.IsInt64() && n.Int64() >= int64(least) && n.Int64() <= int64(most)
	r.fits(fits, fmt.Sprintf("an integer from %d to %d", least, most))
	return int(n.Int64())
}

func (r *request) float() float64 {
	token := r.word()
	x, err := strconv.ParseFloat(token, 64)
	named := token == "nan" || token == "inf" || token == "-inf"
	overflows := err != nil && math.IsInf(x, 0)
	r.fits(named || (err == nil || overflows) && strings.Trim(token, "+-.0123456789eE") == "", "a number")
	return x
}

// list reads a length, and as many values.
func list[T any](r *request, least int, read func() T) []T {
	n := r.int(least, most)
	demand(n <= len(r.values)-r.at, "value %d says that %d follow; there are fewer", r.at, n)
	values := make([]T, n)
	for i := range values {
		values[i] = read()
	}
	return values
}

func (r *request) floats(least int) []float64 { return list(r, least, r.float) }

func (r *request) matrix(columns int) Matrix {
	nout, nin := r.int(0, most), r.int(0, most)
	demand(nout == 0 || nin == columns, "x has %d numbers, a row of w %d", columns, nin)
	demand(nout*nin <= len(r.values)-r.at, "a matrix of %d x %d, and fewer values", nout, nin)
	rows := make(Matrix, nout)
	for i := range rows {
		rows[i] = make([]float64, nin)
		for j := range rows[i] {
			rows[i][j] = r.float()
		}
	}
	return rows
}

func (r *request) bytes() []byte {
	token := r.word()
	bytes, err := hex.DecodeString(strings.TrimPrefix(token, "-"))
	r.fits(err == nil && (token == "-" || token[0] != '-'), "hex digits in pairs, or -")
	return bytes
}

func (r *request) text() string {
	bytes := r.bytes()
	r.fits(utf8.Valid(bytes), "hex of UTF-8")
	return string(bytes)
}

func (r *request) texts() []string { return list(r, 0, r.text) }

func (r *request) uchars() []string {
	uchars := r.texts()
	for i, uchar := range uchars {
		demand(utf8.RuneCountInString(uchar) == 1, "character %d is not one code point", i)
	}
	return uchars
}

func (r *request) tokens(vocabSize, lookedAt int) []int {
	i := 0
	return list(r, 0, func() int {
		i++
		if i > lookedAt {
			return r.int(0, most)
		}
		return r.int(0, vocabSize-1)
	})
}

// document reads tokens; those behind the block are not looked at, and may be any (model.16).
func (r *request) document(c Config, s StateDict) []int {
	tokens := r.tokens(len(s["lm_head"]), c.BlockSize+1)
	demand(len(tokens) >= 2, "a document of %d tokens; it must have BOS on both sides", len(tokens))
	return tokens
}

func (r *request) rate(below float64) float64 {
	x := r.float()
	r.fits(x >= 0 && x < below, "a number of the constant's range (parameters.8)")
	return x
}

func (r *request) config() (c Config) {
	inf := math.Inf(1)
	c.NLayer, c.NEmbd, c.BlockSize, c.NHead = r.int(0, most), r.int(1, most), r.int(1, most), r.int(1, most)
	c.Std, c.StdResidual = r.rate(inf), r.rate(inf)
	c.Activation = r.oneOf("relu", "relu_squared")
	c.LearningRate, c.Beta1, c.Beta2, c.EpsAdam = r.rate(inf), r.rate(1), r.rate(1), r.rate(inf)
	c.Decay = r.oneOf("linear", "cosine")
	c.NumSteps, c.Temperature, c.NumSamples = r.int(0, math.MaxInt32), r.rate(inf), r.int(0, math.MaxInt32)
	c.Seed = r.integer()
	demand(c.NEmbd%c.NHead == 0, "n_embd %d is no multiple of n_head %d (parameters.8)", c.NEmbd, c.NHead)
	demand(c.Temperature > 0, "temperature is 0; it must be above (parameters.8)")
	return c
}

func (r *request) vocabSize(c Config) int {
	vocabSize := r.int(1, most)
	n := float64(c.NEmbd)
	count := n * (2*float64(vocabSize) + float64(c.BlockSize) + 12*n*float64(c.NLayer))
	demand(count <= most, "%g parameters are too many; there is room for %d", count, most)
	return vocabSize
}

// model reads a configuration, and the parameters of its shapes.
func (r *request) model() (Config, StateDict) {
	c := r.config()
	shapes := shapesOf(c, r.vocabSize(c))
	params, due := r.floats(0), 0
	for _, shape := range shapes {
		due += shape.nout * shape.nin
	}
	demand(len(params) == due, "%d parameters; this configuration has %d (parameters.6)", len(params), due)
	stateDict := StateDict{}
	for _, shape := range shapes {
		for i := 0; i < shape.nout; i++ {
			stateDict[shape.name] = append(stateDict[shape.name], params[:shape.nin:shape.nin])
			params = params[shape.nin:]
		}
	}
	return c, stateDict
}

// end ends the request: your function is called behind it.
func (r *request) end() {
	surplus := len(r.values) - r.at
	demand(surplus == 0, "there are %d values more than the request says (protocol.2)", surplus)
}

type shape struct {
	name      string
	nout, nin int
}

// shapesOf gives names, rows and columns of the matrices, in their order.
func shapesOf(c Config, vocabSize int) []shape {
	n := c.NEmbd
	shapes := []shape{{"wte", vocabSize, n}, {"wpe", c.BlockSize, n}, {"lm_head", vocabSize, n}}
	for i := 0; i < c.NLayer; i++ {
		layer := fmt.Sprintf("layer%d.", i)
		for _, name := range []string{"attn_wq", "attn_wk", "attn_wv", "attn_wo"} {
			shapes = append(shapes, shape{layer + name, n, n})
		}
		shapes = append(shapes, shape{layer + "mlp_fc1", 4 * n, n}, shape{layer + "mlp_fc2", n, 4 * n})
	}
	return shapes
}

// reply collects the tokens of a reply.
type reply struct{ strings.Builder }

func (w *reply) int(n int)          { w.WriteString(" " + strconv.Itoa(n)) }
func (w *reply) integer(n *big.Int) { w.WriteString(" " + n.String()) }

func (w *reply) float(x float64) {
	switch {
	case math.IsNaN(x):
		w.WriteString(" nan")
	case math.IsInf(x, 0):
		w.WriteString(" " + strings.TrimPrefix(strings.ToLower(strconv.FormatFloat(x, 'g', -1, 64)), "+"))
	default:
		w.WriteString(" " + strconv.FormatFloat(x, 'g', -1, 64))
	}
}

func (w *reply) floats(list []float64) {
	w.int(len(list))
	for _, x := range list {
		w.float(x)
	}
}

func (w *reply) ints(list []int) {
	w.int(len(list))
	for _, n := range list {
		w.int(n)
	}
}

func (w *reply) matrix(rows Matrix) {
	w.int(len(rows))
	columns := 0
	if len(rows) > 0 {
		columns = len(rows[0])
	}
	w.int(columns)
	for _, row := range rows {
		for _, x := range row {
			w.float(x)
		}
	}
}

func (w *reply) text(text string) {
	if text == "" {
		text = "-"
	} else {
		text = hex.EncodeToString([]byte(text))
	}
	w.WriteString(" " + text)
}

func (w *reply) texts(texts []string) {
	w.int(len(texts))
	for _, text := range texts {
		w.text(text)
	}
}

func (w *reply) values(byName map[string][]float64) {
	w.int(len(byName))
	for name, list := range byName {
		w.WriteString(" " + name)
		w.floats(list)
	}
}

func (w *reply) stateDict(s StateDict, c Config) {
	var all []float64
	for _, shape := range shapesOf(c, len(s["lm_head"])) {
		for _, row := range s[shape.name] {
			all = append(all, row...)
		}
	}
	w.int(len(s["lm_head"]))
	w.floats(all)
}

// operation reads a request to its end, calls your function, and prints what it gives.
type operation struct {
	name    string
	claimed bool
	answer  func(r *request, w *reply)
}

var operations = []operation{
	{"softmax", yours.Softmax != nil, func(r *request, w *reply) {
		logits := r.floats(1)
		r.end()
		w.floats(yours.Softmax(logits))
	}},
	{"position_loss", yours.PositionLoss != nil, func(r *request, w *reply) {
		probs := r.floats(1)
		target := r.int(0, len(probs)-1)
		r.end()
		w.float(yours.PositionLoss(probs, target))
	}},
	{"average_loss", yours.AverageLoss != nil, func(r *request, w *reply) {
		losses := r.floats(1)
		r.end()
		w.float(yours.AverageLoss(losses))
	}},
	{"cross_entropy", yours.CrossEntropy != nil, func(r *request, w *reply) {
		logits := r.floats(1)
		target := r.int(0, len(logits)-1)
		r.end()
		loss, grad := yours.CrossEntropy(logits, target)
		w.float(loss)
		w.floats(grad)
	}},
	{"sampling", yours.Sampling != nil, func(r *request, w *reply) {
		logits, temperature := r.floats(1), r.float()
		demand(temperature > 0, "temperature is %g; it must be above 0 (inference.9)", temperature)
		r.end()
		w.floats(yours.Sampling(logits, temperature))
	}},
	{"rmsnorm", yours.RMSNorm != nil, func(r *request, w *reply) {
		x := r.floats(1)
		r.end()
		w.floats(yours.RMSNorm(x))
	}},
	{"linear", yours.Linear != nil, func(r *request, w *reply) {
		x := r.floats(0)
		rows := r.matrix(len(x))
		r.end()
		w.floats(yours.Linear(x, rows))
	}},
	{"exp", yours.Exp != nil, func(r *request, w *reply) { each(r, w, r.floats(0), yours.Exp) }},
	{"log", yours.Log != nil, func(r *request, w *reply) { each(r, w, r.floats(0), yours.Log) }},
	{"sin", yours.Sin != nil, func(r *request, w *reply) { each(r, w, r.floats(0), yours.Sin) }},
	{"cos", yours.Cos != nil, func(r *request, w *reply) { each(r, w, r.floats(0), yours.Cos) }},
	{"pow", yours.Pow != nil, func(r *request, w *reply) {
		list, exponent := r.floats(0), r.float()
		each(r, w, list, func(x float64) float64 { return yours.Pow(x, exponent) })
	}},
	{"adam", yours.Adam != nil, func(r *request, w *reply) {
		c := r.config()
		demand(c.NumSteps > 0, "num_steps is 0; there is no step to take (optimizer.7)")
		step := r.int(0, c.NumSteps)
		data, grad, m, v := r.floats(0), r.floats(0), r.floats(0), r.floats(0)
		n := len(data)
		demand(len(grad) == n && len(m) == n && len(v) == n, "data, grad, m and v are not of one length")
		r.end()
		yours.Adam(c, step, data, grad, m, v)
		w.floats(data)
		w.floats(m)
		w.floats(v)
	}},
	{"documents", yours.Documents != nil, func(r *request, w *reply) {
		file := r.bytes()
		r.end()
		w.texts(yours.Documents(file))
	}},
	{"tokenizer", yours.Tokenizer != nil, func(r *request, w *reply) {
		docs := r.texts()
		r.end()
		uchars, bos, vocabSize := yours.Tokenizer(docs)
		w.texts(uchars)
		w.int(bos)
		w.int(vocabSize)
	}},
	{"encode", yours.Encode != nil, func(r *request, w *reply) {
		uchars, doc := r.uchars(), r.text()
		r.end()
		w.ints(yours.Encode(uchars, doc))
	}},
	{"decode", yours.Decode != nil, func(r *request, w *reply) {
		uchars := r.uchars()
		tokens := r.tokens(len(uchars), most)
		r.end()
		w.text(yours.Decode(uchars, tokens))
	}},
	{"forward", yours.Forward != nil, func(r *request, w *reply) {
		c, stateDict := r.model()
		tokens := r.document(c, stateDict)
		r.end()
		logits, losses, loss := yours.Forward(c, stateDict, tokens)
		w.matrix(logits)
		w.floats(losses)
		w.float(loss)
	}},
	{"backward", yours.Backward != nil, func(r *request, w *reply) {
		c, stateDict := r.model()
		tokens := r.document(c, stateDict)
		r.end()
		loss, grad := yours.Backward(c, stateDict, tokens)
		w.float(loss)
		w.stateDict(grad, c)
	}},
	{"trace", yours.Trace != nil, func(r *request, w *reply) {
		c, stateDict := r.model()
		tokens := r.document(c, stateDict)
		r.end()
		w.values(yours.Trace(c, stateDict, tokens))
	}},
	{"train", yours.Train != nil, func(r *request, w *reply) {
		c, stateDict := r.model()
		docs := list(r, 0, func() []int { return r.document(c, stateDict) })
		steps := r.int(0, c.NumSteps)
		demand(steps == 0 || len(docs) > 0, "there is no document to train on (training.4)")
		r.end()
		losses, trained := yours.Train(c, stateDict, docs, steps)
		w.floats(losses)
		w.stateDict(trained, c)
	}},
	{"sample", yours.Sample != nil, func(r *request, w *reply) {
		c, stateDict := r.model()
		uniforms := r.floats(0)
		for i, u := range uniforms {
			demand(u >= 0 && u < 1, "uniform %d is %g, outside of [0, 1)", i, u)
		}
		r.end()
		given := len(uniforms)
		for len(uniforms) < c.BlockSize {
			uniforms = append(uniforms, 0)
		}
		tokens, probs := yours.Sample(c, stateDict, uniforms)
		demand(len(probs) <= given, "there are fewer uniforms than positions that are reached")
		w.ints(tokens)
		w.matrix(probs)
	}},
	{"parameters", yours.Parameters != nil, func(r *request, w *reply) {
		c := r.config()
		vocabSize := r.vocabSize(c)
		r.end()
		w.stateDict(yours.Parameters(c, vocabSize), c)
	}},
	{"microgpt", yours.Microgpt != nil, func(r *request, w *reply) {
		c, file := r.config(), r.bytes()
		r.end()
		program := yours.Microgpt(c, file)
		w.texts(program.Docs)
		w.stateDict(program.StateDict, c)
		w.floats(program.Losses)
		w.texts(program.Samples)
	}},
	{"random", yours.Random != nil, func(r *request, w *reply) {
		seed := r.integer()
		draws := list(r, 0, func() func(Stream) { return readDraw(r, w) })
		r.end()
		stream := yours.Random(seed)
		for _, draw := range draws {
			draw(stream)
		}
	}},
	{"autograd", yours.Autograd != nil, func(r *request, w *reply) {
		place := -1
		makers := list(r, 1, func() func(Graph, []Node) Node { place++; return readNode(r, place) })
		r.end()
		graph, nodes := yours.Autograd(), []Node{}
		data, grad := make([]float64, len(makers)), make([]float64, len(makers))
		for _, maker := range makers {
			nodes = append(nodes, maker(graph, nodes))
		}
		graph.Backward(nodes[len(nodes)-1])
		for i, node := range nodes {
			data[i], grad[i] = graph.DataGrad(node)
		}
		w.floats(data)
		w.floats(grad)
	}},
}

func each(r *request, w *reply, list []float64, function func(float64) float64) {
	r.end()
	for i, x := range list {
		list[i] = function(x)
	}
	w.floats(list)
}

// readDraw reads a draw: what a stream is asked, and prints.
func readDraw(r *request, w *reply) func(Stream) {
	switch r.oneOf("random", "getrandbits", "gauss", "shuffle", "choices") {
	case "random":
		return func(s Stream) { w.float(s.Random()) }
	case "getrandbits":
		k := r.int(0, 1<<20)
		return func(s Stream) { w.integer(s.GetRandBits(k)) }
	case "gauss":
		mu, sigma := r.float(), r.float()
		return func(s Stream) { w.float(s.Gauss(mu, sigma)) }
	case "choices":
		weights := r.floats(0)
		return func(s Stream) { w.int(s.Choices(weights)) }
	}
	list := make([]int, r.int(0, most))
	for i := range list {
		list[i] = i
	}
	return func(s Stream) { s.Shuffle(list); w.ints(list) }
}

// readNode reads a node: what makes it of those before it.
func readNode(r *request, place int) func(Graph, []Node) Node {
	kind := r.oneOf("leaf", "add", "mul", "sub", "div", "pow", "log", "exp", "relu", "neg")
	if kind == "leaf" {
		x := r.float()
		return func(g Graph, _ []Node) Node { return g.Leaf(x) }
	}
	a := r.int(0, place-1)
	switch kind {
	case "pow":
		exponent := r.float()
		return func(g Graph, nodes []Node) Node { return g.Pow(nodes[a], exponent) }
	case "log":
		return func(g Graph, nodes []Node) Node { return g.Log(nodes[a]) }
	case "exp":
		return func(g Graph, nodes []Node) Node { return g.Exp(nodes[a]) }
	case "relu":
		return func(g Graph, nodes []Node) Node { return g.Relu(nodes[a]) }
	case "neg":
		return func(g Graph, nodes []Node) Node { return g.Neg(nodes[a]) }
	}
	b := r.int(0, place-1)
	return func(g Graph, nodes []Node) Node {
		binary := map[string]func(a, b Node) Node{"add": g.Add, "mul": g.Mul, "sub": g.Sub, "div": g.Div}
		return binary[kind](nodes[a], nodes[b])
	}
}

func answer(op string, values []string) (line string) {
	defer func() {
		switch why := recover().(type) {
		case nil:
		case inputError:
			line = "err input " + string(why)
		default:
			line = "err panic " + strings.Join(strings.Fields(fmt.Sprint(why)), " ")
		}
	}()
	r, w := &request{values: values}, &reply{}
	if op == "hello" {
		return hello()
	}
	if op == "echo" {
		x := r.floats(0)
		r.end()
		w.floats(x)
		return "ok" + w.String()
	}
	for _, operation := range operations {
		if operation.claimed && operation.name == op {
			operation.answer(r, w)
			return "ok" + w.String()
		}
	}
	return "no " + op + " is not implemented"
}

func hello() string {
	var names []string
	for _, operation := range operations {
		if operation.claimed {
			names = append(names, operation.name)
		}
	}
	if len(names) == 0 {
		return "no none of the operations is claimed yet: uncomment the line of one of your functions"
	}
	return "ok 1 " + who + " " + declared + " ops=" + strings.Join(names, ",")
}

func main() {
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadString('\n')
		if words := strings.Fields(line); len(words) > 0 {
			op, values := "nothing", []string{}
			if len(words) > 1 {
				op, values = words[1], words[2:]
			}
			fmt.Println("@"+words[0], answer(op, values))
		}
		if err != nil {
			return
		}
	}
}
