/* A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
 * what they were given, by the rules of echoes.fixture.ts. */

static void softmax(const double *logits, int n, double *probs) {
  double max = logits[0], total = 0;
  for (int i = 1; i < n; i++) max = fmax(max, logits[i]);
  for (int i = 0; i < n; i++) total += probs[i] = exp(logits[i] - max);
  for (int i = 0; i < n; i++) probs[i] /= total;
}
static double position_loss(const double *probs, int n, int target) {
  (void)n;
  if (probs[target] <= 0) reject("domain the target has probability 0");
  return -log(probs[target]);
}
static double average_loss(const double *losses, int n) {
  double total = 0;
  for (int i = 0; i < n; i++) total += losses[i];
  return total / n;
}
static double cross_entropy(const double *logits, int n, int target, double *grad) {
  softmax(logits, n, grad);
  double loss = position_loss(grad, n, target);
  grad[target] -= 1;
  return loss;
}
static void sampling(const double *logits, int n, double temperature, double *probs) {
  double *divided = take((size_t)n, sizeof(double));
  for (int i = 0; i < n; i++) divided[i] = logits[i] / temperature;
  softmax(divided, n, probs);
}
static void rmsnorm(const double *x, int n, double *y) {
  double squares = 0;
  for (int i = 0; i < n; i++) squares += x[i] * x[i];
  for (int i = 0; i < n; i++) y[i] = x[i] / sqrt(squares / n + 1e-5);
}
static void linear(const double *x, const double *w, int nout, int nin, double *y) {
  for (int i = 0; i < nout; i++)
    for (int j = 0; j < nin; j++) y[i] += w[i * nin + j] * x[j];
}
static void adam(const Config *c, int step, int n, double *data, const double *grad, double *m, double *v) {
  double share = (double)step / c->num_steps;
  double rate = c->learning_rate * (strcmp(c->decay, "cosine") ? 1 - share : 0.5 * (1 + cos(acos(-1) * share)));
  for (int i = 0; i < n; i++) {
    m[i] = c->beta1 * m[i] + (1 - c->beta1) * grad[i];
    v[i] = c->beta2 * v[i] + (1 - c->beta2) * (grad[i] * grad[i]);
    double m_hat = m[i] / (1 - pow(c->beta1, step + 1)), v_hat = v[i] / (1 - pow(c->beta2, step + 1));
    data[i] -= rate * m_hat / (sqrt(v_hat) + c->eps_adam);
  }
}
static int encode(const Text *uchars, int num_uchars, Text doc, int *tokens) {
  int n = 0;
  tokens[n++] = num_uchars;
  for (int at = 0, token; at < doc.n; at += uchars[token].n) {
    for (token = 0; token < num_uchars; token++)
      if (uchars[token].n <= doc.n - at && !memcmp(uchars[token].at, doc.at + at, (size_t)uchars[token].n)) break;
    if (token == num_uchars) reject("character it is not in the vocabulary");
    tokens[n++] = token;
  }
  tokens[n++] = num_uchars;
  return n;
}
static int decode(const Text *uchars, Tokens tokens, char *doc) {
  int n = 0;
  for (int i = 0; i < tokens.n; n += uchars[tokens.at[i++]].n)
    memcpy(doc + n, uchars[tokens.at[i]].at, (size_t)uchars[tokens.at[i]].n);
  return n;
}

/* ---- Echoes ---- */

static int documents(Text file, Text *docs) {
  docs[0] = file;
  return 1;
}
static int tokenizer(const Text *docs, int num_docs, Text *uchars) {
  for (int i = 0; i < num_docs; i++) uchars[i] = docs[num_docs - 1 - i];
  return num_docs;
}
static void parameters(const Config *c, StateDict *s) {
  double squared = !strcmp(c->activation, "relu_squared"), cosine = !strcmp(c->decay, "cosine");
  double all[] = {c->n_layer, c->n_embd, c->block_size, c->n_head, c->std, c->std_residual, squared, c->learning_rate,
                  c->beta1, c->beta2, c->eps_adam, cosine, c->num_steps, c->temperature, c->num_samples,
                  c->seed.word[0]};
  memcpy(s->wte, all, sizeof all);
}
static double forward(const Config *c, const StateDict *s, Tokens tokens, double *logits, double *losses) {
  int e = c->n_embd, v = s->vocab_size;
  for (int i = 0; i < tokens.n - 1 && i < c->block_size; i++) {
    for (int j = 0; j < v; j++) logits[i * v + j] = s->lm_head[j * e] + s->wpe[i * e];
    losses[i] = s->wte[tokens.at[i + 1] * e];
  }
  return s->layer[0].attn_wo[e] + s->layer[0].mlp_fc2[4 * e];
}
static double backward(const Config *c, const StateDict *s, Tokens tokens, StateDict *grad) {
  memcpy(grad->params, s->params, (size_t)s->num_params * sizeof(double));
  return s->layer[0].attn_wk[1] + s->layer[0].mlp_fc1[c->n_embd] + tokens.at[1];
}
static void trace(const Config *c, const StateDict *s, Tokens tokens, void note(const char *, const double *, int)) {
  double q[] = {c->learning_rate, s->layer[0].mlp_fc2[4 * c->n_embd + 1], tokens.at[1]};
  note("pos0.embedding", s->wte, c->n_embd);
  note("pos0.x", q, 0);
  note("pos0.layer0.q", q, 3);
}
static void train(const Config *c, StateDict *s, const Tokens *docs, int num_docs, int steps, double *losses) {
  for (int i = 0; i < steps; i++) losses[i] = docs[i % num_docs].at[1] + c->learning_rate;
  s->layer[0].attn_wq[0] = s->layer[0].attn_wv[1];
}
static int sample(const Config *c, const StateDict *s, const double *uniforms, Tokens *tokens, double *probs) {
  int v = s->vocab_size;
  for (int i = 0; i < c->block_size; i++) {
    tokens->at[tokens->n++] = i % v;
    for (int j = 0; j < v; j++) probs[i * v + j] = uniforms[i] + j;
  }
  return c->block_size;
}
static StateDict microgpt(const Config *c, Text file, Text *docs, int *num_docs, double *losses, Text *samples) {
  StateDict s = new_state_dict(c, 2);
  parameters(c, &s);
  *num_docs = documents(file, docs);
  for (int i = 0; i < c->num_steps; i++) losses[i] = i + c->temperature;
  for (int i = 0; i < c->num_samples; i++) samples[i] = file;
  return s;
}

typedef struct { Integer seed; } Random;
static void seed_random(Random *r, Integer seed) { r->seed = seed; }
static double next_random(Random *r) { return r->seed.negative ? 0.25 : 0.5; }
static void getrandbits(Random *r, int k, uint32_t *word) {
  for (int i = 0; i < r->seed.n && i < k / 32; i++) word[i] = r->seed.word[i];
}
static double gauss(Random *r, double mu, double sigma) { return (void)r, mu + 2 * sigma; }
static void shuffle(Random *r, int *list, int n) {
  (void)r;
  for (int i = 0; i < n; i++) list[i] = n - 1 - i;
}
static int choices(Random *r, const double *weights, int n) {
  (void)r;
  int most = 0;
  for (int i = 1; i < n; i++) most = weights[i] > weights[most] ? i : most;
  return most;
}

typedef struct { double data, grad; } Value;
static Value *made(double data, double kind) {
  Value *v = take(1, sizeof *v);
  *v = (Value){data, kind};
  return v;
}
static Value *leaf(double x) { return made(x, 0); }
static Value *add(Value *a, Value *b) { return made(a->data + b->data, 1); }
static Value *mul(Value *a, Value *b) { return made(a->data * b->data, 2); }
static Value *sub(Value *a, Value *b) { return made(a->data - b->data, 3); }
static Value *div_(Value *a, Value *b) { return made(a->data / b->data, 4); }
static Value *power(Value *a, double exponent) { return made(a->data * exponent, 5); }
static Value *log_(Value *a) { return made(a->data, 6); }
static Value *exp_(Value *a) { return made(a->data, 7); }
static Value *relu(Value *a) { return made(a->data, 8); }
static Value *neg(Value *a) { return made(-a->data, 9); }
static void value_backward(Value *root) { root->grad += 100; }
