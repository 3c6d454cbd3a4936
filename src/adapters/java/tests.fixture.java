    // ---- Your functions ----
    // A right port for the tests: it takes the place of the functions that are to be filled in.

    static double[] softmax(double[] logits) {
        double max = java.util.Arrays.stream(logits).max().getAsDouble();
        double[] probs = java.util.Arrays.stream(logits).map(x -> Math.exp(x - max)).toArray();
        double total = 0;
        for (double e : probs) total += e;
        for (int i = 0; i < probs.length; i++) probs[i] /= total;
        return probs;
    }

    static double[] rmsnorm(double[] x) {
        double squares = 0;
        for (double xi : x) squares += xi * xi;
        double scale = 1 / Math.sqrt(squares / x.length + 1e-5);
        return java.util.Arrays.stream(x).map(xi -> xi * scale).toArray();
    }

    static double[] linear(double[] x, double[][] w) {
        double[] y = new double[w.length];
        for (int i = 0; i < w.length; i++) for (int j = 0; j < x.length; j++) y[i] += w[i][j] * x[j];
        return y;
    }

    static double positionLoss(double[] probs, int target) {
        return -Math.log(probs[target]);
    }

    static double averageLoss(double[] losses) {
        double total = 0;
        for (double loss : losses) total += loss;
        return total / losses.length;
    }

    static CrossEntropy crossEntropy(double[] logits, int target) {
        double[] grad = softmax(logits);
        double loss = positionLoss(grad, target);
        grad[target] -= 1;
        return new CrossEntropy(loss, grad);
    }

    static int[] encode(List<String> uchars, String doc) {
        IntStream places = doc.codePoints().map(point -> uchars.indexOf(Character.toString(point)));
        IntStream bos = IntStream.of(uchars.size());
        return IntStream.concat(IntStream.concat(bos, places), IntStream.of(uchars.size())).toArray();
    }

    static String decode(List<String> uchars, int[] tokens) {
        return IntStream.of(tokens).mapToObj(uchars::get).collect(java.util.stream.Collectors.joining());
    }

    static void adam(int step, double[] data, double[] grad, double[] m, double[] v) {
        double rate = 0.01 * (1 - step / 1000.0);
        for (int i = 0; i < data.length; i++) {
            m[i] = 0.85 * m[i] + (1 - 0.85) * grad[i];
            v[i] = 0.99 * v[i] + (1 - 0.99) * grad[i] * grad[i];
            double mHat = m[i] / (1 - Math.pow(0.85, step + 1)), vHat = v[i] / (1 - Math.pow(0.99, step + 1));
            data[i] -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
        }
    }

    /** CPython's random stream. */
    static class Twister implements RandomStream {
        final int[] x = new int[624];
        int index = 624;
        boolean kept;
        double second;

        Twister(int seed) {
            x[0] = 19650218;
            for (int k = 1; k < 624; k++) x[k] = 1812433253 * (x[k - 1] ^ x[k - 1] >>> 30) + k;
            for (int k = 0, i = 1; k < 624 + 623; k++) {
                int before = x[i - 1] ^ x[i - 1] >>> 30;
                x[i] = k < 624 ? (x[i] ^ before * 1664525) + seed : (x[i] ^ before * 1566083941) - i;
                if (++i < 624) continue;
                x[0] = x[623];
                i = 1;
            }
            x[0] = 1 << 31;
        }

        int word() {
            if (index == 624) {
                for (int k = 0; k < 624; k++) {
                    int y = x[k] & 1 << 31 | x[(k + 1) % 624] & ~(1 << 31);
                    x[k] = x[(k + 397) % 624] ^ y >>> 1 ^ (y & 1) * 0x9908b0df;
                }
                index = 0;
            }
            int y = x[index++];
            y ^= y >>> 11;
            y ^= y << 7 & 0x9d2c5680;
            y ^= y << 15 & 0xefc60000;
            return y ^ y >>> 18;
        }

        public double random() {
            int a = word() >>> 5, b = word() >>> 6;
            return (a * 67108864.0 + b) / 9007199254740992.0;
        }

        public long getrandbits(int k) { return Integer.toUnsignedLong(word()) >>> 32 - k; }

        public double gauss(double mu, double sigma) {
            double z = second;
            kept = !kept;
            if (kept) {
                double angle = 2 * Math.PI * random(), radius = Math.sqrt(-2 * Math.log(1 - random()));
                z = Math.cos(angle) * radius;
                second = Math.sin(angle) * radius;
            }
            return mu + z * sigma;
        }

        public void shuffle(int[] list) {
            for (int i = list.length - 1; i > 0; i--) {
                int j, bits = 32 - Integer.numberOfLeadingZeros(i + 1);
                do j = (int) getrandbits(bits); while (j > i);
                int kept = list[i];
                list[i] = list[j];
                list[j] = kept;
            }
        }

        public int choices(double[] weights) {
            double u = random() * java.util.Arrays.stream(weights).sum(), sum = 0;
            for (int i = 0; i < weights.length; i++) if (u < (sum += weights[i])) return i;
            return weights.length - 1;
        }
    }

    static RandomStream newStream(long seed) { return new Twister((int) seed); }

    /** A scalar of a graph: its parents, and the slope towards each. */
    static class Value {
        final double data;
        final Value[] parents;
        final double[] slopes;
        double grad;
        boolean seen;

        Value(double data, double[] slopes, Value... parents) {
            this.data = data;
            this.slopes = slopes;
            this.parents = parents;
        }

        void into(List<Value> order) {
            if (seen) return;
            seen = true;
            for (Value parent : parents) parent.into(order);
            order.add(this);
        }
    }

    static class Values implements Graph {
        public Value leaf(double x) { return new Value(x, d()); }
        public Value add(Object a, Object b) { return new Value(data(a) + data(b), d(1, 1), (Value) a, (Value) b); }
        public Value mul(Object a, Object b) {
            return new Value(data(a) * data(b), d(data(b), data(a)), (Value) a, (Value) b);
        }
        public Value neg(Object a) { return new Value(-data(a), d(-1), (Value) a); }
        public Value sub(Object a, Object b) { return add(a, neg(b)); }
        public Value div(Object a, Object b) { return mul(a, pow(b, -1)); }
        public Value pow(Object a, double exponent) {
            return new Value(Math.pow(data(a), exponent), d(exponent * Math.pow(data(a), exponent - 1)), (Value) a);
        }
        public Value log(Object a) { return new Value(Math.log(data(a)), d(1 / data(a)), (Value) a); }
        public Value exp(Object a) { return new Value(Math.exp(data(a)), d(Math.exp(data(a))), (Value) a); }
        public Value relu(Object a) { return new Value(data(a) > 0 ? data(a) : 0, d(data(a) > 0 ? 1 : 0), (Value) a); }
        public double data(Object a) { return ((Value) a).data; }
        public double grad(Object a) { return ((Value) a).grad; }
        public void backward(Object root) {
            List<Value> order = new ArrayList<>();
            ((Value) root).into(order);
            ((Value) root).grad = 1;
            for (int i = order.size() - 1; i >= 0; i--) {
                Value node = order.get(i);
                for (int k = 0; k < node.parents.length; k++) node.parents[k].grad += node.slopes[k] * node.grad;
            }
        }

        Value sum(List<Value> nodes) { return nodes.stream().reduce(this::add).get(); }

        Value dot(List<Value> a, List<Value> b) {
            return sum(IntStream.range(0, a.size()).mapToObj(i -> mul(a.get(i), b.get(i))).toList());
        }

        List<Value> linear(List<Value> x, List<List<Value>> w) { return w.stream().map(row -> dot(row, x)).toList(); }

        List<Value> softmax(List<Value> logits) {
            Value max = leaf(logits.stream().mapToDouble(x -> x.data).max().getAsDouble());
            List<Value> exps = logits.stream().map(x -> exp(sub(x, max))).toList();
            Value total = sum(exps);
            return exps.stream().map(e -> div(e, total)).toList();
        }

        List<Value> rmsnorm(List<Value> x) {
            Value scale = pow(add(div(dot(x, x), leaf(x.size())), leaf(1e-5)), -0.5);
            return x.stream().map(xi -> mul(xi, scale)).toList();
        }

        List<Value> residual(List<Value> a, List<Value> b) {
            return IntStream.range(0, a.size()).mapToObj(i -> add(a.get(i), b.get(i))).toList();
        }

        /** Logits of the next token; keys and values are those of the positions before. */
        List<Value> gpt(Map<String, List<List<Value>>> s, int token, int position, List<List<Value>> keys,
                        List<List<Value>> values) {
            List<Value> x = rmsnorm(residual(s.get("wte").get(token), s.get("wpe").get(position))), y = rmsnorm(x);
            List<Value> q = linear(y, s.get("layer0.attn_wq")), heads = new ArrayList<>();
            keys.add(linear(y, s.get("layer0.attn_wk")));
            values.add(linear(y, s.get("layer0.attn_wv")));
            for (int h = 0; h < 16; h += 4) {
                int from = h;
                List<Value> weights = softmax(keys.stream()
                    .map(key -> div(dot(q.subList(from, from + 4), key.subList(from, from + 4)), leaf(2))).toList());
                for (int j = h; j < h + 4; j++) {
                    int column = j;
                    heads.add(dot(weights, values.stream().map(value -> value.get(column)).toList()));
                }
            }
            x = residual(linear(heads, s.get("layer0.attn_wo")), x);
            List<Value> hidden = linear(rmsnorm(x), s.get("layer0.mlp_fc1")).stream().map(this::relu).toList();
            return linear(residual(linear(hidden, s.get("layer0.mlp_fc2")), x), s.get("lm_head"));
        }
    }

    static Graph newGraph() { return new Values(); }

    static double[] train(Map<String, double[][]> stateDict, int[][] docs, int steps) {
        Map<double[], double[][]> moments = new java.util.IdentityHashMap<>();
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            Values g = new Values();
            Map<String, List<List<Value>>> nodes = new LinkedHashMap<>();
            stateDict.forEach((name, matrix) -> nodes.put(name, java.util.Arrays.stream(matrix)
                .map(row -> java.util.Arrays.stream(row).mapToObj(g::leaf).toList()).toList()));
            List<List<Value>> keys = new ArrayList<>(), values = new ArrayList<>();
            List<Value> each = new ArrayList<>();
            for (int i = 0; i < Math.min(16, docs[step].length - 1); i++) {
                List<Value> probs = g.softmax(g.gpt(nodes, docs[step][i], i, keys, values));
                each.add(g.neg(g.log(probs.get(docs[step][i + 1]))));
            }
            Value loss = g.div(g.sum(each), g.leaf(each.size()));
            g.backward(loss);
            losses[step] = loss.data;
            for (var entry : stateDict.entrySet()) {
                for (int i = 0; i < entry.getValue().length; i++) {
                    double[] row = entry.getValue()[i];
                    double[][] mv = moments.computeIfAbsent(row, key -> new double[2][key.length]);
                    double[] grad = nodes.get(entry.getKey()).get(i).stream().mapToDouble(node -> node.grad).toArray();
                    adam(step, row, grad, mv[0], mv[1]);
                }
            }
        }
        return losses;
    }

