// A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md).
// Build it:  go build adapter.go
// Check it:  npx microgpt-spec doctor -- ./adapter, then npx microgpt-spec run --chapter loss -- ./adapter
package main
import ("bufio"; "fmt"; "math"; "os"; "strconv"; "strings")
const who = "name=mygpt lang=Go version=0.1.0 dtype=f64" // your port; no spaces in the values
const ops = "softmax,position_loss,average_loss,cross_entropy" // what hello claims: all that answer has

// Your functions: replace each body by a call of your port's own. A panic rejects the request.
// There is one number at least, and target is within.
func softmax(logits []float64) []float64 {
	most, total, probs := logits[0], 0.0, make([]float64, len(logits))
	for _, x := range logits { most = math.Max(most, x) }
	for i, x := range logits { probs[i] = math.Exp(x - most); total += probs[i] }
	for i := range probs { probs[i] /= total }
	return probs
}
func positionLoss(probs []float64, target int) float64 {
	if probs[target] <= 0 { panic("the target has probability 0") }
	frac, exp := math.Frexp(probs[target]) // math.Log is wrong below 2.2e-308 on amd64: golang/go#56600
	return -math.Log(frac) - float64(exp)*math.Ln2
}
func averageLoss(losses []float64) float64 {
	total := losses[0]
	for _, loss := range losses[1:] { total += loss }
	return total / float64(len(losses))
}
func crossEntropy(logits []float64, target int) (float64, []float64) {
	grad := softmax(logits)
	loss := positionLoss(grad, target); grad[target]-- // the derivative by each logit
	return loss, grad
}

var args []string // the tokens of the request that are still to be read
func next() (token string) { token, args = args[0], args[1:]; return token }
func integer(lo, hi int) int {
	n, err := strconv.Atoi(next())
	if err != nil || n < lo || n > hi { panic(fmt.Sprint("an integer from ", lo, " to ", hi, " is due")) }
	return n
}
func number() float64 { x, err := strconv.ParseFloat(next(), 64); if err != nil { panic(err) }; return x }
func floats(least int) (list []float64) {
	for n := integer(least, len(args)-1); n > 0; n-- { list = append(list, number()) }
	return list
}
func last[T any](x T) T { if len(args) > 0 { panic("there are more values than the request says") }; return x }
var plain = strings.NewReplacer("[", "", "]", "", "+Inf", "inf", "Inf", "inf", "NaN", "nan") // fmt prints [1 +Inf NaN]
func answer() (reply string) {
	defer func() { if why := recover(); why != nil { reply = fmt.Sprint("err panic ", why) } }()
	switch op := next(); op {
	case "hello": return "ok 1 " + who + " ops=" + ops + " config=any"
	case "echo": x := last(floats(0)); reply = fmt.Sprint(len(x), x)
	case "softmax": x := softmax(last(floats(1))); reply = fmt.Sprint(len(x), x)
	case "position_loss": x := floats(1); reply = fmt.Sprint(positionLoss(x, last(integer(0, len(x)-1))))
	case "average_loss": reply = fmt.Sprint(averageLoss(last(floats(1))))
	case "cross_entropy":
		x := floats(1)
		loss, grad := crossEntropy(x, last(integer(0, len(x)-1)))
		reply = fmt.Sprint(loss, len(grad), grad)
	// All other operations, read and checked: npx microgpt-spec init go --full
	default: return "no " + op + " is not implemented"
	}
	return strings.TrimSpace("ok " + plain.Replace(reply))
}
func main() {
	for in, line := bufio.NewReader(os.Stdin), "\n"; line != ""; line, _ = in.ReadString('\n') {
		if args = strings.Fields(line); len(args) > 0 { fmt.Println("@" + next(), answer()) }
	}
}
