    // A small port for the tests: functions of vectors and text that are right, and below them functions that answer
    // with what they were given, by the rules of echoes.fixture.ts.

    static class MyPort {
        static double[] softmax(double[] logits) {
            double max = Arrays.stream(logits).reduce(Math::max).getAsDouble();
            double[] exps = Arrays.stream(logits).map(x -> Math.exp(x - max)).toArray();
            double total = 0;
            for (double e : exps) total += e;
            for (int i = 0; i < exps.length; i++) exps[i] /= total;
            return exps;
        }
        static double positionLoss(double[] probs, int target) {
            if (probs[target] <= 0) throw new ArithmeticException("the target has probability 0");
            return -Math.log(probs[target]);
        }
        static double averageLoss(double[] losses) {
            double total = 0;
            for (double loss : losses) total += loss;
            return total / losses.length;
        }
        static LossGrad crossEntropy(double[] logits, int target) {
            double[] grad = softmax(logits);
            double loss = positionLoss(grad, target);
            grad[target] -= 1;
            return new LossGrad(loss, grad);
        }
        static double[] sampling(double[] logits, double temperature) {
            return softmax(Arrays.stream(logits).map(x -> x / temperature).toArray());
        }
        static double[] rmsnorm(double[] x) {
            double squares = 0;
            for (double xi : x) squares += xi * xi;
            double scale = 1 / Math.sqrt(squares / x.length + 1e-5);
            return Arrays.stream(x).map(xi -> xi * scale).toArray();
        }
        static double[] linear(double[] x, double[][] w) {
            double[] y = new double[w.length];
            for (int i = 0; i < w.length; i++) for (int j = 0; j < x.length; j++) y[i] += w[i][j] * x[j];
            return y;
        }
        static void adam(Config c, int step, double[] data, double[] grad, double[] m, double[] v) {
            double share = (double) step / c.numSteps();
            double decay = c.decay().equals("cosine") ? 0.5 * (1 + Math.cos(Math.PI * share)) : 1 - share;
            for (int i = 0; i < data.length; i++) {
                m[i] = c.beta1() * m[i] + (1 - c.beta1()) * grad[i];
                v[i] = c.beta2() * v[i] + (1 - c.beta2()) * (grad[i] * grad[i]);
                double mHat = m[i] / (1 - Math.pow(c.beta1(), step + 1));
                double vHat = v[i] / (1 - Math.pow(c.beta2(), step + 1));
                data[i] -= c.learningRate() * decay * mHat / (Math.sqrt(vHat) + c.epsAdam());
            }
        }
        static int[] encode(List<String> uchars, String doc) {
            IntStream places = doc.codePoints().map(c -> uchars.indexOf(Character.toString(c)));
            IntStream bos = IntStream.of(uchars.size());
            int[] tokens = IntStream.concat(IntStream.concat(bos, places), IntStream.of(uchars.size())).toArray();
            if (IntStream.of(tokens).anyMatch(token -> token < 0)) throw new IllegalArgumentException("unknown");
            return tokens;
        }
        static String decode(List<String> uchars, int[] tokens) {
            StringBuilder doc = new StringBuilder();
            for (int token : tokens) doc.append(uchars.get(token));
            return doc.toString();
        }

        // Echoes.

        static List<String> documents(byte[] file) { return List.of(new String(file, StandardCharsets.UTF_8)); }
        static Vocabulary tokenizer(List<String> docs) {
            List<String> uchars = new ArrayList<>(docs);
            java.util.Collections.reverse(uchars);
            return new Vocabulary(uchars, docs.size(), docs.size() + 1);
        }
        static Map<String, double[][]> parameters(Config c, int vocabSize) {
            Map<String, double[][]> s = new LinkedHashMap<>();
            for (Shape shape : shapesOf(c, vocabSize)) s.put(shape.name(), new double[shape.nout()][shape.nin()]);
            double squared = c.activation().equals("relu_squared") ? 1 : 0, cosine = c.decay().equals("cosine") ? 1 : 0;
            s.get("wte")[0] = new double[] {c.nLayer(), c.nEmbd(), c.blockSize(), c.nHead(), c.std(), c.stdResidual(),
                squared, c.learningRate(), c.beta1(), c.beta2(), c.epsAdam(), cosine, c.numSteps(), c.temperature(),
                c.numSamples(), c.seed().doubleValue()};
            return s;
        }
        static Forward forward(Config c, Map<String, double[][]> s, int[] tokens) {
            int n = Math.min(tokens.length - 1, c.blockSize()), vocabSize = s.get("lm_head").length;
            double[][] logits = new double[n][vocabSize];
            double[] losses = new double[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < vocabSize; j++) logits[i][j] = s.get("lm_head")[j][0] + s.get("wpe")[i][0];
                losses[i] = s.get("wte")[tokens[i + 1]][0];
            }
            return new Forward(logits, losses, s.get("layer0.attn_wo")[1][0] + s.get("layer0.mlp_fc2")[1][0]);
        }
        static Backward backward(Config c, Map<String, double[][]> s, int[] tokens) {
            return new Backward(s.get("layer0.attn_wk")[0][1] + s.get("layer0.mlp_fc1")[1][0] + tokens[1], s);
        }
        static Map<String, double[]> trace(Config c, Map<String, double[][]> s, int[] tokens) {
            double[] q = {c.learningRate(), s.get("layer0.mlp_fc2")[1][1], tokens[1]};
            return Map.of("pos0.embedding", s.get("wte")[0], "pos0.x", new double[0], "pos0.layer0.q", q);
        }
        static Trained train(Config c, Map<String, double[][]> s, List<int[]> docs, int steps) {
            s.get("layer0.attn_wq")[0][0] = s.get("layer0.attn_wv")[0][1];
            IntStream all = IntStream.range(0, steps);
            return new Trained(all.mapToDouble(i -> docs.get(i % docs.size())[1] + c.learningRate()).toArray(), s);
        }
        static Sampled sample(Config c, Map<String, double[][]> s, double[] uniforms) {
            int vocabSize = s.get("lm_head").length;
            int[] tokens = IntStream.range(0, c.blockSize()).map(i -> i % vocabSize).toArray();
            double[][] probs = new double[c.blockSize()][vocabSize];
            for (int i = 0; i < c.blockSize(); i++) for (int j = 0; j < vocabSize; j++) probs[i][j] = uniforms[i] + j;
            return new Sampled(tokens, probs);
        }
        static Program microgpt(Config c, byte[] file) {
            double[] losses = IntStream.range(0, c.numSteps()).mapToDouble(i -> i + c.temperature()).toArray();
            List<String> docs = documents(file);
            List<String> samples = java.util.Collections.nCopies(c.numSamples(), docs.get(0));
            return new Program(docs, parameters(c, 2), losses, samples);
        }
    }

    record MyRandom(BigInteger seed) implements Draws {
        public double random() { return seed.signum() < 0 ? 0.25 : 0.5; }
        public BigInteger getrandbits(int k) { return seed.abs().mod(BigInteger.ONE.shiftLeft(k)); }
        public double gauss(double mu, double sigma) { return mu + 2 * sigma; }
        public void shuffle(int[] list) {
            for (int i = 0; i < list.length; i++) list[i] = list.length - 1 - i;
        }
        public int choices(double[] weights) {
            int most = 0;
            for (int i = 1; i < weights.length; i++) if (weights[i] > weights[most]) most = i;
            return most;
        }
    }

    static class MyGraph implements Graph<double[]> {
        public double[] leaf(double x) { return new double[] {x, 0}; }
        public double[] add(double[] a, double[] b) { return new double[] {a[0] + b[0], 1}; }
        public double[] mul(double[] a, double[] b) { return new double[] {a[0] * b[0], 2}; }
        public double[] sub(double[] a, double[] b) { return new double[] {a[0] - b[0], 3}; }
        public double[] div(double[] a, double[] b) { return new double[] {a[0] / b[0], 4}; }
        public double[] pow(double[] a, double exponent) { return new double[] {a[0] * exponent, 5}; }
        public double[] log(double[] a) { return new double[] {a[0], 6}; }
        public double[] exp(double[] a) { return new double[] {a[0], 7}; }
        public double[] relu(double[] a) { return new double[] {a[0], 8}; }
        public double[] neg(double[] a) { return new double[] {-a[0], 9}; }
        public void backward(double[] root) { root[1] += 100; }
        public double data(double[] a) { return a[0]; }
        public double grad(double[] a) { return a[1]; }
    }

