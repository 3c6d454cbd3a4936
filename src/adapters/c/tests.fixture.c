/* ---- Your functions ----
 * A right port for the tests: it takes the place of the functions that are to be filled in. */

static int spec_softmax(SPEC_REAL *logits, int n, SPEC_REAL *probs) {
  SPEC_REAL max = logits[0], total = 0;
  for (int i = 1; i < n; i++) max = logits[i] > max ? logits[i] : max;
  for (int i = 0; i < n; i++) total += probs[i] = (SPEC_REAL)exp((double)(logits[i] - max));
  for (int i = 0; i < n; i++) probs[i] /= total;
  return 0;
}

static int spec_rmsnorm(SPEC_REAL *x, int n, SPEC_REAL *y) {
  SPEC_REAL squares = 0;
  for (int i = 0; i < n; i++) squares += x[i] * x[i];
  for (int i = 0; i < n; i++) y[i] = x[i] / (SPEC_REAL)sqrt((double)(squares / (SPEC_REAL)n) + 1e-5);
  return 0;
}

static int spec_linear(SPEC_REAL *x, int nin, SPEC_REAL *w, int nout, SPEC_REAL *y) {
  for (int i = 0; i < nout; i++) {
    y[i] = 0;
    for (int j = 0; j < nin; j++) y[i] += w[i * nin + j] * x[j];
  }
  return 0;
}

static int spec_position_loss(SPEC_REAL *probs, int n, int target, SPEC_REAL *loss) {
  (void)n;
  *loss = (SPEC_REAL)-log((double)probs[target]);
  return 0;
}

static int spec_average_loss(SPEC_REAL *losses, int n, SPEC_REAL *loss) {
  SPEC_REAL total = 0;
  for (int i = 0; i < n; i++) total += losses[i];
  *loss = total / (SPEC_REAL)n;
  return 0;
}

static int spec_cross_entropy(SPEC_REAL *logits, int n, int target, SPEC_REAL *loss, SPEC_REAL *grad) {
  spec_softmax(logits, n, grad);
  spec_position_loss(grad, n, target, loss);
  grad[target] -= 1;
  return 0;
}

static int spec_encode(const char *const *uchars, int n, const char *doc, int *tokens, int *count) {
  *count = 0;
  tokens[(*count)++] = n;
  while (*doc)
    for (int i = 0; i < n; i++) {
      size_t length = strlen(uchars[i]);
      if (strncmp(doc, uchars[i], length)) continue;
      tokens[(*count)++] = i;
      doc += length;
      break;
    }
  tokens[(*count)++] = n;
  return 0;
}

static int spec_decode(const char *const *uchars, int n, const int *tokens, int count, char *doc) {
  (void)n;
  for (int i = 0; i < count; i++) strcat(doc, uchars[tokens[i]]);
  return 0;
}

static int spec_adam(int step, int n, SPEC_REAL *data, SPEC_REAL *grad, SPEC_REAL *m, SPEC_REAL *v) {
  double rate = 0.01 * (1 - step / 1000.0);
  for (int i = 0; i < n; i++) {
    m[i] = (SPEC_REAL)(0.85 * (double)m[i] + (1 - 0.85) * (double)grad[i]);
    v[i] = (SPEC_REAL)(0.99 * (double)v[i] + (1 - 0.99) * (double)grad[i] * (double)grad[i]);
    double m_hat = (double)m[i] / (1 - pow(0.85, step + 1)), v_hat = (double)v[i] / (1 - pow(0.99, step + 1));
    data[i] -= (SPEC_REAL)(rate * m_hat / (sqrt(v_hat) + 1e-8));
  }
  return 0;
}

/* CPython's random stream. */
static uint32_t state[624];
static int place = 624, kept;
static double second;

static int spec_seed(uint32_t seed) {
  state[0] = 19650218;
  for (int k = 1; k < 624; k++) state[k] = 1812433253u * (state[k - 1] ^ state[k - 1] >> 30) + (uint32_t)k;
  for (int k = 0, i = 1; k < 624 + 623; k++) {
    uint32_t before = state[i - 1] ^ state[i - 1] >> 30;
    if (k < 624) state[i] = (state[i] ^ before * 1664525u) + seed;
    else state[i] = (state[i] ^ before * 1566083941u) - (uint32_t)i;
    if (++i == 624) state[0] = state[623], i = 1;
  }
  state[0] = 1u << 31;
  place = 624;
  kept = 0;
  return 0;
}

static uint32_t word(void) {
  if (place == 624) {
    for (int k = 0; k < 624; k++) {
      uint32_t y = (state[k] & 0x80000000u) | (state[(k + 1) % 624] & 0x7fffffffu);
      state[k] = state[(k + 397) % 624] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
    }
    place = 0;
  }
  uint32_t y = state[place++];
  y ^= y >> 11;
  y ^= y << 7 & 0x9d2c5680u;
  y ^= y << 15 & 0xefc60000u;
  return y ^ y >> 18;
}

static int spec_random(double *u) {
  uint32_t a = word() >> 5, b = word() >> 6;
  *u = (a * 67108864.0 + b) / 9007199254740992.0;
  return 0;
}

static int spec_getrandbits(int k, uint32_t *bits) {
  *bits = word() >> (32 - k);
  return 0;
}

static int spec_gauss(SPEC_REAL mu, SPEC_REAL sigma, SPEC_REAL *x) {
  double z = second, u, w;
  kept = !kept;
  if (kept) {
    spec_random(&u);
    spec_random(&w);
    double angle = 2 * 3.14159265358979323846 * u, radius = sqrt(-2 * log(1 - w));
    z = cos(angle) * radius;
    second = sin(angle) * radius;
  }
  *x = mu + (SPEC_REAL)z * sigma;
  return 0;
}

static int spec_shuffle(int *list, int n) {
  for (int i = n - 1; i > 0; i--) {
    int bits = 0, j;
    while ((i + 1) >> bits) bits++;
    do j = (int)(word() >> (32 - bits));
    while (j > i);
    int held = list[i];
    list[i] = list[j];
    list[j] = held;
  }
  return 0;
}

static int spec_choices(SPEC_REAL *weights, int n, int *chosen) {
  double total = 0, sum = 0, u;
  for (int i = 0; i < n; i++) total += (double)weights[i];
  spec_random(&u);
  for (*chosen = 0; *chosen < n - 1; (*chosen)++)
    if (u * total < (sum += (double)weights[*chosen])) break;
  return 0;
}

/* A graph of scalars: a node is its place; it has up to two parents, and the slope towards each. */
enum { NODES_THERE_ARE = 1 << 20 };
static struct { SPEC_REAL data, grad, slope[2]; int parent[2], under; } tape[NODES_THERE_ARE];
static int nodes;

static int made(SPEC_REAL data, int a, SPEC_REAL slope_a, int b, SPEC_REAL slope_b) {
  tape[nodes].data = data;
  tape[nodes].grad = 0;
  tape[nodes].under = 0;
  tape[nodes].parent[0] = a, tape[nodes].parent[1] = b;
  tape[nodes].slope[0] = slope_a, tape[nodes].slope[1] = slope_b;
  return nodes++;
}

static int leaf(SPEC_REAL x) { return made(x, -1, 0, -1, 0); }
static int add(int a, int b) { return made(tape[a].data + tape[b].data, a, 1, b, 1); }
static int mul(int a, int b) { return made(tape[a].data * tape[b].data, a, tape[b].data, b, tape[a].data); }
static int neg(int a) { return made(-tape[a].data, a, -1, -1, 0); }
static int sub(int a, int b) { return made(tape[a].data - tape[b].data, a, 1, b, -1); }
static int power(int a, SPEC_REAL e) {
  double x = (double)tape[a].data;
  return made((SPEC_REAL)pow(x, (double)e), a, e * (SPEC_REAL)pow(x, (double)e - 1), -1, 0);
}
static int quotient(int a, int b) {
  SPEC_REAL x = tape[a].data, y = tape[b].data;
  return made(x / y, a, 1 / y, b, -x / y / y);
}
static int logarithm(int a) { return made((SPEC_REAL)log((double)tape[a].data), a, 1 / tape[a].data, -1, 0); }
static int exponential(int a) {
  SPEC_REAL y = (SPEC_REAL)exp((double)tape[a].data);
  return made(y, a, y, -1, 0);
}
static int relu(int a) { return tape[a].data > 0 ? made(tape[a].data, a, 1, -1, 0) : made(0, a, 0, -1, 0); }

static void backward(int root) {
  tape[root].grad = 1;
  tape[root].under = 1;
  for (int i = root; i >= 0; i--)
    for (int k = 0; k < 2 && tape[i].under; k++) {
      int parent = tape[i].parent[k];
      if (parent < 0) continue;
      tape[parent].grad += tape[i].slope[k] * tape[i].grad;
      tape[parent].under = 1;
    }
}

static int spec_node(int node, const char *kind, int a, int b, SPEC_REAL x) {
  nodes = node;
  if (!strcmp(kind, "leaf")) leaf(x);
  else if (!strcmp(kind, "add")) add(a, b);
  else if (!strcmp(kind, "mul")) mul(a, b);
  else if (!strcmp(kind, "sub")) sub(a, b);
  else if (!strcmp(kind, "div")) quotient(a, b);
  else if (!strcmp(kind, "pow")) power(a, x);
  else if (!strcmp(kind, "log")) logarithm(a);
  else if (!strcmp(kind, "exp")) exponential(a);
  else if (!strcmp(kind, "relu")) relu(a);
  else neg(a);
  return 0;
}

static int spec_backward(int n, SPEC_REAL *data, SPEC_REAL *grad) {
  backward(n - 1);
  for (int i = 0; i < n; i++) data[i] = tape[i].data, grad[i] = tape[i].grad;
  return 0;
}

/* The model, on places of the tape: a matrix is the place of its first entry. */
static int dot(const int *a, const int *b, int n) {
  int total = mul(a[0], b[0]);
  for (int i = 1; i < n; i++) total = add(total, mul(a[i], b[i]));
  return total;
}

static void linear(const int *x, int nin, int w, int nout, int *y) {
  int row[64];
  for (int i = 0; i < nout; i++) {
    for (int j = 0; j < nin; j++) row[j] = w + i * nin + j;
    y[i] = dot(row, x, nin);
  }
}

static void softmax(const int *logits, int n, int *probs) {
  SPEC_REAL most = tape[logits[0]].data;
  for (int i = 1; i < n; i++) most = tape[logits[i]].data > most ? tape[logits[i]].data : most;
  int max = leaf(most), total = -1;
  for (int i = 0; i < n; i++) {
    probs[i] = exponential(sub(logits[i], max));
    total = i == 0 ? probs[0] : add(total, probs[i]);
  }
  for (int i = 0; i < n; i++) probs[i] = quotient(probs[i], total);
}

static void rmsnorm(const int *x, int *y) {
  int scale = power(add(quotient(dot(x, x, 16), leaf(16)), leaf((SPEC_REAL)1e-5)), (SPEC_REAL)-0.5);
  for (int i = 0; i < 16; i++) y[i] = mul(x[i], scale);
}

static int spec_train(struct spec_start *start, const int *const *docs, const int *lengths, int steps,
                      SPEC_REAL *losses) {
  enum { WTE = 0, WPE = WTE + 432, HEAD = WPE + 256, WQ = HEAD + 432, WK = WQ + 256, WV = WK + 256, WO = WV + 256,
         FC1 = WO + 256, FC2 = FC1 + 1024, COUNT = FC2 + 1024 };
  static SPEC_REAL params[COUNT], grad[COUNT], m[COUNT], v[COUNT];
  memcpy(params, start, sizeof params);
  for (int step = 0; step < steps; step++) {
    int keys[16][16], values[16][16], n = lengths[step] - 1 < 16 ? lengths[step] - 1 : 16, total = -1;
    nodes = 0;
    for (int i = 0; i < COUNT; i++) leaf(params[i]);
    for (int p = 0; p < n; p++) {
      int sum[16], x[16], y[16], q[16], heads[16], out[16], hidden[64], logits[27], probs[27];
      for (int i = 0; i < 16; i++) sum[i] = add(WTE + docs[step][p] * 16 + i, WPE + p * 16 + i);
      rmsnorm(sum, x);
      rmsnorm(x, y);
      linear(y, 16, WQ, 16, q);
      linear(y, 16, WK, 16, keys[p]);
      linear(y, 16, WV, 16, values[p]);
      for (int h = 0; h < 16; h += 4) {
        int scores[16], weights[16], column[16];
        for (int t = 0; t <= p; t++) scores[t] = quotient(dot(q + h, keys[t] + h, 4), leaf(2));
        softmax(scores, p + 1, weights);
        for (int j = h; j < h + 4; j++) {
          for (int t = 0; t <= p; t++) column[t] = values[t][j];
          heads[j] = dot(weights, column, p + 1);
        }
      }
      linear(heads, 16, WO, 16, out);
      for (int i = 0; i < 16; i++) x[i] = add(out[i], x[i]);
      rmsnorm(x, y);
      linear(y, 16, FC1, 64, hidden);
      for (int i = 0; i < 64; i++) hidden[i] = relu(hidden[i]);
      linear(hidden, 64, FC2, 16, out);
      for (int i = 0; i < 16; i++) x[i] = add(out[i], x[i]);
      linear(x, 16, HEAD, 27, logits);
      softmax(logits, 27, probs);
      int loss = neg(logarithm(probs[docs[step][p + 1]]));
      total = p == 0 ? loss : add(total, loss);
    }
    int loss = quotient(total, leaf((SPEC_REAL)n));
    backward(loss);
    losses[step] = tape[loss].data;
    for (int i = 0; i < COUNT; i++) grad[i] = tape[i].grad;
    spec_adam(step, COUNT, params, grad, m, v);
  }
  return 0;
}

