// {{header}}
//
// Run it:  go test -v -run MicrogptSpec
package main // the package of your port

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
)

// specReal is what your port computes in: float64 is compared within 1e-12, float32 within 1e-5.
type specReal = float64

// specEdge asks also what no run of microgpt.py comes to: infinities, NaN, subnormal numbers.
const specEdge = false

// ---- Your functions ----
// Put a call of your own function in place of a body. What stays t.Skip is skipped.

func specSoftmax(t *testing.T, logits []specReal) (probs []specReal) {
	t.Skip("specSoftmax is not filled in")
	return nil // return softmax(logits)
}

func specRmsnorm(t *testing.T, x []specReal) []specReal {
	t.Skip("specRmsnorm is not filled in")
	return nil
}

// specLinear multiplies x with the rows of w.
func specLinear(t *testing.T, x []specReal, w [][]specReal) []specReal {
	t.Skip("specLinear is not filled in")
	return nil
}

// specPositionLoss is the loss of a position, from its probabilities.
func specPositionLoss(t *testing.T, probs []specReal, target int) specReal {
	t.Skip("specPositionLoss is not filled in")
	return 0
}

// specAverageLoss is the loss of a document, from those of its positions.
func specAverageLoss(t *testing.T, losses []specReal) specReal {
	t.Skip("specAverageLoss is not filled in")
	return 0
}

// specCrossEntropy is the loss of a position from its logits, and its gradient with respect to them.
func specCrossEntropy(t *testing.T, logits []specReal, target int) (loss specReal, grad []specReal) {
	t.Skip("specCrossEntropy is not filled in")
	return 0, nil
}

// specEncode gives BOS, the places of doc's characters in uchars, and BOS, which is len(uchars).
func specEncode(t *testing.T, uchars []string, doc string) (tokens []int) {
	t.Skip("specEncode is not filled in")
	return nil
}

// specDecode gives the text of tokens without BOS.
func specDecode(t *testing.T, uchars []string, tokens []int) (doc string) {
	t.Skip("specDecode is not filled in")
	return ""
}

// specAdam updates parameters once with microgpt.py's constants; step counts from 0; data, m and v change in place.
func specAdam(t *testing.T, step int, data, grad, m, v []specReal) {
	t.Skip("specAdam is not filled in")
}

// specNewStream makes a random stream from a seed; what needs a function that stays nil is skipped.
func specNewStream(t *testing.T, seed uint32) (stream struct {
	random      func() float64
	getrandbits func(k int) uint32 // k from 1 to 32
	gauss       func(mu, sigma specReal) specReal
	shuffle     func(list []int)             // in place
	choices     func(weights []specReal) int // the place that was drawn
}) {
	t.Skip("specNewStream is not filled in")
	return // stream.random = ...; return
}

// specNode is a node of a graph of scalars, such as *Value.
type specNode = any

// specNewGraph makes an empty graph; what needs a function that stays nil is skipped.
func specNewGraph(t *testing.T) (graph struct {
	leaf               func(x specReal) specNode
	add, mul, sub, div func(a, b specNode) specNode
	pow                func(a specNode, exponent specReal) specNode
	log, exp, relu     func(a specNode) specNode
	neg                func(a specNode) specNode
	backward           func(root specNode)
	data, grad         func(a specNode) specReal
}) {
	t.Skip("specNewGraph is not filled in")
	return // graph.leaf = ...; return
}

// specTrain gives the losses of the first of microgpt.py's 1000 steps from a start, one document a step, with BOS at
// both ends. The matrices have microgpt.py's names: wte, wpe, lm_head, layer0.attn_wq, ...
func specTrain(t *testing.T, stateDict map[string][][]specReal, docs [][]int, steps int) (losses []specReal) {
	t.Skip("specTrain is not filled in")
	return nil
}

// ---- End of your functions: what follows asks them ----

type (
	specFloats []float64
	specInts   = []int
	specTexts  = []string
	specLine   struct {
		kind string
		a, b int
		x    float64
	}
	specDraw struct {
		kind       string
		given, due specFloats
	}
)

// specScale is what an error is measured against: the value, 1, or the largest of all.
type specScale int

const (
	specValue specScale = iota
	specUnit
	specArray
)

func specBits() int { return reflect.TypeOf(specReal(0)).Bits() }

// reals gives a copy in the port's type.
func (list specFloats) reals() []specReal {
	copied := make([]specReal, len(list))
	for i, x := range list {
		copied[i] = specReal(x)
	}
	return copied
}

// rows is a matrix of so many rows.
func (list specFloats) rows(n int) [][]specReal {
	rows, width := make([][]specReal, n), len(list)/n
	for i := range rows {
		rows[i] = list[i*width : (i+1)*width].reals()
	}
	return rows
}

// specAgrees compares what a function gave, number by number, within the tolerance.
func specAgrees(t *testing.T, name string, due specFloats, got []specReal, scale specScale) {
	t.Helper()
	if len(due) != len(got) {
		t.Fatalf("%s has %d numbers, due are %d", name, len(got), len(due))
	}
	tolerance, smallest, largest := 1e-12, 0x1p-1022, 0.0
	if specBits() == 32 {
		tolerance, smallest = 1e-5, 0x1p-126
	}
	finite := func(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
	for _, x := range due {
		if finite(x) {
			largest = math.Max(largest, math.Abs(x))
		}
	}
	for i, x := range due {
		size, bound, have := math.Abs(x), 0.0, float64(got[i])
		switch scale {
		case specUnit:
			size = math.Max(1, size)
		case specArray:
			size = largest
		}
		if finite(x) {
			bound = math.Max(tolerance*size, smallest)
		}
		if x == have || math.IsNaN(x) && math.IsNaN(have) || math.Abs(x-have) <= bound {
			continue
		}
		t.Fatalf("%s[%d] is %v, due is %v, within %.2g", name, i, have, x, bound)
	}
}

func specSame[T any](t *testing.T, name string, due, got T) {
	t.Helper()
	if !reflect.DeepEqual(due, got) {
		t.Fatalf("%s is %v, due is %v", name, got, due)
	}
}

// specTests asks vectors, and counts them.
type specTests struct {
	t                       *testing.T
	passed, failed, skipped int
}

// asks asks a vector as a test of its own, unless it is at the edge or of numbers that float32 does not hold.
func (s *specTests) asks(title, tags string, body func(t *testing.T)) {
	if !specEdge && strings.Contains(tags, "edge") || specBits() == 32 && strings.Contains(tags, "f64") {
		return
	}
	s.t.Run(title, func(t *testing.T) {
		defer func() {
			switch {
			case t.Skipped():
				s.skipped++
			case t.Failed():
				s.failed++
			default:
				s.passed++
			}
		}()
		body(t)
	})
}

func (s *specTests) softmaxIs(title, tags string, logits, due specFloats) {
	s.asks(title, tags, func(t *testing.T) {
		specAgrees(t, "probs", due, specSoftmax(t, logits.reals()), specValue)
	})
}

func (s *specTests) rmsnormIs(title, tags string, x, due specFloats) {
	s.asks(title, tags, func(t *testing.T) { specAgrees(t, "result", due, specRmsnorm(t, x.reals()), specValue) })
}

func (s *specTests) linearIs(title, tags string, x specFloats, nout int, w, due specFloats) {
	s.asks(title, tags, func(t *testing.T) {
		specAgrees(t, "result", due, specLinear(t, x.reals(), w.rows(nout)), specArray)
	})
}

func (s *specTests) positionLossIs(title, tags string, probs specFloats, target int, due float64) {
	s.asks(title, tags, func(t *testing.T) {
		loss := specPositionLoss(t, probs.reals(), target)
		specAgrees(t, "loss", specFloats{due}, []specReal{loss}, specValue)
	})
}

func (s *specTests) averageLossIs(title, tags string, losses specFloats, due float64) {
	s.asks(title, tags, func(t *testing.T) {
		specAgrees(t, "loss", specFloats{due}, []specReal{specAverageLoss(t, losses.reals())}, specValue)
	})
}

func (s *specTests) crossEntropyIs(title, tags string, logits specFloats, target int, loss float64, grad specFloats) {
	s.asks(title, tags, func(t *testing.T) {
		gotLoss, gotGrad := specCrossEntropy(t, logits.reals(), target)
		specAgrees(t, "loss", specFloats{loss}, []specReal{gotLoss}, specUnit)
		specAgrees(t, "grad", grad, gotGrad, specUnit)
	})
}

func (s *specTests) encodeIs(title, tags string, uchars specTexts, doc string, due specInts) {
	s.asks(title, tags, func(t *testing.T) { specSame(t, "tokens", due, specEncode(t, uchars, doc)) })
}

func (s *specTests) decodeIs(title, tags string, uchars specTexts, tokens specInts, due string) {
	s.asks(title, tags, func(t *testing.T) { specSame(t, "the text", due, specDecode(t, uchars, tokens)) })
}

func (s *specTests) adamIs(title, tags string, step int, data, grad, m, v, dueData, dueM, dueV specFloats) {
	s.asks(title, tags, func(t *testing.T) {
		gotData, gotM, gotV := data.reals(), m.reals(), v.reals()
		specAdam(t, step, gotData, grad.reals(), gotM, gotV)
		specAgrees(t, "data", dueData, gotData, specArray)
		specAgrees(t, "m", dueM, gotM, specArray)
		specAgrees(t, "v", dueV, gotV, specArray)
	})
}

func (s *specTests) autogradIs(title, tags string, lines []specLine, data, grad specFloats) {
	s.asks(title, tags, func(t *testing.T) {
		graph, nodes := specNewGraph(t), []specNode{}
		unary := map[string]func(a specNode) specNode{
			"log": graph.log, "exp": graph.exp, "relu": graph.relu, "neg": graph.neg,
		}
		binary := map[string]func(a, b specNode) specNode{
			"add": graph.add, "mul": graph.mul, "sub": graph.sub, "div": graph.div,
		}
		for _, line := range lines {
			var node specNode
			f, g := unary[line.kind], binary[line.kind]
			switch {
			case line.kind == "leaf" && graph.leaf != nil:
				node = graph.leaf(specReal(line.x))
			case line.kind == "pow" && graph.pow != nil:
				node = graph.pow(nodes[line.a], specReal(line.x))
			case f != nil:
				node = f(nodes[line.a])
			case g != nil:
				node = g(nodes[line.a], nodes[line.b])
			default:
				t.Skipf("graph.%s is not filled in", line.kind)
			}
			nodes = append(nodes, node)
		}
		graph.backward(nodes[len(nodes)-1])
		gotData, gotGrad := []specReal{}, []specReal{}
		for _, node := range nodes {
			gotData, gotGrad = append(gotData, graph.data(node)), append(gotGrad, graph.grad(node))
		}
		specAgrees(t, "data", data, gotData, specValue)
		specAgrees(t, "grad", grad, gotGrad, specArray)
	})
}

func (s *specTests) randomIs(title, tags string, seed uint32, draws []specDraw) {
	s.asks(title, tags, func(t *testing.T) {
		stream := specNewStream(t, seed)
		for _, draw := range draws {
			switch {
			case draw.kind == "random" && stream.random != nil:
				specSame(t, "random()", draw.due[0], stream.random())
			case draw.kind == "getrandbits" && stream.getrandbits != nil:
				specSame(t, "getrandbits", draw.due[0], float64(stream.getrandbits(int(draw.given[0]))))
			case draw.kind == "gauss" && stream.gauss != nil:
				x := stream.gauss(specReal(draw.given[0]), specReal(draw.given[1]))
				specAgrees(t, "gauss", draw.due, []specReal{x}, specValue)
			case draw.kind == "shuffle" && stream.shuffle != nil:
				list, order := make([]int, len(draw.due)), specFloats{}
				for i := range list {
					list[i] = i
				}
				stream.shuffle(list)
				for _, place := range list {
					order = append(order, float64(place))
				}
				specSame(t, "shuffle", draw.due, order)
			case draw.kind == "choices" && stream.choices != nil:
				specSame(t, "choices", draw.due[0], float64(stream.choices(draw.given.reals())))
			default:
				t.Skipf("stream.%s is not filled in", draw.kind)
			}
		}
	})
}

func (s *specTests) trainIs(title string, rows []string, docs [][]int, due specFloats) {
	s.asks(title, "", func(t *testing.T) {
		stateDict := map[string][][]specReal{}
		for _, line := range rows {
			name, text, _ := strings.Cut(line, " ")
			row, bytes := []specReal{}, specDecoded(t, text)
			for ; len(bytes) > 0; bytes = bytes[8:] {
				row = append(row, specReal(math.Float64frombits(binary.BigEndian.Uint64(bytes))))
			}
			stateDict[name] = append(stateDict[name], row)
		}
		specAgrees(t, "loss", due, specTrain(t, stateDict, docs, len(due)), specUnit)
	})
}

func specDecoded(t *testing.T, text string) []byte {
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

func TestMicrogptSpec(t *testing.T) {
	inf, nan, minusZero := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	s := &specTests{t: t}
	// {{softmax}}
	// {{rmsnorm}}
	// {{linear}}
	// {{position_loss}}
	// {{average_loss}}
	// {{cross_entropy}}
	// {{autograd}}
	// {{encode}}
	// {{decode}}
	// {{adam}}
	// {{random}}
	s.trainIs("{{lossesTitle}}", specRows, specDocuments, specLosses)
	fmt.Printf("microgpt-spec: %d passed, %d failed, %d skipped\n", s.passed, s.failed, s.skipped)
	if s.skipped > 0 {
		fmt.Println("microgpt-spec: go test -v says what is skipped; fill it in among \"Your functions\"")
	}
}

// specRows are the rows of the matrices that training starts from; base64 of doubles, the most significant byte first.
var specRows = []string{
	// {{start}}
}

var specDocuments = [][]int{
	// {{documents}}
}

var specLosses = specFloats{
	// {{losses}}
}
