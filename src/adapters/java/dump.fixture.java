// What a port looks like around the lines of dump.java: its numbers come from numbers.txt.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.stream.DoubleStream;

public class Port {
    static class Value {
        double data, grad;
        Value(double data) { this.data = data; }
    }

    static Scanner numbers;
    static double next() { return Double.parseDouble(numbers.next()); }
    static double[] read(int count) {
        double[] list = new double[count];
        for (int i = 0; i < count; i++) list[i] = next();
        return list;
    }
    static Value[] values(int count) {
        Value[] list = new Value[count];
        for (int i = 0; i < count; i++) list[i] = new Value(next());
        return list;
    }
    static final Map<String, Value[][]> stateDict = new HashMap<>();
    static final List<Value> params = new ArrayList<>();
    static void matrix(String name, int rows, int columns) {
        Value[][] mat = new Value[rows][];
        for (int i = 0; i < rows; i++) params.addAll(List.of(mat[i] = values(columns)));
        stateDict.put(name, mat);
    }

// dump: part 1

    public static void main(String[] args) throws Exception {
        numbers = new Scanner(Files.readString(Path.of("numbers.txt")));
        final int vocabSize = 3, nEmbd = 4, blockSize = 4, numSteps = 4;
        matrix("wte", vocabSize, nEmbd);
        matrix("wpe", blockSize, nEmbd);
        matrix("lm_head", vocabSize, nEmbd);
        for (String name : List.of("attn_wq", "attn_wk", "attn_wv", "attn_wo")) matrix("layer0." + name, nEmbd, nEmbd);
        matrix("layer0.mlp_fc1", 4 * nEmbd, nEmbd);
        matrix("layer0.mlp_fc2", nEmbd, 4 * nEmbd);
        for (int step = 0; step < numSteps; step++) {
            int n = 3;
            int[] tokens = new int[n + 1];
            for (int t = 0; t <= n; t++) tokens[t] = (int) next();
            // dump: part 2
            for (int posId = 0; posId < n; posId++) {
                Value[] logits = values(vocabSize), probs = values(vocabSize);
                // dump: part 3
            }
            Value[] losses = values(n);
            Value loss = new Value(next());
            for (Value p : params) p.grad = next();
            // dump: part 4
            double[] m = read(params.size()), v = read(params.size());
            for (Value p : params) { p.data = next(); p.grad = 0; }
            // dump: part 5
        }
    }
}
