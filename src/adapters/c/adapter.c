/* A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md).
 * Build it:  cc -std=c99 -O2 -Wall -Wextra -o adapter adapter.c -lm
 * Check it:  npx microgpt-spec doctor -- ./adapter, then npx microgpt-spec run --chapter loss -- ./adapter */
#include <math.h>
#include <stdio.h>
#include <string.h>
#define WHO "name=mygpt lang=C version=0.1.0 dtype=f64"        /* your port; no spaces in the values */
#define OPS "softmax,position_loss,average_loss,cross_entropy" /* what hello claims: all that main() has */
#define MOST (1 << 20)                                         /* numbers in one list; more are rejected */
static const char *wrong;                                      /* why the request is rejected, if it is */

/* Your functions: replace each body by a call of your port's own, and set wrong to reject. n >= 1, target < n. */
static void softmax(double *x, int n) { /* in place */
  double max = x[0], total = 0;
  for (int i = 1; i < n; i++) max = fmax(max, x[i]);
  for (int i = 0; i < n; i++) total += x[i] = exp(x[i] - max);
  for (int i = 0; i < n; i++) x[i] /= total;
}
static double position_loss(const double *probs, int target) {
  if (probs[target] <= 0) wrong = "the target has probability 0";
  return -log(probs[target]);
}
static double average_loss(const double *losses, int n) {
  double total = 0;
  for (int i = 0; i < n; i++) total += losses[i];
  return total / n;
}
static double cross_entropy(double *x, int n, int target) { /* leaves the derivative by each logit in x */
  softmax(x, n);
  double loss = position_loss(x, target);
  return x[target] -= 1, loss;
}

static char id[32], op[64]; /* of the request; behind them each value stands after one space */
static int is(const char *name) { return strcmp(op, name) == 0; }
static double number(void) { double x = 0; if (scanf("%*1[ ]%lf", &x) < 1) wrong = "a number is due"; return x; }
static int integer(int lo, int hi) { double x = number(); return x >= lo && x <= hi ? x : (wrong = "out of range", 0); }
static int floats(double *x, int lo) { int i = 0, n = integer(lo, MOST); while (i < n) x[i++] = number(); return n; }
static int end(void) { if (ungetc(getchar(), stdin) == ' ') wrong = "surplus"; return !wrong; } /* all read, and fits */
static int ok(void) { return !wrong && printf("@%s ok", id); } /* nor has your function set wrong */
static void put(double x) { isnan(x) ? printf(" nan") : printf(" %.17g", x); }
static void put_list(const double *x, int n) { for (printf(" %d", n); n > 0; n--) put(*x++); }
int main(void) {
  static double x[MOST], y;
  for (int n, i; scanf(" %31[^ \r\n]%*1[ ]%63[^ \r\n]", id, op) > 0; wrong = NULL, op[0] = '\0') {
    if (is("hello")) printf("@%s ok 1 " WHO " ops=" OPS " config=any", id);
    else if (is("echo")) { n = floats(x, 0); if (end() && ok()) put_list(x, n); }
    else if (is("softmax")) { n = floats(x, 1); if (end() && (softmax(x, n), ok())) put_list(x, n); }
    else if (is("position_loss")) { n = floats(x, 1), i = integer(0, n - 1);
      if (end() && (y = position_loss(x, i), ok())) put(y); }
    else if (is("average_loss")) { n = floats(x, 1); if (end() && (y = average_loss(x, n), ok())) put(y); }
    else if (is("cross_entropy")) { n = floats(x, 1), i = integer(0, n - 1);
      if (end() && (y = cross_entropy(x, n, i), ok())) put(y), put_list(x, n); }
    /* All other operations, read and checked: npx microgpt-spec init c --full */
    else printf("@%s no %s is not implemented", id, op);
    if (wrong) printf("@%s err input %s", id, wrong);
    for (int c = 0; c != '\n' && c != EOF;) c = getchar(); /* the rest of the line */
    printf("\n"), fflush(stdout);
  }
}
