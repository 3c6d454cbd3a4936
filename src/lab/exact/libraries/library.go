// Go's exp, ln and powers as a port of three operations (spec/protocol.md): go build -o library library.go

package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
)

func main() {
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadString('\n')
		words := strings.Fields(line)
		if len(words) > 1 {
			answer(out, words[0], words[1], words[2:])
			out.Flush()
		}
		if err != nil {
			return
		}
	}
}

func answer(out *bufio.Writer, id, op string, values []string) {
	if op == "hello" {
		fmt.Fprintf(out, "@%s ok 1 name=go lang=Go version=%s dtype=f64 ops=exp,log,pow config=any\n", id, runtime.Version())
		return
	}
	exponent := 0.0
	if op == "pow" {
		exponent, _ = strconv.ParseFloat(values[len(values)-1], 64)
		values = values[:len(values)-1]
	}
	of := map[string]func(float64) float64{
		"exp": math.Exp, "log": math.Log, "pow": func(x float64) float64 { return math.Pow(x, exponent) },
	}[op]
	if of == nil {
		fmt.Fprintf(out, "@%s no %s is not implemented\n", id, op)
		return
	}
	fmt.Fprintf(out, "@%s ok %s", id, values[0])
	for _, value := range values[1:] {
		x, _ := strconv.ParseFloat(value, 64)
		fmt.Fprintf(out, " %s", strconv.FormatFloat(of(x), 'g', -1, 64))
	}
	fmt.Fprintln(out)
}
