// What a port looks like around the lines of dump.go: its numbers come from numbers.txt.
package main

import (
	"bufio"
	"fmt"
	"os"
)

const vocabSize, nEmbd, blockSize, numSteps = 3, 4, 4, 4

var shapes = map[string][2]int{}
var names = []string{"wte", "wpe", "lm_head", "layer0.attn_wq", "layer0.attn_wk", "layer0.attn_wv", "layer0.attn_wo",
	"layer0.mlp_fc1", "layer0.mlp_fc2"}
var numbers *bufio.Reader

func read(count int) []float64 {
	list := make([]float64, count)
	for i := range list {
		fmt.Fscan(numbers, &list[i])
	}
	return list
}

func readAll() map[string][][]float64 {
	all := map[string][][]float64{}
	for _, name := range names {
		for i := 0; i < shapes[name][0]; i++ {
			all[name] = append(all[name], read(shapes[name][1]))
		}
	}
	return all
}

// dump: part 1

func main() {
	f, _ := os.Open("numbers.txt")
	numbers = bufio.NewReader(f)
	shapes["wte"], shapes["wpe"] = [2]int{vocabSize, nEmbd}, [2]int{blockSize, nEmbd}
	shapes["lm_head"] = shapes["wte"]
	for _, name := range names[3:7] {
		shapes[name] = [2]int{nEmbd, nEmbd}
	}
	shapes["layer0.mlp_fc1"], shapes["layer0.mlp_fc2"] = [2]int{4 * nEmbd, nEmbd}, [2]int{nEmbd, 4 * nEmbd}
	stateDict := readAll()
	for step := 0; step < numSteps; step++ {
		n := 3
		tokens := make([]int, n+1)
		for t := range tokens {
			fmt.Fscan(numbers, &tokens[t])
		}
		// dump: part 2
		for posID := 0; posID < n; posID++ {
			logits, probs := read(vocabSize), read(vocabSize)
			_, _ = logits, probs
			// dump: part 3
		}
		losses := read(n)
		loss := read(1)[0]
		grad := readAll()
		_, _, _ = losses, loss, grad
		// dump: part 4
		m, v := readAll(), readAll()
		_, _ = m, v
		stateDict = readAll()
		// dump: part 5
	}
}
