/* {{header}}
 *
 * Run it:    cc -std=c99 -O2 -Wall -Wextra -o microgpt_spec_test microgpt_spec_test.c -lm && ./microgpt_spec_test
 *            (your port in files of its own: without its main, named behind microgpt_spec_test.c)
 * CMake:     enable_testing()
 *            add_executable(microgpt_spec_test microgpt_spec_test.c)
 *            target_link_libraries(microgpt_spec_test m)
 *            add_test(NAME microgpt_spec COMMAND microgpt_spec_test)
 * It prints TAP, a line a vector, and exits with 1 where one fails. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What your port computes in: double is compared within 1e-12, float within 1e-5. */
#define SPEC_REAL double

/* 1 asks also what no run of microgpt.py comes to: infinities, NaN, subnormal numbers. */
#define SPEC_EDGE 0

/* What training starts from: matrices row by row. */
struct spec_start {
  SPEC_REAL wte[27 * 16], wpe[16 * 16], lm_head[27 * 16];
  SPEC_REAL attn_wq[16 * 16], attn_wk[16 * 16], attn_wv[16 * 16], attn_wo[16 * 16], mlp_fc1[64 * 16], mlp_fc2[16 * 64];
};

static int spec_unfilled; /* whether a function below was called that is not filled in */
#define NOT_FILLED_IN return (spec_unfilled = 1)

/* ---- Your functions ----
 * Include your header, put a call of your own function in place of a body, and return 0. Results go into the last
 * arguments.
 * What stays NOT_FILLED_IN is skipped. Arguments may be changed: they are copies. */

/* probs[n]: softmax of logits[n] */
static int spec_softmax(SPEC_REAL *logits, int n, SPEC_REAL *probs) {
  (void)logits, (void)n, (void)probs;
  NOT_FILLED_IN; /* softmax(logits, n, probs); return 0; */
}

/* y[n]: x[n] / sqrt(mean of squares + 1e-5) */
static int spec_rmsnorm(SPEC_REAL *x, int n, SPEC_REAL *y) {
  (void)x, (void)n, (void)y;
  NOT_FILLED_IN;
}

/* y[nout]: the products of x[nin] with the rows of w[nout * nin] */
static int spec_linear(SPEC_REAL *x, int nin, SPEC_REAL *w, int nout, SPEC_REAL *y) {
  (void)x, (void)nin, (void)w, (void)nout, (void)y;
  NOT_FILLED_IN;
}

/* the loss of a position, from its probabilities probs[n] */
static int spec_position_loss(SPEC_REAL *probs, int n, int target, SPEC_REAL *loss) {
  (void)probs, (void)n, (void)target, (void)loss;
  NOT_FILLED_IN;
}

/* the loss of a document, from those of its positions losses[n] */
static int spec_average_loss(SPEC_REAL *losses, int n, SPEC_REAL *loss) {
  (void)losses, (void)n, (void)loss;
  NOT_FILLED_IN;
}

/* the loss of a position from its logits[n], and its gradient with respect to them */
static int spec_cross_entropy(SPEC_REAL *logits, int n, int target, SPEC_REAL *loss, SPEC_REAL *grad) {
  (void)logits, (void)n, (void)target, (void)loss, (void)grad;
  NOT_FILLED_IN;
}

/* tokens[] of a document: BOS, the places of its characters in uchars[n], BOS, where BOS is n; their count */
static int spec_encode(const char *const *uchars, int n, const char *doc, int *tokens, int *count) {
  (void)uchars, (void)n, (void)doc, (void)tokens, (void)count;
  NOT_FILLED_IN;
}

/* the text of tokens[count], without BOS, by the characters in uchars[n] */
static int spec_decode(const char *const *uchars, int n, const int *tokens, int count, char *doc) {
  (void)uchars, (void)n, (void)tokens, (void)count, (void)doc;
  NOT_FILLED_IN;
}

/* one update of n parameters with microgpt.py's constants; step counts from 0; data, m and v are changed in place */
static int spec_adam(int step, int n, SPEC_REAL *data, SPEC_REAL *grad, SPEC_REAL *m, SPEC_REAL *v) {
  (void)step, (void)n, (void)data, (void)grad, (void)m, (void)v;
  NOT_FILLED_IN;
}

/* the random stream begins anew, from a seed */
static int spec_seed(uint32_t seed) {
  (void)seed;
  NOT_FILLED_IN;
}

/* random.random() */
static int spec_random(double *u) {
  (void)u;
  NOT_FILLED_IN;
}

/* random.getrandbits(k), k from 1 to 32 */
static int spec_getrandbits(int k, uint32_t *bits) {
  (void)k, (void)bits;
  NOT_FILLED_IN;
}

/* random.gauss(mu, sigma) */
static int spec_gauss(SPEC_REAL mu, SPEC_REAL sigma, SPEC_REAL *x) {
  (void)mu, (void)sigma, (void)x;
  NOT_FILLED_IN;
}

/* random.shuffle(list), in place */
static int spec_shuffle(int *list, int n) {
  (void)list, (void)n;
  NOT_FILLED_IN;
}

/* random.choices(range(n), weights): the place that was drawn */
static int spec_choices(SPEC_REAL *weights, int n, int *place) {
  (void)weights, (void)n, (void)place;
  NOT_FILLED_IN;
}

/* a graph of scalars: makes node number `node` (0, 1, 2, ...) by kind, from the nodes a and b, or from the number x */
static int spec_node(int node, const char *kind, int a, int b, SPEC_REAL x) {
  (void)node, (void)kind, (void)a, (void)b, (void)x;
  /* leaf: x; add, mul, sub, div: of a and b; pow: a to the power of x; log, exp, relu, neg: of a */
  NOT_FILLED_IN;
}

/* backward from the last of n nodes; then the data and the gradient of each */
static int spec_backward(int n, SPEC_REAL *data, SPEC_REAL *grad) {
  (void)n, (void)data, (void)grad;
  NOT_FILLED_IN;
}

/* the losses of the first of microgpt.py's 1000 steps from a start, one document a step, with BOS at both ends */
static int spec_train(struct spec_start *start, const int *const *docs, const int *lengths, int steps,
                      SPEC_REAL *losses) {
  (void)start, (void)docs, (void)lengths, (void)steps, (void)losses;
  NOT_FILLED_IN;
}

/* ---- End of your functions: what follows asks them ---- */

enum spec_scale { VALUE, UNIT, ARRAY }; /* what an error is measured against: the value, 1, or the largest of all */
enum { SPEC_MOST = 4096 };

struct spec_node { const char *kind; int a, b; double x; };
struct spec_draw { const char *kind; int n_given; const double *given; int n_due; const double *due; };

static int spec_number, spec_passed, spec_failed, spec_skipped;
static char spec_reason[256]; /* of the first thing that is wrong in a vector */
static SPEC_REAL spec_arena[SPEC_MOST];
static int spec_used;

/* A copy in the port's type, with room behind it; lasts until the next vector. */
static SPEC_REAL *spec_reals(int n, const double *list) {
  SPEC_REAL *copy = spec_arena + spec_used;
  spec_used += n;
  for (int i = 0; i < n; i++) copy[i] = (SPEC_REAL)(list ? list[i] : 0);
  return copy;
}

/* Whether a vector is asked: neither at the edge, nor of numbers that float does not hold. */
static int spec_asked(const char *tags) {
  if (!SPEC_EDGE && strstr(tags, "edge")) return 0;
  if (sizeof(SPEC_REAL) == sizeof(float) && strstr(tags, "f64")) return 0;
  spec_used = spec_unfilled = 0;
  spec_reason[0] = 0;
  return 1;
}

/* What a function gave, number by number, within the tolerance. */
static void spec_agrees(const char *name, int n, const double *due, const SPEC_REAL *got, enum spec_scale scale) {
  int single = sizeof(SPEC_REAL) == sizeof(float);
  double tolerance = single ? 1e-5 : 1e-12, smallest = single ? 1.1754943508222875e-38 : 2.2250738585072014e-308;
  double largest = 0;
  for (int i = 0; i < n; i++)
    if (isfinite(due[i])) largest = fmax(largest, fabs(due[i]));
  for (int i = 0; i < n; i++) {
    double size = scale == ARRAY ? largest : scale == UNIT ? fmax(1, fabs(due[i])) : fabs(due[i]);
    double have = (double)got[i];
    double bound = !isfinite(due[i]) ? 0 : fmax(tolerance * size, smallest);
    if (due[i] == have || (isnan(due[i]) && isnan(have)) || fabs(due[i] - have) <= bound || spec_reason[0]) continue;
    snprintf(spec_reason, sizeof spec_reason, "%s[%d] is %.17g, due is %.17g, within %.2g", name, i, have, due[i],
             bound);
  }
}

static void spec_integers(const char *name, int n, const int *due, int n_got, const int *got) {
  if (n != n_got) snprintf(spec_reason, sizeof spec_reason, "%s has %d numbers, due are %d", name, n_got, n);
  for (int i = 0; i < n && !spec_reason[0]; i++)
    if (due[i] != got[i]) snprintf(spec_reason, sizeof spec_reason, "%s[%d] is %d, due is %d", name, i, got[i], due[i]);
}

/* The line of a vector. */
static void spec_tell(const char *title, const char *function) {
  spec_number++;
  if (spec_unfilled) {
    spec_skipped++;
    printf("ok %d - %s # SKIP %s is not filled in\n", spec_number, title, function);
  } else if (spec_reason[0]) {
    spec_failed++;
    printf("not ok %d - %s\n# %s\n", spec_number, title, spec_reason);
  } else {
    spec_passed++;
    printf("ok %d - %s\n", spec_number, title);
  }
}

static void spec_maps(const char *title, const char *tags, const char *function,
                      int (*f)(SPEC_REAL *, int, SPEC_REAL *), enum spec_scale scale, int n, const double *x, int n_due,
                      const double *due) {
  if (!spec_asked(tags)) return;
  SPEC_REAL *args = spec_reals(n, x), *got = spec_reals(n_due, NULL);
  if (f(args, n, got) == 0) spec_agrees("result", n_due, due, got, scale);
  spec_tell(title, function);
}

static void softmax_is(const char *title, const char *tags, int n, const double *x, int n_due, const double *due) {
  spec_maps(title, tags, "spec_softmax", spec_softmax, VALUE, n, x, n_due, due);
}

static void rmsnorm_is(const char *title, const char *tags, int n, const double *x, int n_due, const double *due) {
  spec_maps(title, tags, "spec_rmsnorm", spec_rmsnorm, VALUE, n, x, n_due, due);
}

static void average_loss_is(const char *title, const char *tags, int n, const double *losses, double due) {
  spec_maps(title, tags, "spec_average_loss", spec_average_loss, VALUE, n, losses, 1, &due);
}

static void linear_is(const char *title, const char *tags, int nin, const double *x, int nout, int n, const double *w,
                      int n_due, const double *due) {
  if (!spec_asked(tags)) return;
  SPEC_REAL *args = spec_reals(nin, x), *rows = spec_reals(n, w), *got = spec_reals(n_due, NULL);
  if (spec_linear(args, nin, rows, nout, got) == 0) spec_agrees("result", n_due, due, got, ARRAY);
  spec_tell(title, "spec_linear");
}

static void position_loss_is(const char *title, const char *tags, int n, const double *probs, int target, double due) {
  if (!spec_asked(tags)) return;
  SPEC_REAL *args = spec_reals(n, probs), got = 0;
  if (spec_position_loss(args, n, target, &got) == 0) spec_agrees("loss", 1, &due, &got, VALUE);
  spec_tell(title, "spec_position_loss");
}

static void cross_entropy_is(const char *title, const char *tags, int n, const double *logits, int target, double loss,
                             int n_grad, const double *grad) {
  if (!spec_asked(tags)) return;
  SPEC_REAL *args = spec_reals(n, logits), *got_grad = spec_reals(n_grad, NULL), got_loss = 0;
  if (spec_cross_entropy(args, n, target, &got_loss, got_grad) == 0) {
    spec_agrees("loss", 1, &loss, &got_loss, UNIT);
    spec_agrees("grad", n_grad, grad, got_grad, UNIT);
  }
  spec_tell(title, "spec_cross_entropy");
}

static void encode_is(const char *title, const char *tags, int n, const char *const *uchars, const char *doc, int count,
                      const int *due) {
  static int tokens[SPEC_MOST];
  int got = 0;
  if (!spec_asked(tags)) return;
  if (spec_encode(uchars, n, doc, tokens, &got) == 0) spec_integers("tokens", count, due, got, tokens);
  spec_tell(title, "spec_encode");
}

static void decode_is(const char *title, const char *tags, int n, const char *const *uchars, int count,
                      const int *tokens, const char *due) {
  static char doc[SPEC_MOST];
  if (!spec_asked(tags)) return;
  doc[0] = 0;
  if (spec_decode(uchars, n, tokens, count, doc) == 0 && strcmp(doc, due) != 0)
    snprintf(spec_reason, sizeof spec_reason, "the text is \"%.80s\", due is \"%.80s\"", doc, due);
  spec_tell(title, "spec_decode");
}

static void adam_is(const char *title, const char *tags, int step, int n, const double *data, int n_grad,
                    const double *grad, int n_m, const double *m, int n_v, const double *v, int due_n,
                    const double *due_data, int due_n_m, const double *due_m, int due_n_v, const double *due_v) {
  if (!spec_asked(tags)) return;
  SPEC_REAL *d = spec_reals(n, data), *g = spec_reals(n_grad, grad), *gm = spec_reals(n_m, m), *gv = spec_reals(n_v, v);
  if (spec_adam(step, n, d, g, gm, gv) == 0) {
    spec_agrees("data", due_n, due_data, d, ARRAY);
    spec_agrees("m", due_n_m, due_m, gm, ARRAY);
    spec_agrees("v", due_n_v, due_v, gv, ARRAY);
  }
  spec_tell(title, "spec_adam");
}

static void autograd_is(const char *title, const char *tags, int n, const struct spec_node *nodes, int n_data,
                        const double *data, int n_grad, const double *grad) {
  if (!spec_asked(tags)) return;
  SPEC_REAL *got_data = spec_reals(n_data, NULL), *got_grad = spec_reals(n_grad, NULL);
  int status = 0;
  for (int i = 0; i < n && status == 0; i++)
    status = spec_node(i, nodes[i].kind, nodes[i].a, nodes[i].b, (SPEC_REAL)nodes[i].x);
  if (status == 0 && spec_backward(n, got_data, got_grad) == 0) {
    spec_agrees("data", n_data, data, got_data, VALUE);
    spec_agrees("grad", n_grad, grad, got_grad, ARRAY);
  }
  spec_tell(title, "spec_node or spec_backward");
}

static void spec_draw_is(const struct spec_draw *draw) {
  static int list[SPEC_MOST];
  SPEC_REAL x = 0;
  if (!strcmp(draw->kind, "random")) {
    double u = 0;
    if (spec_random(&u) == 0 && u != draw->due[0])
      snprintf(spec_reason, sizeof spec_reason, "random() is %.17g, due is %.17g", u, draw->due[0]);
  } else if (!strcmp(draw->kind, "getrandbits")) {
    uint32_t bits = 0;
    if (spec_getrandbits((int)draw->given[0], &bits) == 0 && bits != draw->due[0])
      snprintf(spec_reason, sizeof spec_reason, "getrandbits is %.0f, due is %.0f", (double)bits, draw->due[0]);
  } else if (!strcmp(draw->kind, "gauss")) {
    if (spec_gauss((SPEC_REAL)draw->given[0], (SPEC_REAL)draw->given[1], &x) == 0)
      spec_agrees("gauss", 1, draw->due, &x, VALUE);
  } else if (!strcmp(draw->kind, "shuffle")) {
    for (int i = 0; i < draw->n_due; i++) list[i] = i;
    if (spec_shuffle(list, draw->n_due) != 0) return;
    for (int i = 0; i < draw->n_due && !spec_reason[0]; i++)
      if (list[i] != draw->due[i])
        snprintf(spec_reason, sizeof spec_reason, "shuffle[%d] is %d, due is %.0f", i, list[i], draw->due[i]);
  } else {
    int place = 0;
    if (spec_choices(spec_reals(draw->n_given, draw->given), draw->n_given, &place) == 0 && place != draw->due[0])
      snprintf(spec_reason, sizeof spec_reason, "choices is %d, due is %.0f", place, draw->due[0]);
  }
}

static void random_is(const char *title, const char *tags, uint32_t seed, int n, const struct spec_draw *draws) {
  if (!spec_asked(tags)) return;
  if (spec_seed(seed) == 0)
    for (int i = 0; i < n && !spec_unfilled && !spec_reason[0]; i++) spec_draw_is(draws + i);
  spec_tell(title, "spec_seed or a function of the stream");
}

#define FLOATS(...) (int)(sizeof(double[]){__VA_ARGS__} / sizeof(double)), (double[]){__VA_ARGS__}
#define INTS(...) (int)(sizeof(int[]){__VA_ARGS__} / sizeof(int)), (int[]){__VA_ARGS__}
#define TEXTS(...) (int)(sizeof(char *[]){__VA_ARGS__} / sizeof(char *)), (const char *const[]){__VA_ARGS__}
#define NODES(...) \
  (int)(sizeof(struct spec_node[]){__VA_ARGS__} / sizeof(struct spec_node)), (struct spec_node[]){__VA_ARGS__}
#define DRAWS(...) \
  (int)(sizeof(struct spec_draw[]){__VA_ARGS__} / sizeof(struct spec_draw)), (struct spec_draw[]){__VA_ARGS__}

static void spec_losses(void);

int main(void) {
  /* {{softmax}} */
  /* {{rmsnorm}} */
  /* {{linear}} */
  /* {{position_loss}} */
  /* {{average_loss}} */
  /* {{cross_entropy}} */
  /* {{autograd}} */
  /* {{encode}} */
  /* {{decode}} */
  /* {{adam}} */
  /* {{random}} */
  spec_losses();
  printf("1..%d\n# microgpt-spec: %d passed, %d failed, %d skipped\n", spec_number, spec_passed, spec_failed,
         spec_skipped);
  if (spec_skipped) printf("# fill in the functions that are named behind SKIP, among \"Your functions\"\n");
  return spec_failed > 0;
}

/* The rows of the matrices that training starts from; base64 of doubles, the most significant byte first. */
static const char *const spec_rows[] = {
  /* {{start}} */
};

static const int *const spec_documents[] = {
  /* {{documents}} */
};

static const int spec_lengths[] = {
  /* {{lengths}} */
};

static const double spec_due_losses[] = {
  /* {{losses}} */
};

/* Doubles behind a base64 text; returns where the next ones go. */
static SPEC_REAL *spec_doubles(const char *text, SPEC_REAL *next) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint32_t held = 0;
  uint64_t number = 0;
  int bits = 0, bytes = 0;
  for (; *text && *text != '='; text++) {
    held = held << 6 | (uint32_t)(strchr(digits, *text) - digits);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    number = number << 8 | (held >> bits & 255);
    if (++bytes % 8) continue;
    double x;
    memcpy(&x, &number, sizeof x);
    *next++ = (SPEC_REAL)x;
  }
  return next;
}

static void spec_losses(void) {
  static struct spec_start start;
  static SPEC_REAL got[sizeof spec_due_losses / sizeof *spec_due_losses];
  const int steps = (int)(sizeof got / sizeof *got);
  SPEC_REAL *next = (SPEC_REAL *)&start; /* the rows are in the order of its members */
  for (size_t i = 0; i < sizeof spec_rows / sizeof *spec_rows; i++)
    next = spec_doubles(strchr(spec_rows[i], ' ') + 1, next);
  spec_asked("");
  if (spec_train(&start, spec_documents, spec_lengths, steps, got) == 0)
    spec_agrees("loss", steps, spec_due_losses, got, UNIT);
  spec_tell("{{lossesTitle}}", "spec_train");
}
