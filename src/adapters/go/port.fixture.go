// A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
// what they were given, by the rules of echoes.fixture.ts.

func softmax(logits []float64) []float64 {
	largest, total, probs := logits[0], 0.0, make([]float64, len(logits))
	for _, x := range logits {
		largest = math.Max(largest, x)
	}
	for i, x := range logits {
		probs[i] = math.Exp(x - largest)
		total += probs[i]
	}
	for i := range probs {
		probs[i] /= total
	}
	return probs
}

// logarithm: math.Log is wrong for subnormal numbers on amd64.
func logarithm(x float64) float64 {
	frac, exp := math.Frexp(x)
	return math.Log(frac) + float64(exp)*math.Ln2
}

func positionLoss(probs []float64, target int) float64 {
	if probs[target] <= 0 {
		panic("the target has probability 0")
	}
	return -logarithm(probs[target])
}

func averageLoss(losses []float64) float64 {
	total := 0.0
	for _, loss := range losses {
		total += loss
	}
	return total / float64(len(losses))
}

func crossEntropy(logits []float64, target int) (float64, []float64) {
	grad := softmax(logits)
	loss := positionLoss(grad, target)
	grad[target]--
	return loss, grad
}

func sampling(logits []float64, temperature float64) []float64 {
	divided := make([]float64, len(logits))
	for i, x := range logits {
		divided[i] = x / temperature
	}
	return softmax(divided)
}

func rmsnorm(x []float64) []float64 {
	squares, y := 0.0, make([]float64, len(x))
	for _, xi := range x {
		squares += xi * xi
	}
	for i, xi := range x {
		y[i] = xi / math.Sqrt(squares/float64(len(x))+1e-5)
	}
	return y
}

func linear(x []float64, w Matrix) []float64 {
	y := make([]float64, len(w))
	for i, row := range w {
		for j, wij := range row {
			y[i] += wij * x[j]
		}
	}
	return y
}

func adam(c Config, step int, data, grad, m, v []float64) {
	share := float64(step) / float64(c.NumSteps)
	rate := c.LearningRate * (1 - share)
	if c.Decay == "cosine" {
		rate = c.LearningRate * 0.5 * (1 + math.Cos(math.Pi*share))
	}
	for i, g := range grad {
		m[i] = c.Beta1*m[i] + (1-c.Beta1)*g
		v[i] = c.Beta2*v[i] + (1-c.Beta2)*(g*g)
		mHat, vHat := m[i]/(1-math.Pow(c.Beta1, float64(step+1))), v[i]/(1-math.Pow(c.Beta2, float64(step+1)))
		data[i] -= rate * mHat / (math.Sqrt(vHat) + c.EpsAdam)
	}
}

func encode(uchars []string, doc string) []int {
	places := map[string]int{}
	for i, uchar := range uchars {
		places[uchar] = i
	}
	tokens := []int{len(uchars)}
	for _, character := range doc {
		place, known := places[string(character)]
		if !known {
			panic("a character is not in the vocabulary")
		}
		tokens = append(tokens, place)
	}
	return append(tokens, len(uchars))
}

func decode(uchars []string, tokens []int) string {
	doc := ""
	for _, token := range tokens {
		doc += uchars[token]
	}
	return doc
}

// Echoes.

func documents(file []byte) []string { return []string{string(file)} }

func tokenizer(docs []string) ([]string, int, int) {
	n := len(docs)
	uchars := make([]string, n)
	for i, doc := range docs {
		uchars[n-1-i] = doc
	}
	return uchars, n, n + 1
}

func parameters(c Config, vocabSize int) StateDict {
	s := StateDict{}
	for _, shape := range shapesOf(c, vocabSize) {
		s[shape.name] = make(Matrix, shape.nout)
		for i := range s[shape.name] {
			s[shape.name][i] = make([]float64, shape.nin)
		}
	}
	words := map[string]float64{"relu_squared": 1, "cosine": 1}
	s["wte"][0] = []float64{
		float64(c.NLayer), float64(c.NEmbd), float64(c.BlockSize), float64(c.NHead), c.Std, c.StdResidual,
		words[c.Activation], c.LearningRate, c.Beta1, c.Beta2, c.EpsAdam, words[c.Decay], float64(c.NumSteps),
		c.Temperature, float64(c.NumSamples), float64(c.Seed.Int64()),
	}
	return s
}

func forward(c Config, s StateDict, tokens []int) (logits Matrix, losses []float64, loss float64) {
	for i, target := range tokens[1:] {
		if i == c.BlockSize {
			break
		}
		row := []float64{}
		for _, head := range s["lm_head"] {
			row = append(row, head[0]+s["wpe"][i][0])
		}
		logits, losses = append(logits, row), append(losses, s["wte"][target][0])
	}
	return logits, losses, s["layer0.attn_wo"][1][0] + s["layer0.mlp_fc2"][1][0]
}

func backward(_ Config, s StateDict, tokens []int) (float64, StateDict) {
	return s["layer0.attn_wk"][0][1] + s["layer0.mlp_fc1"][1][0] + float64(tokens[1]), s
}

func trace(c Config, s StateDict, tokens []int) map[string][]float64 {
	q := []float64{c.LearningRate, s["layer0.mlp_fc2"][1][1], float64(tokens[1])}
	return map[string][]float64{"pos0.embedding": s["wte"][0], "pos0.x": {}, "pos0.layer0.q": q}
}

func train(c Config, s StateDict, docs [][]int, steps int) ([]float64, StateDict) {
	losses := make([]float64, steps)
	for i := range losses {
		losses[i] = float64(docs[i%len(docs)][1]) + c.LearningRate
	}
	s["layer0.attn_wq"][0][0] = s["layer0.attn_wv"][0][1]
	return losses, s
}

func sample(c Config, s StateDict, uniforms []float64) (tokens []int, probs Matrix) {
	for i := 0; i < c.BlockSize; i++ {
		row := []float64{}
		for j := range s["lm_head"] {
			row = append(row, uniforms[i]+float64(j))
		}
		tokens, probs = append(tokens, i%len(s["lm_head"])), append(probs, row)
	}
	return tokens, probs
}

func microgpt(c Config, file []byte) Program {
	program := Program{Docs: documents(file), StateDict: parameters(c, 2)}
	for i := 0; i < c.NumSteps; i++ {
		program.Losses = append(program.Losses, float64(i)+c.Temperature)
	}
	for i := 0; i < c.NumSamples; i++ {
		program.Samples = append(program.Samples, string(file))
	}
	return program
}

type echoStream struct{ seed *big.Int }

func newRandom(seed *big.Int) Stream { return echoStream{seed} }

func (s echoStream) Random() float64 {
	if s.seed.Sign() < 0 {
		return 0.25
	}
	return 0.5
}

func (s echoStream) GetRandBits(k int) *big.Int {
	mask := new(big.Int).Lsh(big.NewInt(1), uint(k))
	return mask.Mod(new(big.Int).Abs(s.seed), mask)
}

func (s echoStream) Gauss(mu, sigma float64) float64 { return mu + 2*sigma }

func (s echoStream) Shuffle(list []int) {
	for i := range list {
		list[i] = len(list) - 1 - i
	}
}

func (s echoStream) Choices(weights []float64) int {
	largest := 0
	for i, weight := range weights {
		if weight > weights[largest] {
			largest = i
		}
	}
	return largest
}

type value struct{ data, grad float64 }
type echoGraph struct{}

func newGraph() Graph          { return echoGraph{} }
func dataOf(node Node) float64 { return node.(*value).data }

func (echoGraph) Leaf(x float64) Node               { return &value{x, 0} }
func (echoGraph) Add(a, b Node) Node                { return &value{dataOf(a) + dataOf(b), 1} }
func (echoGraph) Mul(a, b Node) Node                { return &value{dataOf(a) * dataOf(b), 2} }
func (echoGraph) Sub(a, b Node) Node                { return &value{dataOf(a) - dataOf(b), 3} }
func (echoGraph) Div(a, b Node) Node                { return &value{dataOf(a) / dataOf(b), 4} }
func (echoGraph) Pow(a Node, exponent float64) Node { return &value{dataOf(a) * exponent, 5} }
func (echoGraph) Log(a Node) Node                   { return &value{dataOf(a), 6} }
func (echoGraph) Exp(a Node) Node                   { return &value{dataOf(a), 7} }
func (echoGraph) Relu(a Node) Node                  { return &value{dataOf(a), 8} }
func (echoGraph) Neg(a Node) Node                   { return &value{-dataOf(a), 9} }
func (echoGraph) Backward(root Node)                { root.(*value).grad += 100 }
func (echoGraph) DataGrad(a Node) (float64, float64) {
	return dataOf(a), a.(*value).grad
}

