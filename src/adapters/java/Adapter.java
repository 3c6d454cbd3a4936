// A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md). Java 17.
// Build it:  javac Adapter.java
// Check it:  npx microgpt-spec doctor -- java -cp . Adapter, then npx microgpt-spec run -- java -cp . Adapter
import java.util.*;
import java.util.stream.*;

class Adapter {
    static final String WHO = "name=mygpt lang=Java version=0.1.0 dtype=f64"; // your port; no spaces in the values
    static final String OPS = "softmax,position_loss,average_loss,cross_entropy"; // what hello claims

    // Your functions: replace each body by a call of your port's own. What they throw rejects the request. There is one
    // number at least, and target is within.
    static double[] softmax(double[] logits) {
        double max = Arrays.stream(logits).reduce(Math::max).getAsDouble();
        double[] exps = Arrays.stream(logits).map(x -> Math.exp(x - max)).toArray();
        double total = Arrays.stream(exps).sum();
        return Arrays.stream(exps).map(e -> e / total).toArray();
    }
    static double positionLoss(double[] probs, int target) {
        if (probs[target] <= 0) throw new ArithmeticException("the target has probability 0");
        return -Math.log(probs[target]);
    }
    static double averageLoss(double[] losses) {
        return Arrays.stream(losses).sum() / losses.length;
    }
    static double crossEntropy(double[] x, int target) { // leaves the derivative by each logit in x
        System.arraycopy(softmax(x), 0, x, 0, x.length);
        double loss = positionLoss(x, target);
        x[target] -= 1;
        return loss;
    }

    static int integer(Iterator<String> args, int least, int most) {
        int n = Integer.parseInt(args.next());
        if (n < least || n > most) throw new IllegalArgumentException(n + " is not from " + least + " to " + most);
        return n;
    }
    static double number(String x) { return Double.parseDouble(x.replace("inf", "Infinity").replace("nan", "NaN")); }
    static double[] floats(Iterator<String> args, int least) {
        return DoubleStream.generate(() -> number(args.next())).limit(integer(args, least, 1 << 20)).toArray();
    }
    static String wire(double... x) { // nan and inf, not NaN and Infinity
        String tokens = Arrays.stream(x).mapToObj(xi -> " " + xi).collect(Collectors.joining());
        return tokens.toLowerCase().replace("inity", "");
    }
    static String list(double[] x) { return " " + x.length + wire(x); }
    static String answer(String op, Iterator<String> args) {
        if (op.equals("hello")) return "ok 1 " + WHO + " ops=" + OPS + " config=any";
        if (!op.equals("echo") && !List.of(OPS.split(",")).contains(op)) return "no " + op + " is not implemented";
        double[] x = floats(args, op.equals("echo") ? 0 : 1);
        int target = op.equals("position_loss") || op.equals("cross_entropy") ? integer(args, 0, x.length - 1) : 0;
        if (args.hasNext()) throw new IllegalArgumentException("there are more values than the request says");
        return "ok" + switch (op) {
            case "softmax" -> list(softmax(x));
            case "position_loss" -> wire(positionLoss(x, target));
            case "average_loss" -> wire(averageLoss(x));
            case "cross_entropy" -> wire(crossEntropy(x, target)) + list(x);
            default -> list(x); // all other operations, read and checked: npx microgpt-spec init java --full
        };
    }
    public static void main(String[] arguments) {
        for (Scanner in = new Scanner(System.in, "UTF-8"); in.hasNextLine();) {
            Iterator<String> args = List.of(in.nextLine().strip().split(" +")).iterator();
            String id = args.next(), reply;
            if (id.isEmpty()) continue;
            try {
                reply = answer(args.next(), args);
            } catch (RuntimeException e) {
                reply = "err " + e.toString().replaceAll("\\s+", " ");
            }
            System.out.print("@" + id + " " + reply + "\n");
            System.out.flush();
        }
    }
}
