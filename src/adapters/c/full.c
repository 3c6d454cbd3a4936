/* A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md).
 * Build it:  cc -std=c99 -O2 -Wall -Wextra -o adapter adapter.c -lm
 * Check it:  npx microgpt-spec doctor -- ./adapter, then npx microgpt-spec run -- ./adapter */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHO "name=mygpt lang=C version=0.1.0 dtype=f64" /* your port; no spaces in the values */
#define DECLARED "config=any" /* constants that are compiled in, and limits: spec/protocol.md, What a port declares */

typedef struct { char *at; int n; } Text; /* n bytes of UTF-8, and a 0 behind them */
typedef struct { int *at, n; } Tokens;    /* BOS on both sides; any behind the first block_size + 1 (model.16) */
typedef struct { uint32_t *word; int n, negative; } Integer; /* of any size: 32 bits a word, the lowest first */

typedef struct {
  int n_layer, n_embd, block_size, n_head;
  double std, std_residual;
  const char *activation; /* relu or relu_squared */
  double learning_rate, beta1, beta2, eps_adam;
  const char *decay; /* linear or cosine */
  int num_steps;
  double temperature;
  int num_samples;
  Integer seed;
} Config;

typedef struct {
  double *attn_wq, *attn_wk, *attn_wv, *attn_wo; /* [n_embd][n_embd], row by row, as all matrices */
  double *mlp_fc1, *mlp_fc2;                     /* [4 n_embd][n_embd] and [n_embd][4 n_embd] */
} LayerMatrices;

typedef struct {
  int vocab_size, num_params;
  double *params;               /* all of them, in the order of the names below, which point into it */
  double *wte, *wpe, *lm_head;  /* [vocab_size][n_embd], [block_size][n_embd], [vocab_size][n_embd] */
  LayerMatrices *layer;         /* [n_layer] */
} StateDict;

/* Answers err and the message, whose first word is the kind, and does not return; your functions may call it too. */
static void reject(const char *format, ...);
/* Room for count elements, all 0, that is freed when the request has been answered. */
static void *take(size_t count, size_t size);
/* All matrices of a configuration, filled with 0. */
static StateDict new_state_dict(const Config *config, int vocab_size);
/* Adds a value to a trace: its name, as "pos0.x", and its n numbers, which are copied. */
static void note(const char *name, const double *numbers, int n);

/* ---- Your functions -------------------------------------------------------------------------------------------------
 * Include or declare your port's functions here. To claim an operation, uncomment its line and let it call them: a
 * statement that reads what stands left of the arrow, and fills what stands right of it. Begin with SOFTMAX. */

// #define SOFTMAX softmax(logits, n, probs)                     /* logits[n], n >= 1 -> probs[n] */
// #define POSITION_LOSS loss = position_loss(probs, n, target)  /* probs[n], target < n -> loss */
// #define AVERAGE_LOSS loss = average_loss(losses, n)           /* losses[n], n >= 1 -> loss */
// #define CROSS_ENTROPY loss = cross_entropy(logits, n, target, grad) /* logits[n], target < n -> loss, grad[n] */
// #define SAMPLING sampling(logits, n, temperature, probs)      /* logits[n], temperature > 0 -> probs[n] */
// #define RMSNORM rmsnorm(x, n, y)                              /* x[n], n >= 1 -> y[n] */
// #define LINEAR linear(x, w, nout, nin, y)                     /* x[nin], w[nout][nin] -> y[nout], which is 0 */
// #define EXP y = exp(x)                                        /* x -> y */
// #define LOG y = log(x)                                        /* x -> y */
// #define SIN y = sin(x)                                        /* x -> y */
// #define COS y = cos(x)                                        /* x -> y */
// #define POW y = pow(x, exponent)                              /* x, exponent -> y */
// #define ADAM adam(&config, step, n, data, grad, m, v)         /* step from 0 -> data[n], m[n], v[n], in place */
// #define DOCUMENTS num_docs = documents(file, docs)            /* file -> docs[num_docs], at most file.n + 1 */
// #define TOKENIZER num_uchars = tokenizer(docs, num_docs, uchars), BOS = num_uchars, vocab_size = num_uchars + 1
// #define ENCODE tokens.n = encode(uchars, num_uchars, doc, tokens.at) /* -> tokens, at most doc.n + 2 */
// #define DECODE doc.n = decode(uchars, tokens, doc.at)         /* uchars, tokens without BOS -> doc */
// #define FORWARD loss = forward(&config, &state_dict, tokens, logits, losses) /* -> logits[n][..], losses[n] */
// #define BACKWARD loss = backward(&config, &state_dict, tokens, &grad) /* -> loss, grad, which is 0 */
// #define TRACE trace(&config, &state_dict, tokens, note)        /* note(name, numbers, n) for every value */
// #define TRAIN train(&config, &state_dict, docs, num_docs, steps, losses) /* -> losses[steps], state_dict, in place */
// #define SAMPLE draws = sample(&config, &state_dict, uniforms, &tokens, probs) /* -> tokens, probs[draws][..] */
// #define PARAMETERS parameters(&config, &state_dict)           /* -> state_dict, which is 0 */
// #define MICROGPT state_dict = microgpt(&config, file, docs, &num_docs, losses, samples) /* state_dict as drawn */

/* The stream of a seed, a variable of yours, and its draws: uncomment all six. */
// #define RANDOM Random r; seed_random(&r, seed)                /* seed -> your stream */
// #define RANDOM_RANDOM x = next_random(&r)                     /* -> x, in [0, 1) */
// #define RANDOM_GETRANDBITS getrandbits(&r, k, bits.word)      /* k -> that many bits */
// #define RANDOM_GAUSS x = gauss(&r, mu, sigma)                 /* mu, sigma -> x */
// #define RANDOM_SHUFFLE shuffle(&r, list, n)                   /* list[n] -> list, in place */
// #define RANDOM_CHOICES index = choices(&r, weights, n)        /* weights[n] -> index */

/* A graph of scalars: the type of its nodes, how each kind is made of others, the backward pass, and what a node holds:
 * uncomment all fourteen. */
// #define AUTOGRAD Value *
// #define LEAF(x) leaf(x)
// #define ADD(a, b) add(a, b)
// #define MUL(a, b) mul(a, b)
// #define SUB(a, b) sub(a, b)
// #define DIV(a, b) div_(a, b)
// #define POWER(a, exponent) power(a, exponent)
// #define LOGARITHM(a) log_(a)
// #define EXPONENTIAL(a) exp_(a)
// #define RELU(a) relu(a)
// #define NEG(a) neg(a)
// #define GRADIENTS(root) value_backward(root)
// #define DATA(a) (a)->data
// #define GRAD(a) (a)->grad

/* ---- End of your functions: what follows reads, checks and prints ------------------------------------------------ */

#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Wunused-function" /* some are of use only when more is claimed */
#endif
enum { MOST = 1 << 24 }; /* numbers in one list; more are rejected */

static jmp_buf rejected;
static char reason[200];

static void reject(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(reason, sizeof reason, format, args);
  va_end(args);
  longjmp(rejected, 1);
}

typedef struct Block { struct Block *next; double room[]; } Block;
static Block *blocks;

static void *take(size_t count, size_t size) {
  if (count > MOST) reject("input %zu numbers are too many; there is room for %d", count, MOST);
  Block *block = calloc(1, sizeof *block + count * size + 1);
  if (!block) reject("input no memory for %zu numbers", count);
  block->next = blocks, blocks = block;
  return block->room;
}
static double *doubles(size_t count) { return take(count, sizeof(double)); }

/* ---- Reading: value is the number of the value on its line that was read last, for messages ---- */

static char *line, *rest, *line_end; /* of the request, and what is still to be read of it */
static int value;

static char *word(void) {
  rest += strspn(rest, " \r");
  if (!*rest) reject("input the line ends after %d values; one more is due", value);
  char *token = rest;
  rest += strcspn(rest, " \r");
  if (*rest) *rest++ = '\0';
  value++;
  return token;
}
static void wrong(const char *token, const char *wanted) {
  reject("input value %d is \"%.40s\"; it must be %s", value, token, wanted);
}
static const char *digits(const char *token) {
  const char *first = token + (*token == '-');
  if (!*first || first[strspn(first, "0123456789")]) wrong(token, "an integer");
  return first;
}
static int read_int(int least, int most, const char *wanted) {
  const char *token = word();
  digits(token);
  long long n = strtoll(token, NULL, 10);
  if (n < least || n > most) wrong(token, wanted);
  return (int)n;
}
static double read_float(void) {
  const char *token = word(), *bare = token + (*token == '-');
  char *end;
  double x = strtod(token, &end);
  int named = !strcmp(bare, "inf") || !strcmp(token, "nan");
  if (*end || !(named || !token[strspn(token, "+-.0123456789eE")])) wrong(token, "a number");
  return x;
}
static int read_count(int least) {
  int n = read_int(least, MOST, least ? "a length, at least 1" : "a length");
  if (n > (line_end - rest + 1) / 2) reject("input value %d says that %d values follow; there are fewer", value, n);
  return n;
}
static double *read_values(int n) {
  double *list = doubles((size_t)n);
  for (int i = 0; i < n; i++) list[i] = read_float();
  return list;
}
static double *read_floats(int *n, int least) { return read_values(*n = read_count(least)); }

/* So many of them are looked at, and must be in the vocabulary; what is behind the block is not (model.16). */
static Tokens read_tokens(int vocab_size, int looked_at) {
  Tokens tokens = {NULL, read_count(0)};
  tokens.at = take((size_t)tokens.n, sizeof(int));
  for (int i = 0; i < tokens.n; i++)
    tokens.at[i] = read_int(0, i < looked_at ? vocab_size - 1 : MOST, "a token of the vocabulary");
  return tokens;
}
static Text read_bytes(void) {
  const char *token = word(), *hex = "0123456789abcdef0123456789ABCDEF";
  Text bytes = {NULL, strcmp(token, "-") ? (int)strlen(token) / 2 : 0};
  if (strlen(token) % 2 && strcmp(token, "-")) wrong(token, "hex digits in pairs, or -");
  bytes.at = take((size_t)bytes.n, 1);
  for (int i = 0; i < 2 * bytes.n; i++) {
    const char *digit = strchr(hex, token[i]);
    if (!digit) wrong(token, "hex digits in pairs, or -");
    bytes.at[i / 2] = (char)(16 * bytes.at[i / 2] + (digit - hex) % 16);
  }
  return bytes;
}
/* Bytes of the character at the beginning of s; 0 where that is no UTF-8. */
static int width(const char *s) {
  const unsigned char *u = (const unsigned char *)s;
  static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  int n = *u < 0x80 ? 1 : *u < 0xc0 ? 0 : *u < 0xe0 ? 2 : *u < 0xf0 ? 3 : *u < 0xf8 ? 4 : 0;
  unsigned code = n == 1 ? *u : *u & (0x7fu >> n);
  for (int i = 1; i < n; i++) {
    if ((u[i] & 0xc0) != 0x80) return 0;
    code = code << 6 | (u[i] & 0x3f);
  }
  return code < least[n] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? 0 : n;
}
static Text read_text(void) {
  Text text = read_bytes();
  for (int i = 0, n; i < text.n; i += n)
    if (!(n = width(text.at + i))) reject("input value %d is hex of bytes that are no UTF-8", value);
  return text;
}
static Text *read_texts(int *n) {
  Text *texts = take((size_t)(*n = read_count(0)), sizeof(Text));
  for (int i = 0; i < *n; i++) texts[i] = read_text();
  return texts;
}
static Text *read_uchars(int *n) {
  Text *uchars = read_texts(n);
  for (int i = 0; i < *n; i++)
    if (!uchars[i].n || width(uchars[i].at) != uchars[i].n) reject("input character %d is not one code point", i);
  return uchars;
}
static Integer read_integer(void) {
  const char *token = word(), *digit = digits(token);
  Integer x = {take(strlen(digit) / 9 + 1, sizeof(uint32_t)), 1, *token == '-'};
  for (; *digit; digit++) {
    uint64_t carry = (uint64_t)(*digit - '0');
    for (int i = 0; i < x.n; i++, carry >>= 32) x.word[i] = (uint32_t)(carry += (uint64_t)10 * x.word[i]);
    if (carry) x.word[x.n++] = (uint32_t)carry;
  }
  return x;
}

static double read_rate(const char *name, double below) {
  double x = read_float();
  if (!(x >= 0 && x < below)) reject("input %s is %g, outside of its range (parameters.8)", name, x);
  return x;
}
static const char *read_choice(const char *one, const char *other) {
  const char *token = word();
  if (strcmp(token, one) && strcmp(token, other)) reject("input \"%.40s\" must be %s or %s", token, one, other);
  return strcmp(token, one) ? other : one;
}
static Config read_config(void) {
  const char *size = "a size that this adapter has room for (parameters.8)";
  Config c = {.n_layer = read_int(0, MOST, size)};
  c.n_embd = read_int(1, MOST, size), c.block_size = read_int(1, MOST, size), c.n_head = read_int(1, MOST, size);
  if (c.n_embd % c.n_head) reject("input n_embd %d is no multiple of n_head %d (parameters.8)", c.n_embd, c.n_head);
  c.std = read_rate("std", HUGE_VAL), c.std_residual = read_rate("std_residual", HUGE_VAL);
  c.activation = read_choice("relu", "relu_squared");
  c.learning_rate = read_rate("learning_rate", HUGE_VAL);
  c.beta1 = read_rate("beta1", 1), c.beta2 = read_rate("beta2", 1), c.eps_adam = read_rate("eps_adam", HUGE_VAL);
  c.decay = read_choice("linear", "cosine");
  c.num_steps = read_int(0, INT32_MAX, "a number of steps (parameters.8)");
  c.temperature = read_rate("temperature", HUGE_VAL);
  if (c.temperature == 0) reject("input temperature is 0; it must be above (parameters.8)");
  c.num_samples = read_int(0, INT32_MAX, "a number of samples (parameters.8)");
  c.seed = read_integer();
  return c;
}

static StateDict new_state_dict(const Config *config, int vocab_size) {
  double e = config->n_embd, count = (2.0 * vocab_size + config->block_size) * e + 12 * e * e * config->n_layer;
  if (count > MOST) reject("input %.0f parameters are too many; there is room for %d", count, MOST);
  size_t n = (size_t)config->n_embd, n2 = n * n;
  StateDict s = {vocab_size, (int)count, doubles((size_t)count), NULL, NULL, NULL, NULL};
  double *next = s.params;
  s.wte = next, next += n * (size_t)vocab_size;
  s.wpe = next, next += n * (size_t)config->block_size;
  s.lm_head = next, next += n * (size_t)vocab_size;
  s.layer = take((size_t)config->n_layer, sizeof *s.layer);
  for (int i = 0; i < config->n_layer; i++, next += 12 * n2)
    s.layer[i] = (LayerMatrices){next, next + n2, next + 2 * n2, next + 3 * n2, next + 4 * n2, next + 8 * n2};
  return s;
}
static Tokens read_document(const Config *config, int vocab_size) {
  Tokens tokens = read_tokens(vocab_size, config->block_size + 1);
  if (tokens.n < 2) reject("input a document has %d tokens; it must have BOS on both sides", tokens.n);
  return tokens;
}
static int read_vocab_size(void) { return read_int(1, MOST, "a number of tokens, at least 1 for BOS"); }
static StateDict read_state_dict(const Config *config) {
  StateDict s = new_state_dict(config, read_vocab_size());
  int n;
  double *params = read_floats(&n, 0);
  if (n != s.num_params) reject("input %d parameters; this configuration has %d (parameters.6)", n, s.num_params);
  memcpy(s.params, params, (size_t)n * sizeof(double));
  return s;
}

typedef struct Noted { struct Noted *before; char *name; double *numbers; int n; } Noted;
static Noted *noted; /* the last, and how many there are */
static int num_noted;
static void note(const char *name, const double *numbers, int n) {
  Noted *value = take(1, sizeof *value);
  *value = (Noted){noted, take(strlen(name) + 1, 1), doubles((size_t)n), n};
  strcpy(value->name, name);
  for (int i = 0; i < n; i++) value->numbers[i] = numbers[i];
  noted = value, num_noted++;
}

typedef struct { const char *kind; int a, b; double x; } Node; /* x: of a leaf, or an exponent */
static Node read_node(int place) {
  static const char *const kinds[] = {"leaf", "add", "mul", "sub", "div", "pow", "log", "exp", "relu", "neg"};
  Node node = {word(), 0, 0, 0};
  int kind = 0;
  while (kind < 10 && strcmp(kinds[kind], node.kind)) kind++;
  if (kind == 10) wrong(node.kind, "a kind of node");
  if (kind > 0) node.a = read_int(0, place - 1, "the place of an earlier node");
  if (kind > 0 && kind < 5) node.b = read_int(0, place - 1, "the place of an earlier node");
  if (kind == 0 || kind == 5) node.x = read_float();
  return node;
}

typedef struct { char kind; int n, *list; double mu, sigma, *weights; Integer bits; } Draw;
static Draw read_draw(void) {
  const char *kind = word();
  Draw d = {.kind = *kind};
  if (!strcmp(kind, "getrandbits")) {
    d.kind = 'b', d.n = read_int(0, 1 << 20, "a number of bits, from 0 to 2**20 (random.14)");
    d.bits = (Integer){take((size_t)d.n / 32 + 1, sizeof(uint32_t)), (d.n + 31) / 32, 0};
  } else if (!strcmp(kind, "gauss")) {
    d.mu = read_float(), d.sigma = read_float();
  } else if (!strcmp(kind, "shuffle")) {
    d.list = take((size_t)(d.n = read_int(0, MOST, "a length")), sizeof(int));
    for (int i = 0; i < d.n; i++) d.list[i] = i;
  } else if (!strcmp(kind, "choices")) {
    d.weights = read_floats(&d.n, 0);
  } else if (strcmp(kind, "random")) wrong(kind, "a draw");
  return d;
}

static void end(void) {
  if (rest[strspn(rest, " \r")]) reject("input there are more values than the request says (protocol.2)");
}

/* ---- Printing: the reply is kept until the request is done ---- */

static struct { char *text; size_t n, room; } reply;

static void put(const char *format, ...) {
  for (;;) {
    va_list args;
    va_start(args, format);
    size_t left = reply.room - reply.n, n = (size_t)vsnprintf(left ? reply.text + reply.n : NULL, left, format, args);
    va_end(args);
    if (n < left) { reply.n += n; return; }
    reply.text = realloc(reply.text, reply.room = 2 * (reply.n + n + 1));
    if (!reply.text) exit((fputs("out of memory\n", stderr), 1));
  }
}
static void put_float(double x) { isnan(x) ? put(" nan") : put(" %.17g", x); }
static void put_values(const double *list, size_t n) { for (; n > 0; n--) put_float(*list++); }
static void put_floats(const double *list, int n) { put(" %d", n), put_values(list, (size_t)n); }
static void put_matrix(const double *list, int rows, int columns) {
  put(" %d %d", rows, columns), put_values(list, (size_t)rows * (size_t)columns);
}
static void put_ints(const int *list, int n) { for (put(" %d", n); n > 0; n--) put(" %d", *list++); }
static void put_text(Text text) {
  put(text.n ? " " : " -");
  for (int i = 0; i < text.n; i++) put("%02x", (unsigned char)text.at[i]);
}
static void put_texts(const Text *texts, int n) { for (put(" %d", n); n > 0; n--) put_text(*texts++); }
static void put_state_dict(const StateDict *s) { put(" %d", s->vocab_size), put_floats(s->params, s->num_params); }
static void put_noted(void) {
  put(" %d", num_noted);
  for (; noted; noted = noted->before) put(" %s", noted->name), put_floats(noted->numbers, noted->n);
}
static void put_integer(Integer x) { /* divides by 10 until nothing is left */
  char *digit = (char *)take((size_t)x.n * 10 + 2, 1) + x.n * 10 + 1;
  do {
    uint64_t left = 0;
    for (int i = x.n; i-- > 0; left %= 10) left = left << 32 | x.word[i], x.word[i] = (uint32_t)(left / 10);
    *--digit = (char)('0' + left);
    while (x.n && !x.word[x.n - 1]) x.n--;
  } while (x.n);
  put(" %s", digit);
}

/* ---- Answering ---- */

static const char *id, *op; /* of the request */
static int claims;          /* operations that hello has named */

/* Whether the request is for this operation. In hello there is none, and each name is printed. */
static int is(const char *name) {
  if (op) return !strcmp(op, name);
  put(claims++ ? ",%s" : "%s", name);
  return 0;
}

/* Reads a request to its end, calls your function, prints the result; one block an operation. */
static void answer(void) {
  int n;
  if (op && is("echo")) {
    double *x = read_floats(&n, 0);
    end();
    put_floats(x, n);
  }
#ifdef SOFTMAX
  else if (is("softmax")) {
    double *logits = read_floats(&n, 1), *probs = doubles((size_t)n);
    end();
    SOFTMAX;
    put_floats(probs, n);
  }
#endif
#ifdef POSITION_LOSS
  else if (is("position_loss")) {
    double *probs = read_floats(&n, 1), loss;
    int target = read_int(0, n - 1, "below the number of probabilities (loss.11)");
    end();
    POSITION_LOSS;
    put_float(loss);
  }
#endif
#ifdef AVERAGE_LOSS
  else if (is("average_loss")) {
    double *losses = read_floats(&n, 1), loss;
    end();
    AVERAGE_LOSS;
    put_float(loss);
  }
#endif
#ifdef CROSS_ENTROPY
  else if (is("cross_entropy")) {
    double *logits = read_floats(&n, 1), *grad = doubles((size_t)n), loss;
    int target = read_int(0, n - 1, "below the number of logits (loss.11)");
    end();
    CROSS_ENTROPY;
    put_float(loss);
    put_floats(grad, n);
  }
#endif
#ifdef SAMPLING
  else if (is("sampling")) {
    double *logits = read_floats(&n, 1), *probs = doubles((size_t)n), temperature = read_float();
    if (!(temperature > 0)) reject("input temperature is %g; it must be above 0 (inference.9)", temperature);
    end();
    SAMPLING;
    put_floats(probs, n);
  }
#endif
#ifdef RMSNORM
  else if (is("rmsnorm")) {
    double *x = read_floats(&n, 1), *y = doubles((size_t)n);
    end();
    RMSNORM;
    put_floats(y, n);
  }
#endif
#ifdef LINEAR
  else if (is("linear")) {
    double *x = read_floats(&n, 0);
    int nout = read_int(0, MOST, "a number of rows"), nin = read_int(0, MOST, "a number of columns");
    if (nout && nin != n) reject("input x has %d numbers, a row of w %d", n, nin);
    if ((double)nout * nin > MOST) reject("input a matrix of %d x %d is too large", nout, nin);
    double *w = read_values(nout * nin), *y = doubles((size_t)nout);
    end();
    LINEAR;
    put_floats(y, nout);
  }
#endif
#define EACH(statement) for (int i = 0; i < n; i++) { double x = list[i], y; statement; list[i] = y; }
#ifdef EXP
  else if (is("exp")) {
    double *list = read_floats(&n, 0);
    end();
    EACH(EXP)
    put_floats(list, n);
  }
#endif
#ifdef LOG
  else if (is("log")) {
    double *list = read_floats(&n, 0);
    end();
    EACH(LOG)
    put_floats(list, n);
  }
#endif
#ifdef SIN
  else if (is("sin")) {
    double *list = read_floats(&n, 0);
    end();
    EACH(SIN)
    put_floats(list, n);
  }
#endif
#ifdef COS
  else if (is("cos")) {
    double *list = read_floats(&n, 0);
    end();
    EACH(COS)
    put_floats(list, n);
  }
#endif
#ifdef POW
  else if (is("pow")) {
    double *list = read_floats(&n, 0), exponent = read_float();
    end();
    EACH(POW)
    put_floats(list, n);
  }
#endif
#ifdef ADAM
  else if (is("adam")) {
    Config config = read_config();
    int step = read_int(0, config.num_steps, "a step, from 0 to num_steps"), n_grad, n_m, n_v;
    if (config.num_steps == 0) reject("input num_steps is 0; there is no step to take (optimizer.7)");
    double *data = read_floats(&n, 0), *grad = read_floats(&n_grad, 0);
    double *m = read_floats(&n_m, 0), *v = read_floats(&n_v, 0);
    if (n_grad != n || n_m != n || n_v != n) reject("input grad, m and v must have as many numbers as data, %d", n);
    end();
    ADAM;
    put_floats(data, n);
    put_floats(m, n);
    put_floats(v, n);
  }
#endif
#ifdef DOCUMENTS
  else if (is("documents")) {
    Text file = read_bytes(), *docs = take((size_t)file.n + 1, sizeof(Text));
    int num_docs;
    end();
    DOCUMENTS;
    put_texts(docs, num_docs);
  }
#endif
#ifdef TOKENIZER
  else if (is("tokenizer")) {
    int num_docs, num_uchars, BOS, vocab_size, bytes = 0;
    Text *docs = read_texts(&num_docs), *uchars;
    end();
    for (int i = 0; i < num_docs; i++) bytes += docs[i].n;
    uchars = take((size_t)bytes, sizeof(Text));
    TOKENIZER;
    put_texts(uchars, num_uchars);
    put(" %d %d", BOS, vocab_size);
  }
#endif
#ifdef ENCODE
  else if (is("encode")) {
    int num_uchars;
    Text *uchars = read_uchars(&num_uchars), doc = read_text();
    Tokens tokens = {take((size_t)doc.n + 2, sizeof(int)), 0};
    end();
    ENCODE;
    put_ints(tokens.at, tokens.n);
  }
#endif
#ifdef DECODE
  else if (is("decode")) {
    int num_uchars;
    Text *uchars = read_uchars(&num_uchars), doc;
    Tokens tokens = read_tokens(num_uchars, MOST);
    end();
    doc.at = take(4 * (size_t)tokens.n, 1);
    DECODE;
    put_text(doc);
  }
#endif
#ifdef FORWARD
  else if (is("forward")) {
    Config config = read_config();
    StateDict state_dict = read_state_dict(&config);
    Tokens tokens = read_document(&config, state_dict.vocab_size);
    n = tokens.n - 1 < config.block_size ? tokens.n - 1 : config.block_size;
    double *logits = doubles((size_t)n * (size_t)state_dict.vocab_size), *losses = doubles((size_t)n), loss;
    end();
    FORWARD;
    put_matrix(logits, n, state_dict.vocab_size);
    put_floats(losses, n);
    put_float(loss);
  }
#endif
#ifdef BACKWARD
  else if (is("backward")) {
    Config config = read_config();
    StateDict state_dict = read_state_dict(&config), grad = new_state_dict(&config, state_dict.vocab_size);
    Tokens tokens = read_document(&config, state_dict.vocab_size);
    double loss;
    end();
    BACKWARD;
    put_float(loss);
    put_state_dict(&grad);
  }
#endif
#ifdef TRACE
  else if (is("trace")) {
    Config config = read_config();
    StateDict state_dict = read_state_dict(&config);
    Tokens tokens = read_document(&config, state_dict.vocab_size);
    noted = NULL, num_noted = 0;
    end();
    TRACE;
    put_noted();
  }
#endif
#ifdef TRAIN
  else if (is("train")) {
    Config config = read_config();
    StateDict state_dict = read_state_dict(&config);
    int num_docs = read_count(0);
    Tokens *docs = take((size_t)num_docs, sizeof(Tokens));
    for (int i = 0; i < num_docs; i++) docs[i] = read_document(&config, state_dict.vocab_size);
    int steps = read_int(0, config.num_steps, "a number of steps, from 0 to num_steps");
    if (steps > 0 && num_docs == 0) reject("input there is no document to train on (training.4)");
    double *losses = doubles((size_t)steps);
    end();
    TRAIN;
    put_floats(losses, steps);
    put_state_dict(&state_dict);
  }
#endif
#ifdef SAMPLE
  else if (is("sample")) {
    Config config = read_config();
    StateDict state_dict = read_state_dict(&config);
    double *given = read_floats(&n, 0), *uniforms = doubles((size_t)config.block_size);
    for (int i = 0; i < n; i++) {
      if (!(given[i] >= 0 && given[i] < 1)) reject("input uniform %d is %g, outside of [0, 1)", i, given[i]);
      if (i < config.block_size) uniforms[i] = given[i];
    }
    double *probs = doubles((size_t)config.block_size * (size_t)state_dict.vocab_size);
    Tokens tokens = {take((size_t)config.block_size, sizeof(int)), 0};
    int draws;
    end();
    SAMPLE;
    if (draws > n) reject("input there are %d uniforms, and %d positions are reached", n, draws);
    put_ints(tokens.at, tokens.n);
    put_matrix(probs, draws, state_dict.vocab_size);
  }
#endif
#ifdef PARAMETERS
  else if (is("parameters")) {
    Config config = read_config();
    StateDict state_dict = new_state_dict(&config, read_vocab_size());
    end();
    PARAMETERS;
    put_state_dict(&state_dict);
  }
#endif
#ifdef MICROGPT
  else if (is("microgpt")) {
    Config config = read_config();
    Text file = read_bytes(), *docs = take((size_t)file.n + 1, sizeof(Text));
    Text *samples = take((size_t)config.num_samples, sizeof(Text));
    double *losses = doubles((size_t)config.num_steps);
    StateDict state_dict;
    int num_docs;
    end();
    MICROGPT;
    put_texts(docs, num_docs);
    put_state_dict(&state_dict);
    put_floats(losses, config.num_steps);
    put_texts(samples, config.num_samples);
  }
#endif
#ifdef RANDOM
  else if (is("random")) {
    Integer seed = read_integer();
    int draws = read_count(0);
    Draw *drawn = take((size_t)draws, sizeof(Draw));
    for (int i = 0; i < draws; i++) drawn[i] = read_draw();
    end();
    RANDOM;
    for (Draw *d = drawn; d < drawn + draws; d++) {
      double x = 0, mu = d->mu, sigma = d->sigma, *weights = d->weights;
      int k = d->n, *list = d->list, index = 0;
      Integer bits = d->bits;
      n = d->n;
      switch (d->kind) {
        case 'r': RANDOM_RANDOM; put_float(x); break;
        case 'g': RANDOM_GAUSS; put_float(x); break;
        case 'b': RANDOM_GETRANDBITS; put_integer(bits); break;
        case 's': RANDOM_SHUFFLE; put_ints(list, n); break;
        case 'c': RANDOM_CHOICES; put(" %d", index); break;
      }
      (void)mu, (void)sigma, (void)weights, (void)k;
    }
  }
#endif
#ifdef AUTOGRAD
  else if (is("autograd")) {
    Node *graph = take((size_t)(n = read_count(1)), sizeof(Node));
    for (int i = 0; i < n; i++) graph[i] = read_node(i);
    end();
    AUTOGRAD *at = take((size_t)n, sizeof *at);
    for (int i = 0; i < n; i++) {
      Node g = graph[i];
      if (!strcmp(g.kind, "leaf")) at[i] = LEAF(g.x);
      else if (!strcmp(g.kind, "add")) at[i] = ADD(at[g.a], at[g.b]);
      else if (!strcmp(g.kind, "mul")) at[i] = MUL(at[g.a], at[g.b]);
      else if (!strcmp(g.kind, "sub")) at[i] = SUB(at[g.a], at[g.b]);
      else if (!strcmp(g.kind, "div")) at[i] = DIV(at[g.a], at[g.b]);
      else if (!strcmp(g.kind, "pow")) at[i] = POWER(at[g.a], g.x);
      else if (!strcmp(g.kind, "log")) at[i] = LOGARITHM(at[g.a]);
      else if (!strcmp(g.kind, "exp")) at[i] = EXPONENTIAL(at[g.a]);
      else if (!strcmp(g.kind, "relu")) at[i] = RELU(at[g.a]);
      else at[i] = NEG(at[g.a]);
    }
    GRADIENTS(at[n - 1]);
    put(" %d", n);
    for (int i = 0; i < n; i++) put_float(DATA(at[i]));
    put(" %d", n);
    for (int i = 0; i < n; i++) put_float(GRAD(at[i]));
  }
#endif
  else if (op) {
    reply.n = 0;
    put("@%s no %.60s is not implemented", id, op);
  }
}

static void hello(void) {
  put(" 1 " WHO " " DECLARED " ops=");
  op = NULL, claims = 0;
  answer();
  if (claims) return;
  reply.n = 0;
  put("@%.20s no none of the operations is claimed yet: uncomment the line of one of your functions", id);
}

static void release(void) {
  for (Block *next; blocks; blocks = next) next = blocks->next, free(blocks);
}

/* The next line, of any length, without its end; 0 at the end of input. */
static int read_line(void) {
  static size_t room;
  size_t n = 0;
  int c;
  while ((c = getchar()) != EOF && c != '\n') {
    if (n + 2 > room && !(line = realloc(line, room = 2 * room + 256))) exit((fputs("out of memory\n", stderr), 1));
    line[n++] = (char)(c ? c : '?');
  }
  if (line) line[n] = '\0', line_end = line + n;
  rest = line, value = -2; /* the id and the operation are no values */
  return c != EOF || n > 0;
}

int main(void) {
  while (read_line()) {
    if (!line || !line[strspn(line, " \r")]) continue; /* an empty line asks nothing */
    id = "", reply.n = 0;
    if (!setjmp(rejected)) {
      id = word(), op = word();
      put("@%.20s ok", id);
      if (strcmp(op, "hello")) answer();
      else hello();
    } else {
      reply.n = 0;
      put("@%.20s err %s", id, reason);
    }
    puts(reply.text);
    fflush(stdout);
    release();
  }
}
