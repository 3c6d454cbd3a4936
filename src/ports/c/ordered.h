/**
 * What microgpt.c has in microgpt.py's order, with -DPYTHON_ORDER: the gradient, by a graph of scalars that is built as microgpt.py
 * builds it. Its nodes hold the numbers of the forward pass, whose statements take the same order by themselves.
 *
 *   cc -std=c99 -O2 -ffp-contract=off -fno-builtin -DPYTHON_ORDER -o port microgpt.c -lm
 *
 * Included behind the forward pass. A fused multiply-add would round once where microgpt.py rounds twice, so contraction is off. GCC
 * makes pow(x, -1) 1 / x and pow(x, 2) x * x, which are not always the library's results, unless it is told that pow is no builtin.
 */

/** Places of a row of nodes. */
typedef size_t *Nodes;

static Nodes nodes(size_t count) { return take(count, sizeof(size_t)); }

/** More nodes than a position of the graph has. */
static size_t nodes_a_position(const Model *model, size_t n) {
  const Config *c = &model->config;
  size_t e = c->n_embd, head_dim = e / c->n_head, heads = c->n_head * (n * (2 * head_dim + 12) + head_dim * (2 * n + 1));
  return 3 * model->vocab_size * e + 12 * model->vocab_size + 20 * e + 64 + c->n_layer * (36 * e * e + heads + 40 * e);
}

/** sum(ai * bi for ai, bi in zip(a, b)), from the left, starting at 0 (autograd.9). */
static size_t dot_node(Graph *g, const size_t *a, const size_t *b, size_t n) {
  size_t total = leaf(g, 0);
  for (size_t i = 0; i < n; i++) total = add(g, total, mul(g, a[i], b[i]));
  return total;
}

static size_t quotient_by(Graph *g, size_t a, real number) { return mul(g, a, leaf(g, power(number, (real)-1))); }

static Nodes linear_nodes(Graph *g, Nodes w, Nodes x, size_t nout, size_t nin) {
  Nodes y = nodes(nout);
  for (size_t i = 0; i < nout; i++) y[i] = dot_node(g, w + i * nin, x, nin);
  return y;
}

static Nodes softmax_nodes(Graph *g, Nodes logits, size_t n) {
  Nodes exps = nodes(n), probs = nodes(n);
  real max = g->node[logits[0]].data;
  for (size_t i = 1; i < n; i++) max = g->node[logits[i]].data > max ? g->node[logits[i]].data : max;
  size_t max_val = leaf(g, max), total = 0;
  for (size_t i = 0; i < n; i++) exps[i] = exp_node(g, add(g, logits[i], neg(g, max_val)));
  total = leaf(g, 0);
  for (size_t i = 0; i < n; i++) total = add(g, total, exps[i]);
  for (size_t i = 0; i < n; i++) probs[i] = mul(g, exps[i], power_node(g, total, -1));
  return probs;
}

static Nodes rmsnorm_nodes(Graph *g, Nodes x, size_t n) {
  Nodes y = nodes(n);
  size_t ms = quotient_by(g, dot_node(g, x, x, n), (real)n);
  size_t scale = power_node(g, add(g, ms, leaf(g, (real)1e-5)), (real)-0.5);
  for (size_t i = 0; i < n; i++) y[i] = mul(g, x[i], scale);
  return y;
}

static Nodes added_nodes(Graph *g, Nodes a, Nodes b, size_t n) {
  Nodes y = nodes(n);
  for (size_t i = 0; i < n; i++) y[i] = add(g, a[i], b[i]);
  return y;
}

/** Keys and values of a layer, of the positions so far. */
typedef struct {
  Nodes *keys, *values;
} Cached;

static Nodes attention_nodes(Graph *g, const Config *c, Nodes q, const Cached *cached, size_t pos) {
  size_t head_dim = c->n_embd / c->n_head;
  Nodes x_attn = nodes(c->n_embd), logits = nodes(pos + 1), column = nodes(pos + 1);
  for (size_t h = 0; h < c->n_head; h++) {
    size_t hs = h * head_dim;
    for (size_t t = 0; t <= pos; t++)
      logits[t] = quotient_by(g, dot_node(g, q + hs, cached->keys[t] + hs, head_dim), power((real)head_dim, (real)0.5));
    Nodes weights = softmax_nodes(g, logits, pos + 1);
    for (size_t j = hs; j < hs + head_dim; j++) {
      for (size_t t = 0; t <= pos; t++) column[t] = cached->values[t][j];
      x_attn[j] = dot_node(g, weights, column, pos + 1);
    }
  }
  return x_attn;
}

/** Where the nodes of a matrix begin: the parameters are the first nodes, in their order. */
static Nodes nodes_of(const Model *model, Nodes all, const real *begin) { return all + (begin - model->params); }

static Nodes layer_nodes(Graph *g, const Model *model, Nodes all, size_t li, size_t pos, Nodes x, Cached *cached) {
  size_t e = model->config.n_embd;
  Nodes w[LAYER], norm = rmsnorm_nodes(g, x, e);
  for (int i = 0; i < LAYER; i++) w[i] = nodes_of(model, all, layer_matrix(model, model->params, li, i));
  Nodes q = linear_nodes(g, w[ATTN_WQ], norm, e, e);
  cached->keys[pos] = linear_nodes(g, w[ATTN_WK], norm, e, e);
  cached->values[pos] = linear_nodes(g, w[ATTN_WV], norm, e, e);
  Nodes heads = attention_nodes(g, &model->config, q, cached, pos);
  Nodes mid = added_nodes(g, linear_nodes(g, w[ATTN_WO], heads, e, e), x, e);
  Nodes units = linear_nodes(g, w[MLP_FC1], rmsnorm_nodes(g, mid, e), 4 * e, e);
  for (size_t i = 0; i < 4 * e; i++) {
    units[i] = relu_node(g, units[i]);
    if (model->config.squared) units[i] = power_node(g, units[i], 2);
  }
  return added_nodes(g, linear_nodes(g, w[MLP_FC2], units, e, 4 * e), mid, e);
}

/** The derivative of a document's loss by every parameter; after document_loss, which has looked at the tokens. */
static void document_backward(const Model *model, Trace *trace, Tokens tokens, real *grad) {
  const Config *c = &model->config;
  size_t e = c->n_embd, n = positions(model, tokens);
  Graph g = {take(model->num_params + n * nodes_a_position(model, n) + 2 * n + 3, sizeof(Node)), 0};
  Nodes all = nodes(model->num_params), losses = nodes(n);
  Cached *cached = take(c->n_layer, sizeof(Cached));
  (void)trace;
  for (size_t i = 0; i < model->num_params; i++) all[i] = leaf(&g, model->params[i]);
  for (size_t li = 0; li < c->n_layer; li++) cached[li] = (Cached){take(n, sizeof(Nodes)), take(n, sizeof(Nodes))};
  for (size_t pos = 0; pos < n; pos++) {
    Nodes token = nodes_of(model, all, wte(model, model->params, (size_t)tokens.at[pos]));
    Nodes x = added_nodes(&g, token, nodes_of(model, all, wpe(model, model->params, pos)), e);
    x = rmsnorm_nodes(&g, x, e);
    for (size_t li = 0; li < c->n_layer; li++) x = layer_nodes(&g, model, all, li, pos, x, &cached[li]);
    Nodes logits = linear_nodes(&g, nodes_of(model, all, lm_head(model, model->params)), x, model->vocab_size, e);
    Nodes probs = softmax_nodes(&g, logits, model->vocab_size);
    losses[pos] = neg(&g, log_node(&g, probs[tokens.at[pos + 1]]));
  }
  size_t total = leaf(&g, 0);
  for (size_t pos = 0; pos < n; pos++) total = add(&g, total, losses[pos]);
  graph_backward(&g, mul(&g, total, leaf(&g, 1 / (real)n)));
  for (size_t i = 0; i < model->num_params; i++) grad[i] = g.node[i].grad;
}
