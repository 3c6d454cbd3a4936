/**
 * microgpt in C99: a complete port that answers protocol version 1 (spec/protocol.md) on its standard streams.
 *
 *   cc -std=c99 -O2 -o port microgpt.c -lm                  double precision, class f64
 *   cc -std=c99 -O2 -DREAL=float -o port32 microgpt.c -lm   single precision, class f32
 *   cc -std=c99 -O2 -ffp-contract=off -fno-builtin -DPYTHON_ORDER ...
 *     in microgpt.py's order (order=python), the gradient by a graph (ordered.h)
 *
 * The forward pass keeps what it computes, position by position, and the gradient is derived by hand, matrix by matrix:
 * it shares neither code nor method with the reference, which records a graph of scalars. Only the operation `autograd`
 * needs a graph, and has a small one. Clauses are cited as in spec/: loss.4 is the fourth of spec/loss.md.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h> /* exp, log, pow and sqrt in the type of their argument */

#ifndef REAL
#define REAL double
#endif
typedef REAL real;

enum { PROTOCOL = 1, IS_FLOAT = sizeof(real) == sizeof(float) };
#define MOST ((size_t)1 << 24)        /* numbers in one list; a reply of more could not be sent in 16 MiB */
#define MAX_SAFE 9007199254740991LL   /* integers on the wire are below 2**53 */
#define PI 3.14159265358979323846

/** Neither infinite nor NaN. */
static int is_finite(real x) { return x - x == 0; }

/* ---- Rejecting a request, and memory that lasts as long as a request --------------------------------------------- */

static jmp_buf rejected;
static char reason[256];

/** Ends the request: its reply is `err <kind> <message>`. Never returns. */
static void reject(const char *kind, const char *format, ...) {
  va_list args;
  size_t n = (size_t)snprintf(reason, sizeof reason, "%s ", kind);
  va_start(args, format);
  vsnprintf(reason + n, sizeof reason - n, format, args);
  va_end(args);
  longjmp(rejected, 1);
}

/** A block of memory that requests take from, piece by piece, behind this head. */
typedef struct Block {
  struct Block *next;
  size_t used, size;
} Block;

enum { HEAD = (sizeof(Block) + 15) / 16 * 16, BLOCK = 1 << 18 };
static Block *blocks;

/** `count` elements of `size` bytes, all 0; freed when the request has been answered. */
static void *take(size_t count, size_t size) {
  if (count > MOST) reject("size", "%zu numbers in one list; this port has room for %zu", count, MOST);
  size_t bytes = (count * size + 15) / 16 * 16;
  if (!blocks || blocks->size - blocks->used < bytes) {
    size_t room = bytes > BLOCK ? bytes : BLOCK;
    Block *block = calloc(1, HEAD + room);
    if (!block) reject("memory", "no room for %zu bytes", bytes);
    block->size = room;
    block->next = blocks;
    blocks = block;
  }
  blocks->used += bytes;
  return (char *)blocks + HEAD + blocks->used - bytes;
}

static real *reals(size_t count) { return take(count, sizeof(real)); }

/** Frees what the request took. One block of the usual size is kept, so that small requests allocate nothing. */
static void release(void) {
  while (blocks && (blocks->next || blocks->size > BLOCK)) {
    Block *next = blocks->next;
    free(blocks);
    blocks = next;
  }
  if (blocks) {
    memset((char *)blocks + HEAD, 0, blocks->used);
    blocks->used = 0;
  }
}

/** Room for at least `needed` elements in a buffer that lives as long as the program. */
static void *grow(void *buffer, size_t *room, size_t needed, size_t size) {
  if (needed <= *room) return buffer;
  *room = 2 * needed;
  void *grown = realloc(buffer, *room * size);
  if (!grown) exit((fputs("out of memory\n", stderr), 1));
  return grown;
}

/* ---- Reading the values of a request (spec/protocol.md, "Values") ------------------------------------------------ */

static struct {
  char *line, **token;
  size_t line_room, token_room, count, next; /* token[0] is the id, token[1] the operation */
} in;

static const char *word(void) {
  if (in.next >= in.count) reject("request", "the line ends after %zu values; one more is due", in.next - 2);
  return in.token[in.next++];
}

static void wrong(const char *token, const char *wanted) {
  reject("request", "value %zu is \"%.40s\"; it must be %s", in.next - 2, token, wanted);
}

/** The digits of a decimal integer. */
static const char *digits_of(const char *token) {
  const char *digits = token + (*token == '-');
  if (!*digits || digits[strspn(digits, "0123456789")]) wrong(token, "an integer");
  return digits;
}

static long long read_int(void) {
  const char *token = word();
  digits_of(token);
  long long value = strtoll(token, NULL, 10); /* LLONG_MIN or LLONG_MAX where it is beyond them */
  if (value < -MAX_SAFE || value > MAX_SAFE) wrong(token, "an integer below 2**53");
  return value;
}

static size_t read_size(long long least) {
  long long value = read_int();
  if (value < least) reject("range", "value %zu is %lld; it must be at least %lld", in.next - 2, value, least);
  return (size_t)value;
}

/** The length of a list: no more than there are values left. */
static size_t read_count(void) {
  size_t count = read_size(0), left = in.count - in.next;
  if (count > left) reject("request", "value %zu says that %zu follow, but %zu do", in.next - 2, count, left);
  return count;
}

/** A decimal, nan, inf or -inf. Uniforms and rates are double in every port (random.md). */
static double read_double(void) {
  const char *token = word(), *bare = token + (*token == '-' || *token == '+');
  char *end;
  double value = strtod(token, &end);
  int decimal = !token[strspn(token, "+-.0123456789eE")];
  if (*end || end == token || !(decimal || !strcmp(bare, "nan") || !strcmp(bare, "inf") || !strcmp(bare, "infinity")))
    wrong(token, "a number");
  return value;
}

static real *read_reals(size_t *count) {
  *count = read_count();
  real *list = reals(*count);
  for (size_t i = 0; i < *count; i++) list[i] = (real)read_double();
  return list;
}

/** Text is its UTF-8: comparing bytes orders code points, and a character is a text of one code point. */
typedef struct {
  const unsigned char *at;
  size_t n;
} Text;

typedef struct {
  Text *at;
  size_t n;
} Texts;

static int hex_digit(char c) {
  static const char digits[] = "0123456789abcdef0123456789ABCDEF";
  const char *found = c ? strchr(digits, c) : NULL;
  return found ? (int)((found - digits) % 16) : -1;
}

static Text read_bytes(void) {
  const char *token = word();
  size_t length = strcmp(token, "-") ? strlen(token) : 0;
  unsigned char *bytes = take(length / 2 + 1, 1);
  if (length % 2) wrong(token, "hex digits in pairs, or -");
  for (size_t i = 0; i < length; i += 2) {
    int high = hex_digit(token[i]), low = hex_digit(token[i + 1]);
    if (high < 0 || low < 0) wrong(token, "hex digits in pairs, or -");
    bytes[i / 2] = (unsigned char)(16 * high + low);
  }
  return (Text){bytes, length / 2};
}

/** Bytes of the code point at the beginning of s, whose value it stores; 0 where that is no UTF-8 (dataset.9). */
static size_t code_point(Text s, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000}; /* less would be overlong */
  unsigned first = s.at[0];
  size_t width = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
  if (width == 0 || width > s.n) return 0;
  *code = width == 1 ? first : first & (0x7fu >> width);
  for (size_t i = 1; i < width; i++) {
    if ((s.at[i] & 0xc0) != 0x80) return 0;
    *code = *code << 6 | (s.at[i] & 0x3fu);
  }
  int surrogate = *code >= 0xd800 && *code <= 0xdfff;
  return *code < least[width] || *code > 0x10ffff || surrogate ? 0 : width;
}

/** Takes the first character off the text; the text is not empty. */
static Text next_character(Text *rest, uint32_t *code) {
  Text character = {rest->at, code_point(*rest, code)};
  if (character.n == 0) reject("utf-8", "the bytes are not valid UTF-8 (dataset.9)");
  rest->at += character.n;
  rest->n -= character.n;
  return character;
}

static Text read_text(void) {
  Text text = read_bytes(), rest = text;
  uint32_t code;
  while (rest.n) next_character(&rest, &code);
  return text;
}

static Texts read_texts(void) {
  Texts texts = {NULL, read_count()};
  texts.at = take(texts.n, sizeof(Text));
  for (size_t i = 0; i < texts.n; i++) texts.at[i] = read_text();
  return texts;
}

/** Token ids: a document with BOS on both sides, a sample without. */
typedef struct {
  long long *at;
  size_t n;
} Tokens;

static Tokens read_tokens(void) {
  Tokens tokens = {NULL, read_count()};
  tokens.at = take(tokens.n, sizeof(long long));
  for (size_t i = 0; i < tokens.n; i++) tokens.at[i] = read_int();
  return tokens;
}

static void end_of_request(void) {
  if (in.next < in.count) reject("request", "%zu surplus values after %zu", in.count - in.next, in.next - 2);
}

/* ---- Writing the values of a reply ------------------------------------------------------------------------------- */

static struct {
  char *text;
  size_t room, n;
} out;

static void put(const char *format, ...) {
  for (;;) {
    va_list args;
    va_start(args, format);
    size_t n = (size_t)vsnprintf(out.text + out.n, out.room - out.n, format, args);
    va_end(args);
    if (n < out.room - out.n) {
      out.n += n;
      return;
    }
    out.text = grow(out.text, &out.room, out.n + n + 1, 1);
  }
}

static void put_int(long long value) { put(" %lld", value); }

/** As many digits as read back the same number; printf has a sign for some NaNs. */
static void put_digits(double value, int digits) {
  if (value != value) put(" nan");
  else put(" %.*g", digits, value);
}

static void put_double(double value) { put_digits(value, 17); }
static void put_real(real value) { put_digits(value, IS_FLOAT ? 9 : 17); }

static void put_values(const real *list, size_t count) {
  for (size_t i = 0; i < count; i++) put_real(list[i]);
}

static void put_reals(const real *list, size_t count) {
  put_int((long long)count);
  put_values(list, count);
}

static void put_text(Text text) {
  put(text.n ? " " : " -");
  for (size_t i = 0; i < text.n; i++) put("%02x", text.at[i]);
}

static void put_texts(Texts texts) {
  put_int((long long)texts.n);
  for (size_t i = 0; i < texts.n; i++) put_text(texts.at[i]);
}

static void put_tokens(Tokens tokens) {
  put_int((long long)tokens.n);
  for (size_t i = 0; i < tokens.n; i++) put_int(tokens.at[i]);
}

/* ---- random: CPython's stream ------------------------------------------------------------------------------------ */

enum { STATE = 624, SHIFT = 397 };

typedef struct {
  uint32_t state[STATE];
  size_t index;
  int kept; /* whether gauss has a second value to give (random.7) */
  double second;
} Random;

/** One word of init_by_array: the word before it, mixed into its own (random.2). */
static uint32_t mixed(const uint32_t *x, size_t i, uint32_t factor) {
  return x[i] ^ ((x[i - 1] ^ x[i - 1] >> 30) * factor);
}

/** init_by_array (random.2). */
static void seed_random(Random *random, const uint32_t *key, size_t length) {
  uint32_t *x = random->state;
  size_t i = 1, j = 0;
  x[0] = 19650218;
  for (size_t k = 1; k < STATE; k++) x[k] = 1812433253u * (x[k - 1] ^ x[k - 1] >> 30) + (uint32_t)k;
  for (size_t k = length > STATE ? length : STATE; k > 0; k--) {
    x[i] = mixed(x, i, 1664525) + key[j] + (uint32_t)j;
    if (++i == STATE) x[0] = x[STATE - 1], i = 1;
    if (++j == length) j = 0;
  }
  for (size_t k = STATE - 1; k > 0; k--) {
    x[i] = mixed(x, i, 1566083941) - (uint32_t)i;
    if (++i == STATE) x[0] = x[STATE - 1], i = 1;
  }
  x[0] = 0x80000000u;
  random->index = STATE;
  random->kept = 0; /* random.12 */
}

/** Seeds by the words of a decimal integer's absolute value; multiplies and adds nine digits at a time (random.2). */
static Random *read_seed(void) {
  const char *digits = digits_of(word());
  size_t length = strlen(digits), words = 1;
  uint32_t *key = take(length / 9 + 2, sizeof(uint32_t));
  for (size_t at = 0; at < length;) {
    size_t piece = length - at < 9 ? length - at : 9;
    uint64_t carry = 0, factor = 1;
    for (size_t end = at + piece; at < end; at++) carry = 10 * carry + (uint64_t)(digits[at] - '0'), factor *= 10;
    for (size_t i = 0; i < words; i++, carry >>= 32) key[i] = (uint32_t)(carry += factor * key[i]);
    if (carry) key[words++] = (uint32_t)carry;
  }
  Random *random = take(1, sizeof(Random));
  seed_random(random, key, words);
  return random;
}

/** The next 32 bits of MT19937 (random.1). */
static uint32_t next_word(Random *random) {
  uint32_t *x = random->state, y;
  if (random->index == STATE) {
    for (size_t k = 0; k < STATE; k++) {
      y = (x[k] & 0x80000000u) | (x[(k + 1) % STATE] & 0x7fffffffu);
      x[k] = x[(k + SHIFT) % STATE] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
    }
    random->index = 0;
  }
  y = x[random->index++];
  y ^= y >> 11;
  y ^= y << 7 & 0x9d2c5680u;
  y ^= y << 15 & 0xefc60000u;
  return y ^ y >> 18;
}

/** A uniform in [0, 1) with 53 bits, double in every port (random.3). */
static double uniform(Random *random) {
  uint32_t a = next_word(random) >> 5, b = next_word(random) >> 6;
  return (a * 67108864.0 + b) / 9007199254740992.0;
}

/** mu + z sigma, computed in double and rounded once (random.6, random.7). */
static real gauss(Random *random, double mu, double sigma) {
  double z = random->second;
  random->kept = !random->kept;
  if (random->kept) {
    double angle = 2 * PI * uniform(random), radius = sqrt(-2 * log(1 - uniform(random)));
    z = cos(angle) * radius;
    random->second = sin(angle) * radius;
  }
  return (real)(mu + z * sigma);
}

/** An integer in [0, n): as many bits as n has, again until they are below n (random.11). */
static size_t below(Random *random, size_t n) {
  int bits = 0;
  while (n >> bits) bits++;
  size_t r = next_word(random) >> (32 - bits);
  while (r >= n) r = next_word(random) >> (32 - bits);
  return r;
}

/** The order into which shuffle brings 0, 1, ..., n - 1 (random.5). */
static size_t *shuffled(Random *random, size_t n) {
  size_t *order = take(n, sizeof(size_t));
  for (size_t i = 0; i < n; i++) order[i] = i;
  for (size_t i = n; i-- > 1;) {
    size_t j = below(random, i + 1), kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/** The first index whose cumulative weight is above u times the total, or the last (random.8, random.10). */
static size_t choose(const real *weights, size_t n, double u) {
  real total = 0, cumulative = 0;
  for (size_t i = 0; i < n; i++) total += weights[i];
  if (!(total > 0 && is_finite(total))) reject("weights", "the total is %g (random.10)", (double)total);
  for (size_t i = 0; i + 1 < n; i++) {
    cumulative += weights[i];
    if (u * total < cumulative) return i;
  }
  return n - 1;
}

/** k bits as a decimal integer, the first word drawn the least significant (random.4). */
static void put_bits(Random *random, long long k) {
  if (k < 0 || k > 1 << 20) reject("range", "getrandbits of %lld bits; it must be 0 to 2**20 (random.14)", k);
  size_t words = (size_t)(k + 31) / 32, pieces = 0;
  uint32_t *word = take(words + 1, sizeof *word), *piece = take(words * 32 / 29 + 2, sizeof *piece);
  for (size_t i = 0; i < words; i++, k -= 32) word[i] = next_word(random) >> (k < 32 ? 32 - k : 0);
  do { /* divides by 10**9 until nothing is left */
    uint64_t rest = 0;
    for (size_t i = words; i-- > 0; rest %= 1000000000) {
      rest = rest << 32 | word[i];
      word[i] = (uint32_t)(rest / 1000000000);
    }
    piece[pieces++] = (uint32_t)rest;
    while (words && !word[words - 1]) words--;
  } while (words);
  put(" %lu", (unsigned long)piece[--pieces]);
  while (pieces) put("%09lu", (unsigned long)piece[--pieces]);
}

static void op_random(void) {
  Random *random = read_seed();
  for (size_t draws = read_count(); draws > 0; draws--) {
    const char *kind = word();
    if (!strcmp(kind, "random")) put_double(uniform(random));
    else if (!strcmp(kind, "getrandbits")) put_bits(random, read_int());
    else if (!strcmp(kind, "gauss")) {
      double mu = read_double(), sigma = read_double();
      put_real(gauss(random, mu, sigma));
    } else if (!strcmp(kind, "shuffle")) {
      size_t n = read_size(0), *order = shuffled(random, n);
      put_int((long long)n);
      for (size_t i = 0; i < n; i++) put_int((long long)order[i]);
    } else if (!strcmp(kind, "choices")) {
      size_t n;
      real *weights = read_reals(&n);
      put_int((long long)choose(weights, n, uniform(random)));
    } else wrong(kind, "a draw");
  }
}

/* ---- dataset ----------------------------------------------------------------------------------------------------- */

/** What Python's str.strip() removes (dataset.3). */
static int is_space(uint32_t c) {
  return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/** The documents of a file, in its order: its lines stripped, without those of which nothing is left (dataset.4). */
static Texts documents(Text file) {
  Texts docs = {take(file.n / 2 + 1, sizeof(Text)), 0}; /* a character and a line end for each */
  const unsigned char *start = NULL, *end = NULL;       /* of what is kept of the line */
  for (Text rest = file; rest.n;) {
    uint32_t code;
    Text character = next_character(&rest, &code);
    if (!is_space(code)) {
      if (!start) start = character.at;
      end = rest.at;
    }
    int line_ends = code == '\n' || code == '\r' || rest.n == 0; /* CR LF adds an empty line (dataset.2, dataset.8) */
    if (line_ends && start) {
      docs.at[docs.n++] = (Text){start, (size_t)(end - start)};
      start = NULL;
    }
  }
  return docs;
}

static void op_documents(void) { put_texts(documents(read_bytes())); }

/* ---- tokenizer --------------------------------------------------------------------------------------------------- */

static int by_code_point(const void *left, const void *right) {
  const Text *a = left, *b = right;
  int order = memcmp(a->at, b->at, a->n < b->n ? a->n : b->n); /* UTF-8 sorts as code points do (tokenizer.1) */
  return order ? order : (a->n > b->n) - (a->n < b->n);
}

/** The characters that occur, each once, in the order of their code points (tokenizer.1, tokenizer.8). */
static Texts characters(Texts docs) {
  size_t total = 0, n = 0;
  uint32_t code;
  for (size_t i = 0; i < docs.n; i++) total += docs.at[i].n;
  Texts uchars = {take(total, sizeof(Text)), 0};
  for (size_t i = 0; i < docs.n; i++)
    for (Text rest = docs.at[i]; rest.n;) uchars.at[n++] = next_character(&rest, &code);
  qsort(uchars.at, n, sizeof(Text), by_code_point);
  for (size_t i = 0; i < n; i++)
    if (i == 0 || by_code_point(&uchars.at[i], &uchars.at[uchars.n - 1])) uchars.at[uchars.n++] = uchars.at[i];
  return uchars;
}

/** BOS, the token of each character, BOS (tokenizer.4). */
static Tokens encode(Texts uchars, Text doc) {
  Tokens tokens = {take(doc.n + 2, sizeof(long long)), 0};
  uint32_t code;
  tokens.at[tokens.n++] = (long long)uchars.n;
  while (doc.n) {
    Text character = next_character(&doc, &code);
    size_t token = 0;
    while (token < uchars.n && by_code_point(&uchars.at[token], &character)) token++;
    if (token == uchars.n) reject("character", "U+%04lX is not in the vocabulary (tokenizer.5)", (unsigned long)code);
    tokens.at[tokens.n++] = (long long)token;
  }
  tokens.at[tokens.n++] = (long long)uchars.n;
  return tokens;
}

static Text decode(Texts uchars, Tokens tokens) {
  size_t total = 0, n = 0;
  for (size_t i = 0; i < tokens.n; i++) {
    long long token = tokens.at[i];
    if (token < 0 || (size_t)token >= uchars.n) reject("token", "%lld stands for no character (tokenizer.7)", token);
    total += uchars.at[token].n;
  }
  unsigned char *bytes = take(total, 1);
  for (size_t i = 0; i < tokens.n; n += uchars.at[tokens.at[i++]].n)
    memcpy(bytes + n, uchars.at[tokens.at[i]].at, uchars.at[tokens.at[i]].n);
  return (Text){bytes, total};
}

static void op_tokenizer(void) {
  Texts uchars = characters(read_texts());
  put_texts(uchars);
  put(" %zu %zu", uchars.n, uchars.n + 1); /* BOS and vocab_size (tokenizer.2, tokenizer.3) */
}

static void op_encode(void) {
  Texts uchars = read_texts();
  put_tokens(encode(uchars, read_text()));
}

static void op_decode(void) {
  Texts uchars = read_texts();
  put_text(decode(uchars, read_tokens()));
}

/* ---- autograd: a graph of scalars, for the operation of that name only ------------------------------------------- */

typedef struct {
  real data, grad, local[2];
  size_t child[2];
  int children, entered; /* entered: by the search, 0 or 1 more than the children that it has gone on to */
} Node;

typedef struct {
  Node *node;
  size_t n;
} Graph;

static size_t add_node(Graph *g, real data, int children, size_t a, size_t b, real by_a, real by_b) {
  g->node[g->n] = (Node){.data = data, .local = {by_a, by_b}, .child = {a, b}, .children = children};
  return g->n++;
}

static size_t leaf(Graph *g, real data) { return add_node(g, data, 0, 0, 0, 0, 0); }

static size_t add(Graph *g, size_t a, size_t b) {
  return add_node(g, g->node[a].data + g->node[b].data, 2, a, b, 1, 1);
}

static size_t mul(Graph *g, size_t a, size_t b) {
  real x = g->node[a].data, y = g->node[b].data;
  return add_node(g, x * y, 2, a, b, y, x);
}

/** Python's x ** y: an error where that raises or is complex (autograd.4). */
static real power(real x, real y) {
  real result = pow(x, y);
  if (is_finite(x) && is_finite(y) && !is_finite(result))
    reject("pow", "%g ** %g is no finite number (autograd.4)", (double)x, (double)y);
  return result;
}

/** An error where Python raises one (autograd.5). */
static real logarithm(real x) {
  if (x <= 0) reject("domain", "log of %g (autograd.5)", (double)x);
  return log(x);
}

/** Likewise (autograd.6). */
static real exponential(real x) {
  real y = exp(x);
  if (is_finite(x) && !is_finite(y)) reject("range", "exp of %g overflows (autograd.6)", (double)x);
  return y;
}

static size_t power_node(Graph *g, size_t a, real exponent) {
  real x = g->node[a].data;
  return add_node(g, power(x, exponent), 1, a, 0, exponent * power(x, exponent - 1), 0);
}

static size_t log_node(Graph *g, size_t a) {
  real x = g->node[a].data;
  return add_node(g, logarithm(x), 1, a, 0, 1 / x, 0);
}

static size_t exp_node(Graph *g, size_t a) {
  real y = exponential(g->node[a].data);
  return add_node(g, y, 1, a, 0, y, 0);
}

/** 0 with slope 0 where a is not above 0: at 0, -0 and NaN too (autograd.7). */
static size_t relu_node(Graph *g, size_t a) {
  int positive = g->node[a].data > 0;
  return add_node(g, positive ? g->node[a].data : 0, 1, a, 0, (real)positive, 0);
}

static size_t neg(Graph *g, size_t a) { return mul(g, a, leaf(g, -1)); }

/** Gradients of the root, passed on in reverse of the order in which a depth-first search leaves the nodes. */
static void graph_backward(Graph *g, size_t root) {
  size_t *stack = take(g->n, sizeof(size_t)), *left = take(g->n, sizeof(size_t)), depth = 0, n = 0;
  stack[depth++] = root;
  g->node[root].entered = 1;
  while (depth) { /* a list for a stack: any depth will do (autograd.15) */
    Node *v = &g->node[stack[depth - 1]];
    if (v->entered > v->children) {
      left[n++] = stack[--depth];
      continue;
    }
    size_t child = v->child[v->entered++ - 1];
    if (g->node[child].entered) continue;
    g->node[child].entered = 1;
    stack[depth++] = child;
  }
  g->node[root].grad = 1; /* autograd.13 */
  while (n) {             /* each complete before it passes on (autograd.12), adding over all paths (autograd.10) */
    Node *v = &g->node[left[--n]];
    for (int i = 0; i < v->children; i++) g->node[v->child[i]].grad += v->local[i] * v->grad;
  }
}

static size_t read_place(const size_t *place, size_t end) {
  size_t i = read_size(0);
  if (i >= end) reject("request", "node %zu refers to node %zu, which is not before it", end, i);
  return place[i];
}

static size_t read_node(Graph *g, const size_t *place, size_t end) {
  const char *kind = word();
  if (!strcmp(kind, "leaf")) return leaf(g, (real)read_double());
  if (!strcmp(kind, "log")) return log_node(g, read_place(place, end));
  if (!strcmp(kind, "exp")) return exp_node(g, read_place(place, end));
  if (!strcmp(kind, "relu")) return relu_node(g, read_place(place, end));
  if (!strcmp(kind, "neg")) return neg(g, read_place(place, end));
  if (strcmp(kind, "add") && strcmp(kind, "mul") && strcmp(kind, "sub") && strcmp(kind, "div") && strcmp(kind, "pow"))
    wrong(kind, "a kind of node");
  size_t a = read_place(place, end);
  if (!strcmp(kind, "pow")) return power_node(g, a, (real)read_double());
  size_t b = read_place(place, end);
  if (!strcmp(kind, "add")) return add(g, a, b);
  if (!strcmp(kind, "mul")) return mul(g, a, b);
  return !strcmp(kind, "sub") ? add(g, a, neg(g, b)) : mul(g, a, power_node(g, b, -1)); /* autograd.8 */
}

static void op_autograd(void) {
  size_t count = read_count(), *place = take(count, sizeof(size_t));
  Graph g = {take(3 * count, sizeof(Node)), 0}; /* a - b makes three nodes: -1, its product with b, the sum */
  if (count == 0) reject("request", "a graph without nodes has no root");
  for (size_t i = 0; i < count; i++) place[i] = read_node(&g, place, i);
  graph_backward(&g, place[count - 1]);
  put_int((long long)count);
  for (size_t i = 0; i < count; i++) put_real(g.node[place[i]].data);
  put_int((long long)count);
  for (size_t i = 0; i < count; i++) put_real(g.node[place[i]].grad);
}

static void op_exp(void) {
  size_t n;
  real *x = read_reals(&n);
  for (size_t i = 0; i < n; i++) x[i] = exponential(x[i]);
  put_reals(x, n);
}

static void op_log(void) {
  size_t n;
  real *x = read_reals(&n);
  for (size_t i = 0; i < n; i++) x[i] = logarithm(x[i]);
  put_reals(x, n);
}

static void op_sin(void) {
  size_t n;
  real *x = read_reals(&n);
  for (size_t i = 0; i < n; i++) x[i] = sin(x[i]);
  put_reals(x, n);
}

static void op_cos(void) {
  size_t n;
  real *x = read_reals(&n);
  for (size_t i = 0; i < n; i++) x[i] = cos(x[i]);
  put_reals(x, n);
}

static void op_pow(void) {
  size_t n;
  real *x = read_reals(&n), exponent = (real)read_double();
  for (size_t i = 0; i < n; i++) x[i] = power(x[i], exponent);
  put_reals(x, n);
}

/* ---- parameters -------------------------------------------------------------------------------------------------- */

/** The constants of a configuration, in the order of the wire; rates are double in every port. */
typedef struct {
  size_t n_layer, n_embd, block_size, n_head;
  double std, std_residual;
  int squared; /* activation relu_squared (model.15) */
  double learning_rate, beta1, beta2, eps_adam;
  int cosine; /* decay cosine (optimizer.8) */
  size_t num_steps;
  double temperature;
  size_t num_samples;
  Random *random; /* the stream, seeded (random.12) */
} Config;

static double read_rate(const char *name, double below_this) {
  double value = read_double();
  if (!(value >= 0 && value < below_this)) reject("config", "%s is %g, out of range (parameters.8)", name, value);
  return value;
}

static int read_choice(const char *zero, const char *one) {
  const char *token = word();
  if (strcmp(token, zero) && strcmp(token, one))
    reject("config", "\"%.40s\" must be %s or %s (parameters.8)", token, zero, one);
  return !strcmp(token, one);
}

static Config read_config(void) {
  Config c = {.n_layer = read_size(0)};
  c.n_embd = read_size(1);
  c.block_size = read_size(1);
  c.n_head = read_size(1);
  c.std = read_rate("std", HUGE_VAL);
  c.std_residual = read_rate("std_residual", HUGE_VAL);
  c.squared = read_choice("relu", "relu_squared");
  c.learning_rate = read_rate("learning_rate", HUGE_VAL);
  c.beta1 = read_rate("beta1", 1);
  c.beta2 = read_rate("beta2", 1);
  c.eps_adam = read_rate("eps_adam", HUGE_VAL);
  c.cosine = read_choice("linear", "cosine");
  c.num_steps = read_size(0);
  c.temperature = read_rate("temperature", HUGE_VAL);
  c.num_samples = read_size(0);
  c.random = read_seed();
  if (c.temperature == 0) reject("config", "temperature is 0; it must be > 0 (parameters.8)");
  if (c.n_embd % c.n_head) reject("config", "n_embd is no multiple of n_head (parameters.8)");
  return c;
}

typedef struct {
  Config config;
  size_t vocab_size, num_params;
  real *params; /* all matrices, in the order of state_dict, row by row (parameters.1, parameters.5) */
} Model;

/** The matrices of a layer, in their order; each begins so many n_embd**2 behind the layer's begin (parameters.2). */
enum { ATTN_WQ = 0, ATTN_WK = 1, ATTN_WV = 2, ATTN_WO = 3, MLP_FC1 = 4, MLP_FC2 = 8, LAYER = 12 };

static Model new_model(Config config, size_t vocab_size) {
  double e = (double)config.n_embd, layers = (double)config.n_layer * LAYER * e * e;
  double count = (2.0 * (double)vocab_size + (double)config.block_size) * e + layers; /* parameters.9 */
  if (count > (double)MOST) reject("size", "%.0f parameters; this port has room for %zu", count, MOST);
  return (Model){config, vocab_size, (size_t)count, NULL};
}

/** Where in `all`, the parameters or their gradients, these matrices begin. */
static real *wte(const Model *model, real *all, size_t token) { return all + token * model->config.n_embd; }
static real *wpe(const Model *model, real *all, size_t pos) { return wte(model, all, model->vocab_size + pos); }
static real *lm_head(const Model *model, real *all) { return wpe(model, all, model->config.block_size); }

static real *layer_matrix(const Model *model, real *all, size_t li, int matrix) {
  size_t e = model->config.n_embd;
  return lm_head(model, all) + model->vocab_size * e + (li * LAYER + (size_t)matrix) * e * e;
}

/** Draws each parameter from the stream, one after the other (parameters.3, parameters.4, parameters.11). */
static void draw_parameters(Model *model) {
  Config *c = &model->config;
  size_t e2 = c->n_embd * c->n_embd;
  model->params = reals(model->num_params);
  real *layers = layer_matrix(model, model->params, 0, 0);
  for (size_t i = 0; i < model->num_params; i++) {
    size_t matrix = model->params + i < layers ? 0 : (i - (size_t)(layers - model->params)) / e2 % LAYER;
    int residual = matrix == ATTN_WO || matrix >= MLP_FC2;
    model->params[i] = gauss(c->random, 0, residual ? c->std_residual : c->std);
  }
}

static void put_state_dict(const Model *model, const real *all) {
  put_int((long long)model->vocab_size);
  put_reals(all, model->num_params);
}

/** A configuration and the parameters of its shapes (parameters.6). */
static Model read_model(void) {
  Config config = read_config();
  Model model = new_model(config, read_size(0));
  size_t count;
  model.params = read_reals(&count);
  if (count != model.num_params)
    reject("state_dict", "%zu parameters; this configuration has %zu (parameters.6)", count, model.num_params);
  return model;
}

static void op_parameters(void) {
  Config config = read_config();
  Model model = new_model(config, read_size(0));
  draw_parameters(&model);
  put_state_dict(&model, model.params);
}

/* ---- model: forward ---------------------------------------------------------------------------------------------- */

static real dot(const real *a, const real *b, size_t n) {
  real sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/** to += factor x */
static void add_scaled(real *to, real factor, const real *x, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] += factor * x[i];
}

/** y = a + b */
static void sum_of(real *y, const real *a, const real *b, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = a[i] + b[i];
}

/** y = w x (model.1) */
static void linear(real *y, const real *w, const real *x, size_t nout, size_t nin) {
  for (size_t i = 0; i < nout; i++) y[i] = dot(w + i * nin, x, nin);
}

/** p_i = exp(x_i - max x) / sum_j exp(x_j - max x); p may be x (model.2, model.3). */
static void softmax(real *p, const real *x, size_t n) {
  if (n == 0) reject("empty", "softmax of no logits (model.5)");
  real max = x[0], total = 0;
  for (size_t i = 1; i < n; i++) max = x[i] > max ? x[i] : max;
  for (size_t i = 0; i < n; i++) total += p[i] = exp(x[i] - max);
#ifdef PYTHON_ORDER
  for (size_t i = 0; i < n; i++) p[i] *= power(total, -1);
#else
  for (size_t i = 0; i < n; i++) p[i] /= total;
#endif
}

/** y = s x, with s = (mean x**2 + 1e-5)**-0.5, which it returns (model.6, model.7). */
static real rmsnorm(real *y, const real *x, size_t n) {
  if (n == 0) reject("empty", "rmsnorm of no numbers (model.6)");
#ifdef PYTHON_ORDER
  real s = power(dot(x, x, n) * power((real)n, -1) + (real)1e-5, (real)-0.5);
#else
  real s = 1 / sqrt(dot(x, x, n) / (real)n + (real)1e-5);
#endif
  for (size_t i = 0; i < n; i++) y[i] = s * x[i];
  return s;
}

/** What the forward pass computes in one layer at one position. */
typedef struct {
  real *x, *norm, *q, *k, *v; /* [n_embd]: the residual stream, its norm, query, key and value */
  real *scores, *weights;     /* [n_head, positions so far]: of attention, before and behind the softmax */
  real *heads, *attn_out;     /* [n_embd]: the heads' results, and what attention adds to the stream */
  real *mid, *mid_norm;       /* [n_embd]: the stream behind attention, its norm */
  real *pre, *act;            /* [4 n_embd]: the units of the MLP before and behind the activation */
  real *mlp_out;              /* [n_embd]: what the MLP adds to the stream */
  real s, mid_s;              /* the scales of the two norms */
  real *dk, *dv;              /* [n_embd]: gradients of key and value, from this position and all behind it */
} Layer;

typedef struct {
  real *sum, s;         /* of the two embeddings [n_embd], and the scale of its norm */
  Layer *layer;         /* [n_layer] */
  real *x;              /* [n_embd]: the residual stream behind the last layer */
  real *logits, *probs; /* [vocab_size] */
  real *dweights;       /* [positions so far]: scratch of the backward pass */
  size_t token;
} Position;

/** The positions of a document, made when they are first reached and used again by the next: also the KV cache. */
typedef struct {
  Position *at; /* [block_size] */
  real *dx, *dnorm, *dheads, *dq, *dpre, *dlogits;
} Trace;

static Trace new_trace(const Model *model) {
  size_t e = model->config.n_embd;
  return (Trace){take(model->config.block_size, sizeof(Position)),
                 reals(e), reals(e), reals(e), reals(e), reals(4 * e), reals(model->vocab_size)};
}

static void new_position(const Model *model, Position *p, size_t pos) {
  size_t e = model->config.n_embd;
  p->sum = reals(e);
  p->x = reals(e);
  p->logits = reals(model->vocab_size);
  p->probs = reals(model->vocab_size);
  p->dweights = reals(pos + 1);
  p->layer = take(model->config.n_layer, sizeof(Layer));
  for (size_t li = 0; li < model->config.n_layer; li++) {
    Layer *l = &p->layer[li];
    real **wide[] = {&l->x, &l->norm, &l->q, &l->k, &l->v, &l->heads, &l->attn_out,
                     &l->mid, &l->mid_norm, &l->mlp_out, &l->dk, &l->dv};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) *wide[i] = reals(e);
    l->pre = reals(4 * e);
    l->act = reals(4 * e);
    l->scores = reals(model->config.n_head * (pos + 1));
    l->weights = reals(model->config.n_head * (pos + 1));
  }
}

/** y / head_dim ** 0.5 */
static real over_root(real y, size_t head_dim) {
#ifdef PYTHON_ORDER
  return y * power(power((real)head_dim, (real)0.5), -1);
#else
  return y / sqrt((real)head_dim);
#endif
}

/** Each head over this position and all before it, its keys and values in the cache (model.10 to model.12). */
static void attention(const Model *model, Trace *trace, size_t li, size_t pos) {
  size_t head_dim = model->config.n_embd / model->config.n_head;
  Layer *l = &trace->at[pos].layer[li];
  for (size_t h = 0; h < model->config.n_head; h++) {
    size_t hs = h * head_dim;
    real *scores = l->scores + h * (pos + 1), *weights = l->weights + h * (pos + 1), *out_h = l->heads + hs;
    for (size_t t = 0; t <= pos; t++)
      scores[t] = over_root(dot(l->q + hs, trace->at[t].layer[li].k + hs, head_dim), head_dim);
    softmax(weights, scores, pos + 1);
    memset(out_h, 0, head_dim * sizeof(real));
    for (size_t t = 0; t <= pos; t++) add_scaled(out_h, weights[t], trace->at[t].layer[li].v + hs, head_dim);
  }
}

static real activation(const Model *model, real z) {
  real positive = z > 0 ? z : 0; /* 0 for NaN (autograd.7) */
  return model->config.squared ? positive * positive : positive;
}

/** Where the residual stream goes on behind a layer. */
static real *stream_behind(const Model *model, const Position *p, size_t li) {
  return li + 1 < model->config.n_layer ? p->layer[li + 1].x : p->x;
}

/** One token through the network, at a position whose predecessors are in the trace (model.8 to model.17). */
static Position *gpt(const Model *model, Trace *trace, long long token, size_t pos) {
  size_t e = model->config.n_embd, n_layer = model->config.n_layer;
  real *all = model->params;
  Position *p = &trace->at[pos];
  if (token < 0 || (size_t)token >= model->vocab_size)
    reject("token", "%lld is not in [0, %zu) (model.16)", token, model->vocab_size);
  if (!p->sum) new_position(model, p, pos);
  p->token = (size_t)token;
  sum_of(p->sum, wte(model, all, p->token), wpe(model, all, pos), e);
  p->s = rmsnorm(n_layer ? p->layer[0].x : p->x, p->sum, e); /* model.9 */
  for (size_t li = 0; li < n_layer; li++) {
    Layer *l = &p->layer[li];
    l->s = rmsnorm(l->norm, l->x, e);
    linear(l->q, layer_matrix(model, all, li, ATTN_WQ), l->norm, e, e);
    linear(l->k, layer_matrix(model, all, li, ATTN_WK), l->norm, e, e);
    linear(l->v, layer_matrix(model, all, li, ATTN_WV), l->norm, e, e);
    attention(model, trace, li, pos);
    linear(l->attn_out, layer_matrix(model, all, li, ATTN_WO), l->heads, e, e);
    sum_of(l->mid, l->attn_out, l->x, e); /* model.13 */
    l->mid_s = rmsnorm(l->mid_norm, l->mid, e);
    linear(l->pre, layer_matrix(model, all, li, MLP_FC1), l->mid_norm, 4 * e, e);
    for (size_t i = 0; i < 4 * e; i++) l->act[i] = activation(model, l->pre[i]);
    linear(l->mlp_out, layer_matrix(model, all, li, MLP_FC2), l->act, e, 4 * e);
    sum_of(stream_behind(model, p, li), l->mlp_out, l->mid, e);
  }
  linear(p->logits, lm_head(model, all), p->x, model->vocab_size, e);
  return p;
}

static void op_linear(void) {
  size_t nin;
  real *x = read_reals(&nin);
  size_t rows = read_size(0), columns = read_size(0), left = in.count - in.next;
  if (columns && rows > left / columns) reject("request", "a %zu x %zu matrix, but %zu values", rows, columns, left);
  if (rows && columns != nin) reject("shape", "x has %zu numbers, a row of w %zu", nin, columns);
  real *w = reals(rows * columns), *y = reals(rows);
  for (size_t i = 0; i < rows * columns; i++) w[i] = (real)read_double();
  linear(y, w, x, rows, columns);
  put_reals(y, rows);
}

static void op_softmax(void) {
  size_t n;
  real *x = read_reals(&n);
  softmax(x, x, n);
  put_reals(x, n);
}

static void op_rmsnorm(void) {
  size_t n;
  real *x = read_reals(&n);
  rmsnorm(x, x, n);
  put_reals(x, n);
}

/* ---- loss -------------------------------------------------------------------------------------------------------- */

/** -ln p[target], in nats (loss.1, loss.4, loss.11). */
static real position_loss(const real *probs, size_t n, long long target) {
  if (target < 0 || (size_t)target >= n) reject("target", "%lld is not in [0, %zu) (loss.11)", target, n);
  if (probs[target] <= 0) reject("domain", "the target has probability %g (loss.4)", (double)probs[target]);
  return -log(probs[target]);
}

static real average(const real *losses, size_t n) {
  real sum = 0;
  if (n == 0) reject("empty", "there is no position to average over (loss.6)");
  for (size_t i = 0; i < n; i++) sum += losses[i];
#ifdef PYTHON_ORDER
  return 1 / (real)n * sum;
#else
  return sum / (real)n;
#endif
}

/** Number of positions that count: min(block_size, len(tokens) - 1) (loss.7). */
static size_t positions(const Model *model, Tokens tokens) {
  size_t targets = tokens.n ? tokens.n - 1 : 0;
  return targets < model->config.block_size ? targets : model->config.block_size;
}

/** A document's loss; the losses of its positions, and in the trace all else (loss.6 to loss.8). */
static real document_loss(const Model *model, Trace *trace, Tokens tokens, real *losses) {
  size_t n = positions(model, tokens);
  for (size_t pos = 0; pos < n; pos++) {
    Position *p = gpt(model, trace, tokens.at[pos], pos);
    softmax(p->probs, p->logits, model->vocab_size);
    losses[pos] = position_loss(p->probs, model->vocab_size, tokens.at[pos + 1]);
  }
  return average(losses, n);
}

static void op_forward(void) {
  Model model = read_model();
  Tokens tokens = read_tokens();
  Trace trace = new_trace(&model);
  size_t n = positions(&model, tokens);
  real *losses = reals(n), loss = document_loss(&model, &trace, tokens, losses);
  put(" %zu %zu", n, model.vocab_size);
  for (size_t pos = 0; pos < n; pos++) put_values(trace.at[pos].logits, model.vocab_size);
  put_reals(losses, n);
  put_real(loss);
}

/** A value of a trace: its name, behind its place, and its numbers. */
static void put_value(const char *place, const char *name, const real *list, size_t n) {
  put(" %s%s", place, name);
  put_reals(list, n);
}

static void put_layer_values(const Model *model, const Position *p, size_t pos, size_t li) {
  size_t e = model->config.n_embd, n_head = model->config.n_head, so_far = pos + 1;
  const Layer *l = &p->layer[li];
  char place[80];
  for (size_t h = 0; h < n_head; h++) {
    snprintf(place, sizeof place, "pos%zu.layer%zu.head%zu.", pos, li, h);
    put_value(place, "attn_logits", l->scores + h * so_far, so_far);
    put_value(place, "attn_weights", l->weights + h * so_far, so_far);
    put_value(place, "head_out", l->heads + h * (e / n_head), e / n_head);
  }
  snprintf(place, sizeof place, "pos%zu.layer%zu.", pos, li);
  put_value(place, "attn_norm", l->norm, e);
  put_value(place, "q", l->q, e);
  put_value(place, "k", l->k, e);
  put_value(place, "v", l->v, e);
  put_value(place, "x_attn", l->heads, e);
  put_value(place, "attn_out", l->attn_out, e);
  put_value(place, "attn_residual", l->mid, e);
  put_value(place, "mlp_norm", l->mid_norm, e);
  put_value(place, "mlp_hidden", l->pre, 4 * e);
  put_value(place, "mlp_relu", l->act, 4 * e);
  put_value(place, "mlp_out", l->mlp_out, e);
  put_value(place, "mlp_residual", stream_behind(model, p, li), e);
}

/** What the forward pass computed, all of it, under the names of spec/protocol.md. */
static void op_trace(void) {
  Model model = read_model();
  Tokens tokens = read_tokens();
  Trace trace = new_trace(&model);
  size_t n = positions(&model, tokens), n_layer = model.config.n_layer;
  document_loss(&model, &trace, tokens, reals(n));
  put_int((long long)(n * (4 + n_layer * (12 + 3 * model.config.n_head))));
  for (size_t pos = 0; pos < n; pos++) {
    const Position *p = &trace.at[pos];
    char place[40];
    snprintf(place, sizeof place, "pos%zu.", pos);
    put_value(place, "embedding", p->sum, model.config.n_embd);
    put_value(place, "x", n_layer ? p->layer[0].x : p->x, model.config.n_embd);
    for (size_t li = 0; li < n_layer; li++) put_layer_values(&model, p, pos, li);
    put_value(place, "logits", p->logits, model.vocab_size);
    put_value(place, "probs", p->probs, model.vocab_size);
  }
}

static void op_position_loss(void) {
  size_t n;
  real *probs = read_reals(&n);
  put_real(position_loss(probs, n, read_int()));
}

static void op_average_loss(void) {
  size_t n;
  real *losses = read_reals(&n);
  put_real(average(losses, n));
}

/** The gradient by the logits is softmax - onehot (loss.9, loss.10). */
static void op_cross_entropy(void) {
  size_t n;
  real *x = read_reals(&n);
  long long target = read_int();
  softmax(x, x, n);
  put_real(position_loss(x, n, target));
  x[target] -= 1;
  put_reals(x, n);
}

/* ---- model: backward --------------------------------------------------------------------------------------------- */

#ifdef PYTHON_ORDER
#include "ordered.h"
#else

/** Where y = w x: dx += w^T dy, dw += dy x^T. */
static void linear_backward(real *dx, real *dw, const real *dy, const real *w, const real *x, size_t nout, size_t nin) {
  for (size_t i = 0; i < nout; i++) {
    add_scaled(dx, dy[i], w + i * nin, nin);
    add_scaled(dw + i * nin, dy[i], x, nin);
  }
}

/** Where y = s x: dx += s dy - x (s**3 / n) <x, dy>, the scale's own derivative included (model.23). */
static void rmsnorm_backward(real *dx, const real *dy, const real *x, real s, size_t n) {
  real through_scale = s * s * s / (real)n * dot(x, dy, n);
  for (size_t i = 0; i < n; i++) dx[i] += s * dy[i] - x[i] * through_scale;
}

/** From dheads to dq, and to dk and dv of this position and all before it (model.24). */
static void attention_backward(const Model *model, Trace *trace, size_t li, size_t pos) {
  size_t head_dim = model->config.n_embd / model->config.n_head;
  Layer *l = &trace->at[pos].layer[li];
  real *dweights = trace->at[pos].dweights;
  for (size_t h = 0; h < model->config.n_head; h++) {
    size_t hs = h * head_dim;
    const real *weights = l->weights + h * (pos + 1), *dout = trace->dheads + hs;
    for (size_t t = 0; t <= pos; t++) {
      dweights[t] = dot(dout, trace->at[t].layer[li].v + hs, head_dim);
      add_scaled(trace->at[t].layer[li].dv + hs, weights[t], dout, head_dim);
    }
    real mean = dot(weights, dweights, pos + 1);
    for (size_t t = 0; t <= pos; t++) {
      real dscore = weights[t] * (dweights[t] - mean) / sqrt((real)head_dim);
      add_scaled(trace->dq + hs, dscore, trace->at[t].layer[li].k + hs, head_dim);
      add_scaled(trace->at[t].layer[li].dk + hs, dscore, l->q + hs, head_dim);
    }
  }
}

/** One linear map of a layer, backward. */
static void matrix_backward(const Model *model, real *grad, size_t li, int matrix, real *dx, const real *dy,
                            const real *x, size_t nout, size_t nin) {
  real *dw = layer_matrix(model, grad, li, matrix), *w = layer_matrix(model, model->params, li, matrix);
  linear_backward(dx, dw, dy, w, x, nout, nin);
}

/** One layer at one position: trace->dx goes from the stream behind it to the stream before it (model.26). */
static void layer_backward(const Model *model, Trace *trace, size_t li, size_t pos, real *grad) {
  size_t e = model->config.n_embd, bytes = e * sizeof(real);
  Layer *l = &trace->at[pos].layer[li];
  real *dx = trace->dx, *dnorm = trace->dnorm, *dpre = trace->dpre;
  memset(dpre, 0, 4 * bytes);
  memset(dnorm, 0, bytes);
  matrix_backward(model, grad, li, MLP_FC2, dpre, dx, l->act, e, 4 * e);
  for (size_t i = 0; i < 4 * e; i++) /* slope 0 at 0 (model.25) */
    dpre[i] = l->pre[i] > 0 ? (model->config.squared ? 2 * l->pre[i] * dpre[i] : dpre[i]) : 0;
  matrix_backward(model, grad, li, MLP_FC1, dnorm, dpre, l->mid_norm, 4 * e, e);
  rmsnorm_backward(dx, dnorm, l->mid, l->mid_s, e);

  memset(trace->dheads, 0, bytes);
  memset(trace->dq, 0, bytes);
  memset(dnorm, 0, bytes);
  matrix_backward(model, grad, li, ATTN_WO, trace->dheads, dx, l->heads, e, e);
  attention_backward(model, trace, li, pos);
  matrix_backward(model, grad, li, ATTN_WQ, dnorm, trace->dq, l->norm, e, e);
  matrix_backward(model, grad, li, ATTN_WK, dnorm, l->dk, l->norm, e, e); /* complete: the positions behind are done */
  matrix_backward(model, grad, li, ATTN_WV, dnorm, l->dv, l->norm, e, e);
  rmsnorm_backward(dx, dnorm, l->x, l->s, e);
}

/** The derivative of a document's loss by every parameter, from the last position to the first; after document_loss. */
static void document_backward(const Model *model, Trace *trace, Tokens tokens, real *grad) {
  size_t e = model->config.n_embd, n = positions(model, tokens);
  memset(grad, 0, model->num_params * sizeof(real)); /* autograd.14, optimizer.9 */
  for (size_t pos = 0; pos < n; pos++)
    for (size_t li = 0; li < model->config.n_layer; li++) {
      memset(trace->at[pos].layer[li].dk, 0, e * sizeof(real));
      memset(trace->at[pos].layer[li].dv, 0, e * sizeof(real));
    }
  for (size_t pos = n; pos-- > 0;) {
    Position *p = &trace->at[pos];
    for (size_t i = 0; i < model->vocab_size; i++)
      trace->dlogits[i] = (p->probs[i] - (real)((long long)i == tokens.at[pos + 1])) / (real)n; /* loss.10 */
    memset(trace->dx, 0, e * sizeof(real));
    linear_backward(trace->dx, lm_head(model, grad), trace->dlogits, lm_head(model, model->params), p->x,
                    model->vocab_size, e);
    for (size_t li = model->config.n_layer; li-- > 0;) layer_backward(model, trace, li, pos, grad);
    memset(trace->dnorm, 0, e * sizeof(real));
    rmsnorm_backward(trace->dnorm, trace->dx, p->sum, p->s, e);
    add_scaled(wte(model, grad, p->token), 1, trace->dnorm, e); /* model.22 */
    add_scaled(wpe(model, grad, pos), 1, trace->dnorm, e);
  }
}

#endif

static void op_backward(void) {
  Model model = read_model();
  Tokens tokens = read_tokens();
  Trace trace = new_trace(&model);
  real *grad = reals(model.num_params), *losses = reals(positions(&model, tokens));
  put_real(document_loss(&model, &trace, tokens, losses));
  document_backward(&model, &trace, tokens, grad);
  put_state_dict(&model, grad);
}

/* ---- optimizer --------------------------------------------------------------------------------------------------- */

/** The learning rate at a step counted from 0 (optimizer.7, optimizer.8). */
static double learning_rate(const Config *c, size_t step) {
  if (c->num_steps == 0) reject("steps", "num_steps is 0; there is no step to take (optimizer.7)");
  double steps = (double)c->num_steps;
  return c->learning_rate * (c->cosine ? 0.5 * (1 + cos(PI * (double)step / steps)) : 1 - (double)step / steps);
}

#ifdef PYTHON_ORDER
/** One step of Adam, each number of the type that the parameters have, statement by statement (optimizer.2 to optimizer.6). */
static void adam(const Config *c, size_t step, real *data, const real *grad, real *m, real *v, size_t n) {
  real share = (real)step / (real)c->num_steps;
  real lr_t = c->cosine ? (real)learning_rate(c, step) : (real)c->learning_rate * (1 - share);
  real beta1 = (real)c->beta1, beta2 = (real)c->beta2, eps = (real)c->eps_adam;
  real correction1 = 1 - power(beta1, (real)(step + 1)), correction2 = 1 - power(beta2, (real)(step + 1));
  learning_rate(c, step); /* rejects a run of no steps */
  for (size_t i = 0; i < n; i++) {
    m[i] = beta1 * m[i] + (1 - beta1) * grad[i];
    v[i] = beta2 * v[i] + (1 - beta2) * power(grad[i], 2);
    real m_hat = m[i] / correction1, denominator = power(v[i] / correction2, (real)0.5) + eps;
    if (denominator == 0) reject("division", "parameter %zu divides by zero (optimizer.10)", i);
    data[i] -= lr_t * m_hat / denominator;
  }
}
#else
/** One step of Adam on n parameters, each by itself (optimizer.2 to optimizer.6). */
static void adam(const Config *c, size_t step, real *data, const real *grad, real *m, real *v, size_t n) {
  real lr_t = (real)learning_rate(c, step), eps = (real)c->eps_adam;
  real beta1 = (real)c->beta1, rest1 = (real)(1 - c->beta1), correction1 = (real)(1 - pow(c->beta1, step + 1.0));
  real beta2 = (real)c->beta2, rest2 = (real)(1 - c->beta2), correction2 = (real)(1 - pow(c->beta2, step + 1.0));
  for (size_t i = 0; i < n; i++) {
    real square = grad[i] * grad[i];
    if (is_finite(grad[i]) && !is_finite(square)) reject("overflow", "the square of gradient %zu (optimizer.3)", i);
    m[i] = beta1 * m[i] + rest1 * grad[i];
    v[i] = beta2 * v[i] + rest2 * square;
    real denominator = sqrt(v[i] / correction2) + eps;
    if (denominator == 0) reject("division", "parameter %zu divides by zero (optimizer.10)", i);
    data[i] -= lr_t * (m[i] / correction1) / denominator;
  }
}

#endif

static void op_adam(void) {
  Config config = read_config();
  size_t step = read_size(0), n[4];
  real *list[4];
  for (int i = 0; i < 4; i++) {
    list[i] = read_reals(&n[i]);
    if (n[i] != n[0]) reject("shape", "data, grad, m and v have %zu and %zu numbers", n[0], n[i]);
  }
  adam(&config, step, list[0], list[1], list[2], list[3], n[0]);
  put_reals(list[0], n[0]);
  put_reals(list[2], n[0]);
  put_reals(list[3], n[0]);
}

/* ---- training ---------------------------------------------------------------------------------------------------- */

/** The first steps of a run; changes the parameters, and gives the loss of each step (training.1 to training.5). */
static real *train(Model *model, Trace *trace, const Tokens *docs, size_t num_docs, size_t steps) {
  size_t n = model->num_params, longest = 0;
  if (num_docs == 0 && steps > 0) reject("empty", "there is no document to train on (training.4)");
  for (size_t i = 0; i < num_docs; i++)
    if (positions(model, docs[i]) > longest) longest = positions(model, docs[i]);
  real *losses = reals(steps), *grad = reals(n), *m = reals(n), *v = reals(n), *of_positions = reals(longest);
  for (size_t step = 0; step < steps; step++) {
    Tokens tokens = docs[step % num_docs]; /* training.2 */
    losses[step] = document_loss(model, trace, tokens, of_positions);
    document_backward(model, trace, tokens, grad);
    adam(&model->config, step, model->params, grad, m, v, n);
  }
  return losses;
}

static void op_train(void) {
  Model model = read_model();
  size_t num_docs = read_count();
  Tokens *docs = take(num_docs, sizeof(Tokens));
  for (size_t i = 0; i < num_docs; i++) docs[i] = read_tokens();
  size_t steps = read_size(0);
  Trace trace = new_trace(&model);
  put_reals(train(&model, &trace, docs, num_docs, steps), steps);
  put_state_dict(&model, model.params);
}

/* ---- inference --------------------------------------------------------------------------------------------------- */

/** softmax(logits / temperature) (inference.1, inference.9) */
static void sampling(real *probs, const real *logits, size_t n, real temperature) {
  if (temperature == 0) reject("temperature", "it is 0; it must be > 0 (inference.9)");
  for (size_t i = 0; i < n; i++) probs[i] = logits[i] / temperature;
  softmax(probs, probs, n);
}

/** Where uniforms come from: a list, or else the stream. */
typedef struct {
  const double *list;
  size_t n, next;
  Random *random;
} Uniforms;

static double next_uniform(Uniforms *from) {
  if (from->random) return uniform(from->random);
  if (from->next == from->n) reject("uniforms", "%zu are not enough (inference.11)", from->n);
  return from->list[from->next++];
}

/** One document without BOS; the probabilities of its draws, `drawn` of them, are in the trace (inference.2 to .5). */
static Tokens sample(const Model *model, Trace *trace, Uniforms *from, size_t *drawn) {
  Tokens tokens = {take(model->config.block_size, sizeof(long long)), 0};
  long long BOS = (long long)model->vocab_size - 1, token = BOS;
  for (*drawn = 0; *drawn < model->config.block_size;) {
    Position *p = gpt(model, trace, token, (*drawn)++);
    sampling(p->probs, p->logits, model->vocab_size, (real)model->config.temperature);
    token = (long long)choose(p->probs, model->vocab_size, next_uniform(from));
    if (token == BOS) break;
    tokens.at[tokens.n++] = token;
  }
  return tokens;
}

static void op_sampling(void) {
  size_t n;
  real *logits = read_reals(&n);
  sampling(logits, logits, n, (real)read_double());
  put_reals(logits, n);
}

static void op_sample(void) {
  Model model = read_model();
  size_t count = read_count(), drawn;
  double *list = take(count, sizeof(double));
  for (size_t i = 0; i < count; i++) list[i] = read_double();
  Uniforms uniforms = {list, count, 0, NULL};
  Trace trace = new_trace(&model);
  put_tokens(sample(&model, &trace, &uniforms, &drawn));
  put(" %zu %zu", drawn, model.vocab_size);
  for (size_t pos = 0; pos < drawn; pos++) put_values(trace.at[pos].probs, model.vocab_size);
}

/* ---- The whole program, and the loop that answers ---------------------------------------------------------------- */

/** One stream: the shuffle, the initial parameters, the samples (training.12, training.13). */
static void op_microgpt(void) {
  Config config = read_config();
  Texts file = documents(read_bytes()), docs = {take(file.n, sizeof(Text)), file.n};
  size_t *order = shuffled(config.random, docs.n), drawn;
  for (size_t i = 0; i < docs.n; i++) docs.at[i] = file.at[order[i]];
  Texts uchars = characters(docs);
  Tokens *tokens = take(docs.n, sizeof(Tokens));
  for (size_t i = 0; i < docs.n; i++) tokens[i] = encode(uchars, docs.at[i]);
  Model model = new_model(config, uchars.n + 1);
  draw_parameters(&model);
  put_texts(docs);
  put_state_dict(&model, model.params);
  Trace trace = new_trace(&model);
  put_reals(train(&model, &trace, tokens, docs.n, config.num_steps), config.num_steps);
  Uniforms uniforms = {NULL, 0, 0, config.random};
  put_int((long long)config.num_samples);
  for (size_t i = 0; i < config.num_samples; i++)
    put_text(decode(uchars, sample(&model, &trace, &uniforms, &drawn)));
}

static const struct {
  const char *name;
  void (*answer)(void);
} ops[] = {
    {"random", op_random},       {"documents", op_documents},         {"tokenizer", op_tokenizer},
    {"encode", op_encode},       {"decode", op_decode},               {"autograd", op_autograd},
    {"parameters", op_parameters}, {"linear", op_linear},             {"softmax", op_softmax},
    {"rmsnorm", op_rmsnorm},     {"forward", op_forward},             {"position_loss", op_position_loss},
    {"average_loss", op_average_loss}, {"cross_entropy", op_cross_entropy}, {"backward", op_backward},
    {"adam", op_adam},           {"train", op_train},                 {"sampling", op_sampling},
    {"sample", op_sample},       {"microgpt", op_microgpt},           {"exp", op_exp},
    {"log", op_log},             {"pow", op_pow},                     {"trace", op_trace},
    {"sin", op_sin},             {"cos", op_cos},
};
enum { OPS = sizeof ops / sizeof *ops };

/** What came, through this port's own reading and writing: it need not be claimed. */
static void echo(void) {
  size_t n;
  real *x = read_reals(&n);
  put_reals(x, n);
}

static void hello(void) {
  put(" %d name=microgpt.c lang=C version=1.0 dtype=%s ops=", PROTOCOL, IS_FLOAT ? "f32" : "f64");
  for (size_t i = 0; i < OPS; i++) put("%s%s", i ? "," : "", ops[i].name);
  put(" config=any");
#ifdef PYTHON_ORDER
  put(" order=python");
#endif
}

/** Splits the line at its spaces; a CR at its end is one too. */
static void split(void) {
  in.count = in.next = 0;
  for (char *at = in.line; *(at += strspn(at, " \r"));) {
    in.token = grow(in.token, &in.token_room, in.count + 1, sizeof(char *));
    in.token[in.count++] = at;
    at += strcspn(at, " \r");
    if (*at) *at++ = '\0';
  }
}

/** Writes the reply to the request on the line, from its `@` to its end. Nothing for an empty line. */
static void answer(void) {
  split();
  if (in.count == 0) return;
  const char *id = in.token[0], *name = in.count > 1 ? in.token[1] : "operation";
  void (*volatile op)(void) = !strcmp(name, "hello") ? hello : !strcmp(name, "echo") ? echo : NULL;
  for (size_t i = 0; i < OPS; i++)
    if (!strcmp(name, ops[i].name)) op = ops[i].answer;
  out.n = 0;
  put("@%.20s ok", id);
  if (setjmp(rejected)) {
    out.n = 0;
    put("@%.20s err %s", id, reason);
  } else if (op) {
    in.next = 2;
    op();
    if (op != hello) end_of_request();
  } else {
    out.n = 0;
    put("@%.20s no %.40s is not implemented", id, name);
  }
  for (size_t i = 0; i < out.n; i++) /* what the request had of other bytes is shown as ? */
    if (out.text[i] < ' ' || out.text[i] > '~') out.text[i] = '?';
  put("\n");
  fwrite(out.text, 1, out.n, stdout);
  fflush(stdout);
  release();
}

/** The next line, of any length, without its end; 0 at the end of input. */
static int read_line(void) {
  size_t n = 0;
  int c;
  while ((c = getc(stdin)) != EOF && c != '\n') {
    in.line = grow(in.line, &in.line_room, n + 2, 1);
    in.line[n++] = (char)(c ? c : '?');
  }
  in.line = grow(in.line, &in.line_room, n + 1, 1);
  in.line[n] = '\0';
  return c != EOF || n > 0;
}

int main(void) {
  while (read_line()) answer();
  return 0;
}
