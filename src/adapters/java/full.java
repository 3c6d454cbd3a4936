// A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md).
// Build it with Java 17:  javac Adapter.java
// Check it:  npx microgpt-spec doctor -- java -cp . Adapter, then npx microgpt-spec run -- java -cp . Adapter

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class Adapter {
    static final String WHO = "name=mygpt lang=Java version=0.1.0 dtype=f64"; // your port; no spaces in the values
    static final String DECLARED = "config=any"; // what is fixed or limited: spec/protocol.md, "What a port declares"

    // ---- Your functions ----
    // To claim an operation, uncomment its line and let it call your port's functions; what they throw rejects the
    // request. MyPort, MyRandom and MyGraph stand for classes of yours. A matrix is its rows; stateDict has "wte",
    // "wpe", "lm_head", "layer0.attn_wq" and the other matrices. Begin with softmax.
    static class Yours extends Port {
        // double[] softmax(double[] logits) { return MyPort.softmax(logits); }
        // double positionLoss(double[] probs, int target) { return MyPort.positionLoss(probs, target); }
        // double averageLoss(double[] losses) { return MyPort.averageLoss(losses); }
        // LossGrad crossEntropy(double[] logits, int target) { return MyPort.crossEntropy(logits, target); }
        // double[] sampling(double[] logits, double temperature) { return MyPort.sampling(logits, temperature); }
        // double[] rmsnorm(double[] x) { return MyPort.rmsnorm(x); }
        // double[] linear(double[] x, double[][] w) { return MyPort.linear(x, w); }
        // double exp(double x) { return Math.exp(x); }
        // double log(double x) { return Math.log(x); }
        // double sin(double x) { return Math.sin(x); }
        // double cos(double x) { return Math.cos(x); }
        // double pow(double x, double exponent) { return Math.pow(x, exponent); }
        // void adam(Config config, int step, double[] data, double[] grad, double[] m, double[] v) {
        //     MyPort.adam(config, step, data, grad, m, v); // data, m and v in place
        // }
        // List<String> documents(byte[] file) { return MyPort.documents(file); }
        // Vocabulary tokenizer(List<String> docs) { return MyPort.tokenizer(docs); }
        // int[] encode(List<String> uchars, String doc) { return MyPort.encode(uchars, doc); }
        // String decode(List<String> uchars, int[] tokens) { return MyPort.decode(uchars, tokens); }
        // Forward forward(Config config, Map<String, double[][]> stateDict, int[] tokens) {
        //     return MyPort.forward(config, stateDict, tokens);
        // }
        // Backward backward(Config config, Map<String, double[][]> stateDict, int[] tokens) {
        //     return MyPort.backward(config, stateDict, tokens);
        // }
        // Map<String, double[]> trace(Config config, Map<String, double[][]> stateDict, int[] tokens) {
        //     return MyPort.trace(config, stateDict, tokens); // by name: "pos0.x"
        // }
        // Trained train(Config config, Map<String, double[][]> stateDict, List<int[]> docs, int steps) {
        //     return MyPort.train(config, stateDict, docs, steps);
        // }
        // Sampled sample(Config config, Map<String, double[][]> stateDict, double[] uniforms) {
        //     return MyPort.sample(config, stateDict, uniforms);
        // }
        // Map<String, double[][]> parameters(Config config, int vocabSize) {
        //     return MyPort.parameters(config, vocabSize);
        // }
        // Program microgpt(Config config, byte[] file) { return MyPort.microgpt(config, file); }
        // Draws random(BigInteger seed) { return new MyRandom(seed); }
        // Graph<?> autograd() { return new MyGraph(); }
    }
    // ---- End of your functions: what follows reads, checks and prints ----

    /** The constants of a configuration: activation is relu or relu_squared, decay linear or cosine. */
    record Config(int nLayer, int nEmbd, int blockSize, int nHead, double std, double stdResidual, String activation,
            double learningRate, double beta1, double beta2, double epsAdam, String decay, int numSteps,
            double temperature, int numSamples, BigInteger seed) {}

    record LossGrad(double loss, double[] grad) {}
    record Vocabulary(List<String> uchars, int bos, int vocabSize) {}
    record Forward(double[][] logits, double[] losses, double loss) {}
    record Backward(double loss, Map<String, double[][]> grad) {}
    record Trained(double[] losses, Map<String, double[][]> stateDict) {}
    record Sampled(int[] tokens, double[][] probs) {}
    /** The whole program: stateDict as it was drawn, before the first step. */
    record Program(List<String> docs, Map<String, double[][]> stateDict, double[] losses, List<String> samples) {}

    /** A random stream. */
    interface Draws {
        double random();
        BigInteger getrandbits(int k);
        double gauss(double mu, double sigma);
        void shuffle(int[] list); // in place
        int choices(double[] weights); // the index that was drawn
    }

    /** Makes the nodes of a graph of scalars. */
    interface Graph<V> {
        V leaf(double x);
        V add(V a, V b);
        V mul(V a, V b);
        V sub(V a, V b);
        V div(V a, V b);
        V pow(V a, double exponent);
        V log(V a);
        V exp(V a);
        V relu(V a);
        V neg(V a);
        void backward(V root);
        double data(V a);
        double grad(V a);
    }

    /** The operations of a port; those that Yours overrides are claimed. */
    static class Port {
        static <T> T none() { throw new UnsupportedOperationException(); }
        double[] softmax(double[] logits) { return none(); }
        double positionLoss(double[] probs, int target) { return none(); }
        double averageLoss(double[] losses) { return none(); }
        LossGrad crossEntropy(double[] logits, int target) { return none(); }
        double[] sampling(double[] logits, double temperature) { return none(); }
        double[] rmsnorm(double[] x) { return none(); }
        double[] linear(double[] x, double[][] w) { return none(); }
        double exp(double x) { return none(); }
        double log(double x) { return none(); }
        double sin(double x) { return none(); }
        double cos(double x) { return none(); }
        double pow(double x, double exponent) { return none(); }
        void adam(Config config, int step, double[] data, double[] grad, double[] m, double[] v) { none(); }
        List<String> documents(byte[] file) { return none(); }
        Vocabulary tokenizer(List<String> docs) { return none(); }
        int[] encode(List<String> uchars, String doc) { return none(); }
        String decode(List<String> uchars, int[] tokens) { return none(); }
        Forward forward(Config config, Map<String, double[][]> stateDict, int[] tokens) { return none(); }
        Backward backward(Config config, Map<String, double[][]> stateDict, int[] tokens) { return none(); }
        Map<String, double[]> trace(Config config, Map<String, double[][]> stateDict, int[] tokens) { return none(); }
        Trained train(Config config, Map<String, double[][]> stateDict, List<int[]> docs, int steps) { return none(); }
        Sampled sample(Config config, Map<String, double[][]> stateDict, double[] uniforms) { return none(); }
        Map<String, double[][]> parameters(Config config, int vocabSize) { return none(); }
        Program microgpt(Config config, byte[] file) { return none(); }
        Draws random(BigInteger seed) { return none(); }
        Graph<?> autograd() { return none(); }
    }

    static final int MOST = 1 << 24; // numbers that there is room for in one list

    /** The request makes no sense: no function of yours is called. */
    static class InputException extends RuntimeException {
        InputException(String message) { super(message); }
    }

    static void demand(boolean fits, String format, Object... parts) {
        if (!fits) throw new InputException(String.format(format, parts));
    }

    record Shape(String name, int nout, int nin) {}

    /** The matrices in their order. */
    static List<Shape> shapesOf(Config c, int vocabSize) {
        int n = c.nEmbd();
        List<Shape> shapes = new ArrayList<>();
        shapes.add(new Shape("wte", vocabSize, n));
        shapes.add(new Shape("wpe", c.blockSize(), n));
        shapes.add(new Shape("lm_head", vocabSize, n));
        for (int i = 0; i < c.nLayer(); i++) {
            String layer = "layer" + i + ".";
            for (String name : List.of("attn_wq", "attn_wk", "attn_wv", "attn_wo")) {
                shapes.add(new Shape(layer + name, n, n));
            }
            shapes.add(new Shape(layer + "mlp_fc1", 4 * n, n));
            shapes.add(new Shape(layer + "mlp_fc2", n, 4 * n));
        }
        return shapes;
    }

    static final double INFINITY = Double.POSITIVE_INFINITY;
    static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    static final Pattern NUMBER = Pattern.compile("nan|-?inf|[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    /** The values of a request, read from left to right. */
    static class Request {
        final String[] values;
        int at;

        Request(String[] values) { this.values = values; }

        int left() { return values.length - at; }

        void fits(boolean fits, String wanted) {
            String token = values[at - 1];
            demand(fits, "value %d is %s; it must be %s", at, token.substring(0, Math.min(40, token.length())), wanted);
        }

        String word(Pattern pattern, String wanted) {
            demand(left() > 0, "the line ends after %d values; one more is due", at);
            String token = values[at++];
            fits(pattern.matcher(token).matches(), wanted);
            return token;
        }

        String word(String pattern, String wanted) { return word(Pattern.compile(pattern), wanted); }

        BigInteger integer() { return new BigInteger(word(INTEGER, "an integer")); }

        int integer(int least, int most) {
            BigInteger n = integer();
            boolean fits = n.bitLength() < 32 && n.intValue() >= least && n.intValue() <= most;
            fits(fits, "an integer from " + least + " to " + most);
            return n.intValue();
        }

        double number() {
            String token = word(NUMBER, "a number");
            if (!token.endsWith("n") && !token.endsWith("f")) return Double.parseDouble(token);
            return token.equals("nan") ? Double.NaN : token.equals("inf") ? INFINITY : -INFINITY;
        }

        <T> List<T> list(int least, Supplier<T> read) {
            int n = integer(least, MOST);
            demand(n <= left(), "value %d says that %d follow; there are fewer", at, n);
            return Stream.generate(read).limit(n).toList();
        }

        double[] numbers(int n) {
            double[] list = new double[n];
            for (int i = 0; i < n; i++) list[i] = number();
            return list;
        }

        double[] numbersBehindLength(int least) {
            int n = integer(least, MOST);
            demand(n <= left(), "value %d says that %d follow; there are fewer", at, n);
            return numbers(n);
        }

        double[] floats() { return numbersBehindLength(0); }

        double[] someFloats() { return numbersBehindLength(1); }

        double[][] rows(int nout, int nin) {
            double[][] rows = new double[nout][];
            for (int i = 0; i < nout; i++) rows[i] = numbers(nin);
            return rows;
        }

        double[][] matrix(int columns) {
            int nout = integer(0, MOST), nin = integer(0, MOST);
            demand(nout == 0 || nin == columns, "x has %d numbers, a row of w %d", columns, nin);
            demand((long) nout * nin <= left(), "a matrix of %d x %d, and fewer values", nout, nin);
            return rows(nout, nin);
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(word("([0-9a-fA-F]{2})+|-", "hex digits in pairs, or -").replace("-", ""));
        }

        String text() {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
            } catch (CharacterCodingException e) {
                throw new InputException("value " + at + " is hex of no UTF-8");
            }
        }

        List<String> texts() { return list(0, this::text); }

        List<String> uchars() {
            List<String> uchars = texts();
            for (String c : uchars) demand(c.codePointCount(0, c.length()) == 1, "a character is not one code point");
            return uchars;
        }

        int[] tokens(int vocabSize, int lookedAt) {
            int n = integer(0, MOST);
            demand(n <= left(), "value %d says that %d follow; there are fewer", at, n);
            return IntStream.range(0, n).map(i -> integer(0, i < lookedAt ? vocabSize - 1 : MOST)).toArray();
        }

        /** Tokens behind the block are not looked at, and may be any (model.16). */
        int[] document(Config c, Map<String, double[][]> stateDict) {
            int[] tokens = tokens(stateDict.get("lm_head").length, c.blockSize() + 1);
            demand(tokens.length >= 2, "a document of %d tokens; it must have BOS on both sides", tokens.length);
            return tokens;
        }

        double rate(double below) {
            double x = number();
            fits(x >= 0 && x < below, "in the constant's range (parameters.8)");
            return x;
        }

        double rate() { return rate(INFINITY); }

        Config config() {
            Config c = new Config(integer(0, MOST), integer(1, MOST), integer(1, MOST), integer(1, MOST),
                    rate(), rate(), word("relu|relu_squared", "relu or relu_squared"), rate(), rate(1), rate(1), rate(),
                    word("linear|cosine", "linear or cosine"), integer(0, Integer.MAX_VALUE), rate(),
                    integer(0, Integer.MAX_VALUE), integer());
            demand(c.nEmbd() % c.nHead() == 0, "n_embd %d is no multiple of n_head (parameters.8)", c.nEmbd());
            demand(c.temperature() > 0, "temperature is 0; it must be above (parameters.8)");
            return c;
        }

        int vocabSize(Config c) {
            int vocabSize = integer(1, MOST);
            double n = c.nEmbd(), count = n * (2.0 * vocabSize + c.blockSize() + 12.0 * n * c.nLayer());
            demand(count <= MOST, "%.0f parameters are too many; there is room for %d", count, MOST);
            return vocabSize;
        }

        Map<String, double[][]> stateDict(Config c) {
            List<Shape> shapes = shapesOf(c, vocabSize(c));
            int n = integer(0, MOST), due = shapes.stream().mapToInt(shape -> shape.nout * shape.nin).sum();
            demand(n == due, "%d parameters; this configuration has %d (parameters.6)", n, due);
            demand(n <= left(), "value %d says that %d follow; there are fewer", at, n);
            Map<String, double[][]> stateDict = new LinkedHashMap<>();
            for (Shape shape : shapes) stateDict.put(shape.name, rows(shape.nout, shape.nin));
            return stateDict;
        }

        /** Ends the request: your function is called behind it. */
        void end() {
            demand(left() == 0, "there are %d values more than the request says (protocol.2)", left());
        }
    }

    /** The tokens of a reply, each behind a space. */
    static class Reply {
        final StringBuilder tokens = new StringBuilder("ok");

        void word(Object word) { tokens.append(' ').append(word); }

        void number(double x) { // Double.toString reads back as the same number
            word(Double.isNaN(x) ? "nan" : Double.isInfinite(x) ? x > 0 ? "inf" : "-inf" : Double.toString(x));
        }

        void numbers(double[] list) {
            for (double x : list) number(x);
        }

        void floats(double[] list) {
            word(list.length);
            numbers(list);
        }

        void ints(int[] list) {
            word(list.length);
            for (int n : list) word(n);
        }

        void matrix(double[][] rows) {
            word(rows.length);
            word(rows.length == 0 ? 0 : rows[0].length);
            for (double[] row : rows) numbers(row);
        }

        void text(String text) {
            word(text.isEmpty() ? "-" : HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        }

        void texts(List<String> texts) {
            word(texts.size());
            texts.forEach(this::text);
        }

        void stateDict(Map<String, double[][]> stateDict, Config c) {
            int vocabSize = stateDict.get("lm_head").length;
            List<Shape> shapes = shapesOf(c, vocabSize);
            word(vocabSize);
            word(shapes.stream().mapToInt(shape -> shape.nout * shape.nin).sum());
            for (Shape shape : shapes) for (double[] row : stateDict.get(shape.name)) numbers(row);
        }
    }

    static final Port YOURS = new Yours();

    /** Operations that Yours has, by their names in the protocol. */
    static final List<String> CLAIMED = Stream.of(Yours.class.getDeclaredMethods()).filter(m -> !m.isSynthetic())
            .map(m -> m.getName().replaceAll("([A-Z])", "_$1").toLowerCase()).filter(Adapter::isOperation).toList();

    static boolean isOperation(String name) {
        return Stream.of(Port.class.getDeclaredMethods())
                .anyMatch(m -> m.getName().equalsIgnoreCase(name.replace("_", "")));
    }

    /** Reads a request to its end, calls your function, and prints what it gives. */
    static void answer(String op, Request r, Reply w) {
        switch (op) {
            case "echo" -> {
                double[] x = r.floats();
                r.end();
                w.floats(x);
            }
            case "softmax" -> {
                double[] logits = r.someFloats();
                r.end();
                w.floats(YOURS.softmax(logits));
            }
            case "position_loss" -> {
                double[] probs = r.someFloats();
                int target = r.integer(0, probs.length - 1);
                r.end();
                w.number(YOURS.positionLoss(probs, target));
            }
            case "average_loss" -> {
                double[] losses = r.someFloats();
                r.end();
                w.number(YOURS.averageLoss(losses));
            }
            case "cross_entropy" -> {
                double[] logits = r.someFloats();
                int target = r.integer(0, logits.length - 1);
                r.end();
                LossGrad result = YOURS.crossEntropy(logits, target);
                w.number(result.loss);
                w.floats(result.grad);
            }
            case "sampling" -> {
                double[] logits = r.someFloats();
                double temperature = r.number();
                r.fits(temperature > 0, "a temperature above 0 (inference.9)");
                r.end();
                w.floats(YOURS.sampling(logits, temperature));
            }
            case "rmsnorm" -> {
                double[] x = r.someFloats();
                r.end();
                w.floats(YOURS.rmsnorm(x));
            }
            case "linear" -> {
                double[] x = r.floats();
                double[][] rows = r.matrix(x.length);
                r.end();
                w.floats(YOURS.linear(x, rows));
            }
            case "exp" -> each(r, w, r.floats(), YOURS::exp);
            case "log" -> each(r, w, r.floats(), YOURS::log);
            case "sin" -> each(r, w, r.floats(), YOURS::sin);
            case "cos" -> each(r, w, r.floats(), YOURS::cos);
            case "pow" -> {
                double[] list = r.floats();
                double exponent = r.number();
                each(r, w, list, x -> YOURS.pow(x, exponent));
            }
            case "adam" -> {
                Config config = r.config();
                demand(config.numSteps > 0, "num_steps is 0; there is no step to take (optimizer.7)");
                int step = r.integer(0, config.numSteps);
                double[] data = r.floats(), grad = r.floats(), m = r.floats(), v = r.floats();
                boolean fits = grad.length == data.length && m.length == data.length && v.length == data.length;
                demand(fits, "data, grad, m and v are not of one length");
                r.end();
                YOURS.adam(config, step, data, grad, m, v);
                w.floats(data);
                w.floats(m);
                w.floats(v);
            }
            case "documents" -> {
                byte[] file = r.bytes();
                r.end();
                w.texts(YOURS.documents(file));
            }
            case "tokenizer" -> {
                List<String> docs = r.texts();
                r.end();
                Vocabulary vocabulary = YOURS.tokenizer(docs);
                w.texts(vocabulary.uchars);
                w.word(vocabulary.bos);
                w.word(vocabulary.vocabSize);
            }
            case "encode" -> {
                List<String> uchars = r.uchars();
                String doc = r.text();
                r.end();
                w.ints(YOURS.encode(uchars, doc));
            }
            case "decode" -> {
                List<String> uchars = r.uchars();
                int[] tokens = r.tokens(uchars.size(), MOST);
                r.end();
                w.text(YOURS.decode(uchars, tokens));
            }
            case "forward" -> {
                Config config = r.config();
                Map<String, double[][]> stateDict = r.stateDict(config);
                int[] tokens = r.document(config, stateDict);
                r.end();
                Forward result = YOURS.forward(config, stateDict, tokens);
                w.matrix(result.logits);
                w.floats(result.losses);
                w.number(result.loss);
            }
            case "backward" -> {
                Config config = r.config();
                Map<String, double[][]> stateDict = r.stateDict(config);
                int[] tokens = r.document(config, stateDict);
                r.end();
                Backward result = YOURS.backward(config, stateDict, tokens);
                w.number(result.loss);
                w.stateDict(result.grad, config);
            }
            case "trace" -> {
                Config config = r.config();
                Map<String, double[][]> stateDict = r.stateDict(config);
                int[] tokens = r.document(config, stateDict);
                r.end();
                Map<String, double[]> values = YOURS.trace(config, stateDict, tokens);
                w.word(values.size());
                values.forEach((name, list) -> {
                    w.word(name);
                    w.floats(list);
                });
            }
            case "train" -> {
                Config config = r.config();
                Map<String, double[][]> stateDict = r.stateDict(config);
                List<int[]> docs = r.list(0, () -> r.document(config, stateDict));
                int steps = r.integer(0, config.numSteps);
                demand(steps == 0 || !docs.isEmpty(), "there is no document to train on (training.4)");
                r.end();
                Trained result = YOURS.train(config, stateDict, docs, steps);
                w.floats(result.losses);
                w.stateDict(result.stateDict, config);
            }
            case "sample" -> {
                Config config = r.config();
                Map<String, double[][]> stateDict = r.stateDict(config);
                double[] uniforms = r.floats();
                demand(Arrays.stream(uniforms).allMatch(u -> u >= 0 && u < 1), "a uniform is outside of [0, 1)");
                r.end();
                double[] enough = Arrays.copyOf(uniforms, Math.max(uniforms.length, config.blockSize));
                Sampled result = YOURS.sample(config, stateDict, enough);
                demand(result.probs.length <= uniforms.length, "there are fewer uniforms than positions reached");
                w.ints(result.tokens);
                w.matrix(result.probs);
            }
            case "parameters" -> {
                Config config = r.config();
                int vocabSize = r.vocabSize(config);
                r.end();
                w.stateDict(YOURS.parameters(config, vocabSize), config);
            }
            case "microgpt" -> {
                Config config = r.config();
                byte[] file = r.bytes();
                r.end();
                Program result = YOURS.microgpt(config, file);
                w.texts(result.docs);
                w.stateDict(result.stateDict, config);
                w.floats(result.losses);
                w.texts(result.samples);
            }
            case "random" -> {
                BigInteger seed = r.integer();
                List<Consumer<Draws>> draws = r.list(0, () -> readDraw(r, w));
                r.end();
                Draws stream = YOURS.random(seed);
                draws.forEach(draw -> draw.accept(stream));
            }
            case "autograd" -> {
                List<Node> graph = new ArrayList<>();
                r.list(1, () -> graph.add(readNode(r, graph.size())));
                r.end();
                evaluate(YOURS.autograd(), graph, w);
            }
            default -> throw new IllegalStateException("there is no operation " + op);
        }
    }

    static void each(Request r, Reply w, double[] list, DoubleUnaryOperator function) {
        r.end();
        w.floats(Arrays.stream(list).map(function).toArray());
    }

    /** A draw: what a stream is asked, and prints. */
    static Consumer<Draws> readDraw(Request r, Reply w) {
        switch (r.word("random|getrandbits|gauss|shuffle|choices", "a draw")) {
            case "random": return stream -> w.number(stream.random());
            case "getrandbits": {
                int k = r.integer(0, 1 << 20);
                return stream -> w.word(stream.getrandbits(k));
            }
            case "gauss": {
                double mu = r.number(), sigma = r.number();
                return stream -> w.number(stream.gauss(mu, sigma));
            }
            case "choices": {
                double[] weights = r.floats();
                return stream -> w.word(stream.choices(weights));
            }
            default: {
                int[] list = IntStream.range(0, r.integer(0, MOST)).toArray();
                return stream -> {
                    stream.shuffle(list);
                    w.ints(list);
                };
            }
        }
    }

    /** A node of a graph: a and b are places of earlier nodes, x is the number of a leaf, or an exponent. */
    record Node(String kind, int a, int b, double x) {}

    static Node readNode(Request r, int place) {
        String kind = r.word("leaf|add|mul|sub|div|pow|log|exp|relu|neg", "a kind of node");
        int a = kind.equals("leaf") ? 0 : r.integer(0, place - 1);
        int b = List.of("add", "mul", "sub", "div").contains(kind) ? r.integer(0, place - 1) : 0;
        return new Node(kind, a, b, kind.equals("leaf") || kind.equals("pow") ? r.number() : 0);
    }

    static <V> void evaluate(Graph<V> graph, List<Node> nodes, Reply w) {
        List<V> made = new ArrayList<>();
        for (Node node : nodes) {
            V a = made.isEmpty() ? null : made.get(node.a), b = made.isEmpty() ? null : made.get(node.b);
            made.add(switch (node.kind) {
                case "leaf" -> graph.leaf(node.x);
                case "add" -> graph.add(a, b);
                case "mul" -> graph.mul(a, b);
                case "sub" -> graph.sub(a, b);
                case "div" -> graph.div(a, b);
                case "pow" -> graph.pow(a, node.x);
                case "log" -> graph.log(a);
                case "exp" -> graph.exp(a);
                case "relu" -> graph.relu(a);
                default -> graph.neg(a);
            });
        }
        graph.backward(made.get(made.size() - 1));
        w.floats(made.stream().mapToDouble(graph::data).toArray());
        w.floats(made.stream().mapToDouble(graph::grad).toArray());
    }

    static String reply(String op, String[] values) {
        if (op.equals("hello")) {
            String none = "no none of the operations is claimed yet: uncomment the line of one of your functions";
            return CLAIMED.isEmpty() ? none : "ok 1 " + WHO + " " + DECLARED + " ops=" + String.join(",", CLAIMED);
        }
        if (!op.equals("echo") && !CLAIMED.contains(op)) return "no " + op + " is not implemented";
        Reply w = new Reply();
        try {
            answer(op, new Request(values), w);
            return w.tokens.toString();
        } catch (InputException e) {
            return "err input " + e.getMessage();
        } catch (RuntimeException | StackOverflowError e) {
            return ("err " + e.getClass().getSimpleName() + " " + e.getMessage()).replaceAll("\\s+", " ");
        }
    }

    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8); // each line is flushed
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.strip().split(" +");
            if (words[0].isEmpty()) continue; // an empty line asks nothing
            String op = words.length > 1 ? words[1] : "nothing";
            String[] values = Arrays.copyOfRange(words, Math.min(2, words.length), words.length);
            out.print("@" + words[0] + " " + reply(op, values) + "\n");
            out.flush();
        }
    }
}
