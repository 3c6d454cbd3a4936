// Java's exp, ln and powers as a port of three operations (spec/protocol.md): javac Library.java && java Library

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.function.DoubleUnaryOperator;

class Library {
  public static void main(String[] arguments) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    PrintStream out = new PrintStream(System.out, false);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.trim().split(" ");
      if (words.length > 1) out.println("@" + words[0] + " " + answer(words));
      out.flush();
    }
  }

  private static String answer(String[] words) {
    String version = Runtime.version().toString();
    if (words[1].equals("hello")) return "ok 1 name=java lang=Java version=" + version + " dtype=f64 ops=exp,log,pow config=any";
    boolean isPower = words[1].equals("pow");
    double exponent = isPower ? Double.parseDouble(words[words.length - 1]) : 0;
    DoubleUnaryOperator of =
        isPower ? x -> Math.pow(x, exponent) : words[1].equals("exp") ? Math::exp : words[1].equals("log") ? Math::log : null;
    if (of == null) return "no " + words[1] + " is not implemented";
    StringBuilder reply = new StringBuilder("ok ").append(words[2]);
    int end = words.length - (isPower ? 1 : 0);
    for (int i = 3; i < end; i++) reply.append(' ').append(of.applyAsDouble(Double.parseDouble(words[i])));
    return reply.toString();
  }
}
