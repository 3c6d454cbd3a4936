// {{header}}
//
// Run it:  mvn test -Dtest=MicrogptSpecTest   (JUnit 5, org.junit.jupiter:junit-jupiter)
// The package of your port, if it has one, is declared here.

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

class MicrogptSpecTest {
    /** What your port computes in: f64 is compared within 1e-12, f32 within 1e-5. */
    static final String DTYPE = "f64";

    /** Asks also what no run of microgpt.py comes to: infinities, NaN, subnormal numbers. */
    static final boolean EDGE = false;

    // ---- Your functions ----
    // Put a call of your own function in place of unfilled(...). What stays unfilled is skipped.

    static double[] softmax(double[] logits) {
        return unfilled("softmax"); // Microgpt.softmax(logits)
    }

    static double[] rmsnorm(double[] x) {
        return unfilled("rmsnorm");
    }

    /** The products of x with the rows of w. */
    static double[] linear(double[] x, double[][] w) {
        return unfilled("linear");
    }

    /** The loss of a position, from its probabilities. */
    static double positionLoss(double[] probs, int target) {
        return unfilled("positionLoss");
    }

    /** The loss of a document, from those of its positions. */
    static double averageLoss(double[] losses) {
        return unfilled("averageLoss");
    }

    /** The loss of a position from its logits, and its gradient with respect to them: new CrossEntropy(loss, grad). */
    static CrossEntropy crossEntropy(double[] logits, int target) {
        return unfilled("crossEntropy");
    }

    /** BOS, the places of doc's characters in uchars, and BOS, which is uchars.size(). */
    static int[] encode(List<String> uchars, String doc) {
        return unfilled("encode");
    }

    /** The text of tokens without BOS. */
    static String decode(List<String> uchars, int[] tokens) {
        return unfilled("decode");
    }

    /** One update with microgpt.py's constants; step counts from 0; data, m and v change in place. */
    static void adam(int step, double[] data, double[] grad, double[] m, double[] v) {
        unfilled("adam");
    }

    /** A random stream from a seed below 2^32: an object of yours that implements RandomStream. */
    static RandomStream newStream(long seed) {
        return unfilled("newStream");
    }

    /** An empty graph: an object of yours that implements Graph. */
    static Graph newGraph() {
        return unfilled("newGraph");
    }

    /**
     * The losses of the first of microgpt.py's 1000 steps from a start, one document a step, with BOS at both ends.
     * The matrices have microgpt.py's names: wte, wpe, lm_head, layer0.attn_wq, ...
     */
    static double[] train(Map<String, double[][]> stateDict, int[][] docs, int steps) {
        return unfilled("train");
    }

    // ---- End of your functions: what follows asks them ----

    record CrossEntropy(double loss, double[] grad) {}

    /** What needs a function that stays as it is here is skipped. */
    interface RandomStream {
        default double random() { return unfilled("random"); }
        /** k from 1 to 32 */
        default long getrandbits(int k) { return unfilled("getrandbits"); }
        default double gauss(double mu, double sigma) { return unfilled("gauss"); }
        /** In place. */
        default void shuffle(int[] list) { unfilled("shuffle"); }
        /** The place that was drawn. */
        default int choices(double[] weights) { return unfilled("choices"); }
    }

    /** Nodes are objects of yours, such as Value. What needs a function that stays as it is here is skipped. */
    interface Graph {
        default Object leaf(double x) { return unfilled("leaf"); }
        default Object add(Object a, Object b) { return unfilled("add"); }
        default Object mul(Object a, Object b) { return unfilled("mul"); }
        default Object sub(Object a, Object b) { return unfilled("sub"); }
        default Object div(Object a, Object b) { return unfilled("div"); }
        default Object pow(Object a, double exponent) { return unfilled("pow"); }
        default Object log(Object a) { return unfilled("log"); }
        default Object exp(Object a) { return unfilled("exp"); }
        default Object relu(Object a) { return unfilled("relu"); }
        default Object neg(Object a) { return unfilled("neg"); }
        default void backward(Object root) { unfilled("backward"); }
        default double data(Object a) { return unfilled("data"); }
        default double grad(Object a) { return unfilled("grad"); }
    }

    static <T> T unfilled(String function) {
        assumeTrue(false, function + " is not filled in");
        return null;
    }

    record Line(String kind, int a, int b, double x) {}

    record Draw(String kind, double[] given, double[] due) {}

    /** What an error is measured against: the value, 1, or the largest of all. */
    enum Scale { VALUE, UNIT, ARRAY }

    /** Compares what a function gave, number by number, within the tolerance. */
    static void agrees(String name, double[] due, double[] got, Scale scale) {
        assertEquals(due.length, got.length, name + ": how many numbers");
        boolean single = DTYPE.equals("f32");
        double tolerance = single ? 1e-5 : 1e-12, smallest = single ? Float.MIN_NORMAL : Double.MIN_NORMAL, largest = 0;
        for (double x : due) if (Double.isFinite(x)) largest = Math.max(largest, Math.abs(x));
        for (int i = 0; i < due.length; i++) {
            double x = due[i], have = got[i];
            double size = scale == Scale.ARRAY ? largest : scale == Scale.UNIT ? Math.max(1, Math.abs(x)) : Math.abs(x);
            double bound = Double.isFinite(x) ? Math.max(tolerance * size, smallest) : 0;
            if (x == have || Double.isNaN(x) && Double.isNaN(have) || Math.abs(x - have) <= bound) continue;
            fail(name + "[" + i + "] is " + have + ", due is " + x + ", within " + bound);
        }
    }

    /** The vectors of an operation, each a test of its own. */
    static class Vectors {
        final List<DynamicTest> tests = new ArrayList<>();

        /** Asks a vector, unless it is at the edge or of numbers that float does not hold. Surefire shows no titles. */
        void asks(String title, String tags, Executable body) {
            boolean asked = (EDGE || !tags.contains("edge")) && !(DTYPE.equals("f32") && tags.contains("f64"));
            if (asked) tests.add(DynamicTest.dynamicTest(title, () -> {
                try {
                    body.execute();
                } catch (AssertionError error) {
                    fail(title + ": " + error.getMessage(), error);
                }
            }));
        }

        void softmaxIs(String title, String tags, double[] logits, double[] due) {
            asks(title, tags, () -> agrees("probs", due, softmax(logits.clone()), Scale.VALUE));
        }

        void rmsnormIs(String title, String tags, double[] x, double[] due) {
            asks(title, tags, () -> agrees("result", due, rmsnorm(x.clone()), Scale.VALUE));
        }

        void linearIs(String title, String tags, double[] x, int nout, double[] w, double[] due) {
            int nin = w.length / nout;
            double[][] rows = new double[nout][nin];
            for (int i = 0; i < w.length; i++) rows[i / nin][i % nin] = w[i];
            asks(title, tags, () -> agrees("result", due, linear(x.clone(), rows), Scale.ARRAY));
        }

        void positionLossIs(String title, String tags, double[] probs, int target, double due) {
            asks(title, tags, () -> agrees("loss", d(due), d(positionLoss(probs.clone(), target)), Scale.VALUE));
        }

        void averageLossIs(String title, String tags, double[] losses, double due) {
            asks(title, tags, () -> agrees("loss", d(due), d(averageLoss(losses.clone())), Scale.VALUE));
        }

        void crossEntropyIs(String title, String tags, double[] logits, int target, double loss, double[] grad) {
            asks(title, tags, () -> {
                CrossEntropy got = crossEntropy(logits.clone(), target);
                agrees("loss", d(loss), d(got.loss()), Scale.UNIT);
                agrees("grad", grad, got.grad(), Scale.UNIT);
            });
        }

        void encodeIs(String title, String tags, List<String> uchars, String doc, int[] due) {
            asks(title, tags, () -> assertArrayEquals(due, encode(uchars, doc)));
        }

        void decodeIs(String title, String tags, List<String> uchars, int[] tokens, String due) {
            asks(title, tags, () -> assertEquals(due, decode(uchars, tokens.clone())));
        }

        void adamIs(String title, String tags, int step, double[] data, double[] grad, double[] m, double[] v,
                    double[] dueData, double[] dueM, double[] dueV) {
            asks(title, tags, () -> {
                double[] gotData = data.clone(), gotM = m.clone(), gotV = v.clone();
                adam(step, gotData, grad.clone(), gotM, gotV);
                agrees("data", dueData, gotData, Scale.ARRAY);
                agrees("m", dueM, gotM, Scale.ARRAY);
                agrees("v", dueV, gotV, Scale.ARRAY);
            });
        }

        void autogradIs(String title, String tags, List<Line> lines, double[] data, double[] grad) {
            asks(title, tags, () -> {
                Graph graph = newGraph();
                List<Object> nodes = new ArrayList<>();
                for (Line line : lines) nodes.add(node(graph, nodes, line));
                graph.backward(nodes.get(nodes.size() - 1));
                agrees("data", data, nodes.stream().mapToDouble(graph::data).toArray(), Scale.VALUE);
                agrees("grad", grad, nodes.stream().mapToDouble(graph::grad).toArray(), Scale.ARRAY);
            });
        }

        static Object node(Graph graph, List<Object> nodes, Line line) {
            if (line.kind().equals("leaf")) return graph.leaf(line.x());
            Object a = nodes.get(line.a()), b = nodes.get(line.b());
            return switch (line.kind()) {
                case "add" -> graph.add(a, b);
                case "mul" -> graph.mul(a, b);
                case "sub" -> graph.sub(a, b);
                case "div" -> graph.div(a, b);
                case "pow" -> graph.pow(a, line.x());
                case "log" -> graph.log(a);
                case "exp" -> graph.exp(a);
                case "relu" -> graph.relu(a);
                default -> graph.neg(a);
            };
        }

        void randomIs(String title, String tags, long seed, List<Draw> draws) {
            asks(title, tags, () -> {
                RandomStream stream = newStream(seed);
                for (Draw draw : draws) drawIs(stream, draw.kind(), draw.given().clone(), draw.due());
            });
        }

        static void drawIs(RandomStream stream, String kind, double[] given, double[] due) {
            switch (kind) {
                case "random" -> assertEquals(due[0], stream.random(), "random()");
                case "getrandbits" -> assertEquals((long) due[0], stream.getrandbits((int) given[0]), "getrandbits");
                case "gauss" -> agrees("gauss", due, d(stream.gauss(given[0], given[1])), Scale.VALUE);
                case "shuffle" -> {
                    int[] list = IntStream.range(0, due.length).toArray();
                    stream.shuffle(list);
                    assertArrayEquals(due, IntStream.of(list).asDoubleStream().toArray(), "shuffle");
                }
                default -> assertEquals((int) due[0], stream.choices(given), "choices");
            }
        }
    }

    static double[] d(double... list) { return list; }

    static int[] n(int... list) { return list; }

    @TestFactory
    List<DynamicTest> softmax() {
        Vectors v = new Vectors();
        // {{softmax}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> rmsnorm() {
        Vectors v = new Vectors();
        // {{rmsnorm}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> linear() {
        Vectors v = new Vectors();
        // {{linear}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> positionLoss() {
        Vectors v = new Vectors();
        // {{position_loss}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> averageLoss() {
        Vectors v = new Vectors();
        // {{average_loss}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> crossEntropy() {
        Vectors v = new Vectors();
        // {{cross_entropy}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> autograd() {
        Vectors v = new Vectors();
        // {{autograd}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> encode() {
        Vectors v = new Vectors();
        // {{encode}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> decode() {
        Vectors v = new Vectors();
        // {{decode}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> adam() {
        Vectors v = new Vectors();
        // {{adam}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> random() {
        Vectors v = new Vectors();
        // {{random}}
        return v.tests;
    }

    @TestFactory
    List<DynamicTest> train() {
        Vectors v = new Vectors();
        v.asks("{{lossesTitle}}", "", () -> {
            Map<String, List<double[]>> rows = new LinkedHashMap<>();
            for (String line : ROWS) {
                byte[] bytes = Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1));
                DoubleBuffer numbers = ByteBuffer.wrap(bytes).asDoubleBuffer();
                double[] row = new double[numbers.remaining()];
                numbers.get(row);
                rows.computeIfAbsent(line.substring(0, line.indexOf(' ')), name -> new ArrayList<>()).add(row);
            }
            Map<String, double[][]> stateDict = new LinkedHashMap<>();
            rows.forEach((name, matrix) -> stateDict.put(name, matrix.toArray(new double[0][])));
            agrees("loss", LOSSES, train(stateDict, DOCUMENTS, LOSSES.length), Scale.UNIT);
        });
        return v.tests;
    }

    static final double[] LOSSES = {
        // {{losses}}
    };

    static final int[][] DOCUMENTS = {
        // {{documents}}
    };

    /** The rows of the matrices that training starts from; base64 of doubles, the most significant byte first. */
    static final String[] ROWS = {
        // {{start}}
    };
}
