// ---- Your functions ----
// A right port for the tests: it takes the place of the functions that are to be filled in.

func specSoftmax(t *testing.T, logits []specReal) []specReal {
	largest, total, probs := logits[0], specReal(0), make([]specReal, len(logits))
	for _, x := range logits {
		if x > largest {
			largest = x
		}
	}
	for i, x := range logits {
		probs[i] = specReal(math.Exp(float64(x - largest)))
		total += probs[i]
	}
	for i := range probs {
		probs[i] /= total
	}
	return probs
}

func specRmsnorm(t *testing.T, x []specReal) []specReal {
	squares, y := specReal(0), make([]specReal, len(x))
	for _, xi := range x {
		squares += xi * xi
	}
	for i, xi := range x {
		y[i] = xi / specReal(math.Sqrt(float64(squares/specReal(len(x))+1e-5)))
	}
	return y
}

func specLinear(t *testing.T, x []specReal, w [][]specReal) []specReal {
	y := make([]specReal, len(w))
	for i, row := range w {
		for j, wij := range row {
			y[i] += wij * x[j]
		}
	}
	return y
}

// logarithm: math.Log is wrong for subnormal numbers on amd64.
func logarithm(x float64) float64 {
	frac, exp := math.Frexp(x)
	return math.Log(frac) + float64(exp)*math.Ln2
}

func specPositionLoss(t *testing.T, probs []specReal, target int) specReal {
	return specReal(-logarithm(float64(probs[target])))
}

func specAverageLoss(t *testing.T, losses []specReal) specReal {
	total := specReal(0)
	for _, loss := range losses {
		total += loss
	}
	return total / specReal(len(losses))
}

func specCrossEntropy(t *testing.T, logits []specReal, target int) (specReal, []specReal) {
	grad := specSoftmax(t, logits)
	loss := specPositionLoss(t, grad, target)
	grad[target]--
	return loss, grad
}

func specEncode(t *testing.T, uchars []string, doc string) []int {
	tokens := []int{len(uchars)}
	for _, character := range doc {
		for place, uchar := range uchars {
			if uchar == string(character) {
				tokens = append(tokens, place)
			}
		}
	}
	return append(tokens, len(uchars))
}

func specDecode(t *testing.T, uchars []string, tokens []int) string {
	doc := ""
	for _, token := range tokens {
		doc += uchars[token]
	}
	return doc
}

func specAdam(t *testing.T, step int, data, grad, m, v []specReal) {
	rate, power := 0.01*(1-float64(step)/1000), float64(step+1)
	for i, g := range grad {
		m[i] = 0.85*m[i] + (1-0.85)*g
		v[i] = 0.99*v[i] + (1-0.99)*g*g
		mHat, vHat := float64(m[i])/(1-math.Pow(0.85, power)), float64(v[i])/(1-math.Pow(0.99, power))
		data[i] -= specReal(rate * mHat / (math.Sqrt(vHat) + 1e-8))
	}
}

// twister is CPython's random stream.
type twister struct {
	state  [624]uint32
	index  int
	kept   bool
	second float64
}

func newTwister(seed uint32) *twister {
	r := &twister{index: 624}
	x := &r.state
	x[0] = 19650218
	for k := 1; k < 624; k++ {
		x[k] = 1812433253*(x[k-1]^x[k-1]>>30) + uint32(k)
	}
	i := 1
	next := func() {
		if i++; i == 624 {
			x[0], i = x[623], 1
		}
	}
	for k := 0; k < 624; k++ {
		x[i] = (x[i] ^ (x[i-1]^x[i-1]>>30)*1664525) + seed
		next()
	}
	for k := 0; k < 623; k++ {
		x[i] = (x[i] ^ (x[i-1]^x[i-1]>>30)*1566083941) - uint32(i)
		next()
	}
	x[0] = 1 << 31
	return r
}

func (r *twister) word() uint32 {
	if r.index == 624 {
		x := &r.state
		for k := range x {
			y := x[k]&(1<<31) | x[(k+1)%624]&(1<<31-1)
			x[k] = x[(k+397)%624] ^ y>>1 ^ y&1*0x9908b0df
		}
		r.index = 0
	}
	y := r.state[r.index]
	r.index++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (r *twister) random() float64 {
	a, b := r.word()>>5, r.word()>>6
	return (float64(a)*67108864 + float64(b)) / 9007199254740992
}

func (r *twister) gauss(mu, sigma specReal) specReal {
	z := r.second
	r.kept = !r.kept
	if r.kept {
		angle := 2 * math.Pi * r.random()
		radius := math.Sqrt(-2 * math.Log(1-r.random()))
		z, r.second = math.Cos(angle)*radius, math.Sin(angle)*radius
	}
	return mu + specReal(z)*sigma
}

func (r *twister) below(n int) int {
	bits := 0
	for n>>bits > 0 {
		bits++
	}
	for {
		if place := int(r.word() >> (32 - bits)); place < n {
			return place
		}
	}
}

func (r *twister) shuffle(list []int) {
	for i := len(list) - 1; i > 0; i-- {
		j := r.below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

func (r *twister) choices(weights []specReal) int {
	total, sum := 0.0, 0.0
	for _, weight := range weights {
		total += float64(weight)
	}
	u := r.random() * total
	for i, weight := range weights {
		if sum += float64(weight); u < sum {
			return i
		}
	}
	return len(weights) - 1
}

func specNewStream(t *testing.T, seed uint32) (stream struct {
	random      func() float64
	getrandbits func(k int) uint32
	gauss       func(mu, sigma specReal) specReal
	shuffle     func(list []int)
	choices     func(weights []specReal) int
}) {
	r := newTwister(seed)
	stream.random, stream.gauss, stream.shuffle, stream.choices = r.random, r.gauss, r.shuffle, r.choices
	stream.getrandbits = func(k int) uint32 { return r.word() >> (32 - k) }
	return
}

type specNode = int

// tape is a graph of scalars: a node is its place.
type tape struct {
	data, grad []specReal
	parents    [][]int
	slopes     [][]specReal
}

func (g *tape) node(data specReal, parents []int, slopes ...specReal) int {
	g.data, g.grad = append(g.data, data), append(g.grad, 0)
	g.parents, g.slopes = append(g.parents, parents), append(g.slopes, slopes)
	return len(g.data) - 1
}

func (g *tape) leaf(x specReal) int { return g.node(x, nil) }
func (g *tape) add(a, b int) int    { return g.node(g.data[a]+g.data[b], []int{a, b}, 1, 1) }
func (g *tape) mul(a, b int) int {
	return g.node(g.data[a]*g.data[b], []int{a, b}, g.data[b], g.data[a])
}
func (g *tape) neg(a int) int    { return g.node(-g.data[a], []int{a}, -1) }
func (g *tape) sub(a, b int) int { return g.add(a, g.neg(b)) }
func (g *tape) div(a, b int) int { return g.mul(a, g.pow(b, -1)) }
func (g *tape) pow(a int, exponent specReal) int {
	x, e := float64(g.data[a]), float64(exponent)
	return g.node(specReal(math.Pow(x, e)), []int{a}, specReal(e*math.Pow(x, e-1)))
}
func (g *tape) log(a int) int {
	return g.node(specReal(logarithm(float64(g.data[a]))), []int{a}, 1/g.data[a])
}
func (g *tape) exp(a int) int {
	y := specReal(math.Exp(float64(g.data[a])))
	return g.node(y, []int{a}, y)
}
func (g *tape) relu(a int) int {
	if g.data[a] > 0 {
		return g.node(g.data[a], []int{a}, 1)
	}
	return g.node(0, []int{a}, 0)
}

func (g *tape) backward(root int) {
	under := make([]bool, root+1)
	g.grad[root], under[root] = 1, true
	for i := root; i >= 0; i-- {
		for k, parent := range g.parents[i] {
			if under[i] {
				g.grad[parent] += g.slopes[i][k] * g.grad[i]
				under[parent] = true
			}
		}
	}
}

func specNewGraph(t *testing.T) (graph struct {
	leaf               func(x specReal) specNode
	add, mul, sub, div func(a, b specNode) specNode
	pow                func(a specNode, exponent specReal) specNode
	log, exp, relu     func(a specNode) specNode
	neg                func(a specNode) specNode
	backward           func(root specNode)
	data, grad         func(a specNode) specReal
}) {
	g := &tape{}
	graph.leaf, graph.add, graph.mul, graph.sub, graph.div, graph.pow = g.leaf, g.add, g.mul, g.sub, g.div, g.pow
	graph.log, graph.exp, graph.relu, graph.neg, graph.backward = g.log, g.exp, g.relu, g.neg, g.backward
	graph.data = func(a specNode) specReal { return g.data[a] }
	graph.grad = func(a specNode) specReal { return g.grad[a] }
	return
}

func (g *tape) sum(list []int) int {
	total := list[0]
	for _, x := range list[1:] {
		total = g.add(total, x)
	}
	return total
}

func (g *tape) linear(x []int, w [][]int) []int {
	y := make([]int, len(w))
	for i, row := range w {
		products := make([]int, len(row))
		for j := range row {
			products[j] = g.mul(row[j], x[j])
		}
		y[i] = g.sum(products)
	}
	return y
}

func (g *tape) softmax(logits []int) []int {
	largest := g.data[logits[0]]
	for _, x := range logits {
		if g.data[x] > largest {
			largest = g.data[x]
		}
	}
	exps, probs := make([]int, len(logits)), make([]int, len(logits))
	for i, x := range logits {
		exps[i] = g.exp(g.add(x, g.leaf(-largest)))
	}
	total := g.sum(exps)
	for i := range probs {
		probs[i] = g.div(exps[i], total)
	}
	return probs
}

func (g *tape) rmsnorm(x []int) []int {
	squares, y := make([]int, len(x)), make([]int, len(x))
	for i := range x {
		squares[i] = g.mul(x[i], x[i])
	}
	mean := g.div(g.sum(squares), g.leaf(specReal(len(x))))
	scale := g.pow(g.add(mean, g.leaf(1e-5)), -0.5)
	for i := range x {
		y[i] = g.mul(x[i], scale)
	}
	return y
}

func (g *tape) residual(a, b []int) []int {
	sums := make([]int, len(a))
	for i := range a {
		sums[i] = g.add(a[i], b[i])
	}
	return sums
}

// logits of the next token; keys and values of the positions before are in the cache.
func (g *tape) gpt(s map[string][][]int, token, position int, keys, values *[][]int) []int {
	x := g.rmsnorm(g.residual(s["wte"][token], s["wpe"][position]))
	normed := g.rmsnorm(x)
	q := g.linear(normed, s["layer0.attn_wq"])
	*keys = append(*keys, g.linear(normed, s["layer0.attn_wk"]))
	*values = append(*values, g.linear(normed, s["layer0.attn_wv"]))
	heads := []int{}
	for h := 0; h < 16; h += 4 {
		scores := []int{}
		for _, key := range *keys {
			products := []int{}
			for j := h; j < h+4; j++ {
				products = append(products, g.mul(q[j], key[j]))
			}
			scores = append(scores, g.div(g.sum(products), g.leaf(2)))
		}
		weights := g.softmax(scores)
		for j := h; j < h+4; j++ {
			products := []int{}
			for p, value := range *values {
				products = append(products, g.mul(weights[p], value[j]))
			}
			heads = append(heads, g.sum(products))
		}
	}
	x = g.residual(g.linear(heads, s["layer0.attn_wo"]), x)
	hidden := g.linear(g.rmsnorm(x), s["layer0.mlp_fc1"])
	for i := range hidden {
		hidden[i] = g.relu(hidden[i])
	}
	return g.linear(g.residual(g.linear(hidden, s["layer0.mlp_fc2"]), x), s["lm_head"])
}

func specTrain(t *testing.T, stateDict map[string][][]specReal, docs [][]int, steps int) (losses []specReal) {
	m, v := map[string][]specReal{}, map[string][]specReal{}
	for step := 0; step < steps; step++ {
		g, nodes := &tape{}, map[string][][]int{}
		for name, matrix := range stateDict {
			for _, row := range matrix {
				leaves := make([]int, len(row))
				for j, x := range row {
					leaves[j] = g.leaf(x)
				}
				nodes[name] = append(nodes[name], leaves)
			}
		}
		tokens, keys, values, each := docs[step], [][]int{}, [][]int{}, []int{}
		n := len(tokens) - 1
		if n > 16 {
			n = 16
		}
		for position := 0; position < n; position++ {
			probs := g.softmax(g.gpt(nodes, tokens[position], position, &keys, &values))
			each = append(each, g.neg(g.log(probs[tokens[position+1]])))
		}
		loss := g.div(g.sum(each), g.leaf(specReal(n)))
		g.backward(loss)
		losses = append(losses, g.data[loss])
		for name, matrix := range stateDict {
			for i, row := range matrix {
				place := fmt.Sprint(name, i)
				if step == 0 {
					m[place], v[place] = make([]specReal, len(row)), make([]specReal, len(row))
				}
				grad := make([]specReal, len(row))
				for j, node := range nodes[name][i] {
					grad[j] = g.grad[node]
				}
				specAdam(t, step, row, grad, m[place], v[place])
			}
		}
	}
	return losses
}

