// A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md). C++20.
// Build it:  c++ -std=c++20 -O2 -Wall -Wextra -o adapter adapter.cpp
// Check it:  npx microgpt-spec doctor -- ./adapter, then npx microgpt-spec run -- ./adapter
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

const std::string WHO = "name=mygpt lang=C++ version=0.1.0 dtype=f64"; // your port; no spaces in the values
const std::string DECLARED = "config=any"; // what is fixed or limited: spec/protocol.md, "What a port declares"

using Floats = std::vector<double>;
using Matrix = std::vector<Floats>; // rows
using Tokens = std::vector<int>;
using Texts = std::vector<std::string>;          // UTF-8
using StateDict = std::map<std::string, Matrix>; // wte, wpe, lm_head, layer0.attn_wq, ...
using Trace = std::map<std::string, Floats>;     // pos0.embedding, pos0.x, ...

// Of any size: 32 bits a word, the lowest first.
struct Integer {
    bool negative = false;
    std::vector<std::uint32_t> words;
};

// The constants of a configuration, under microgpt.py's names.
struct Config {
    int n_layer, n_embd, block_size, n_head;
    double std, std_residual;
    std::string activation; // relu or relu_squared
    double learning_rate, beta1, beta2, eps_adam;
    std::string decay; // linear or cosine
    int num_steps;
    double temperature;
    int num_samples;
    Integer seed;
};

// A node of a graph of scalars: a and b are places of earlier nodes, x is the number of a leaf, or an exponent.
struct Node {
    std::string kind;
    int a = 0, b = 0;
    double x = 0;
};

// What a random stream does.
struct Stream {
    std::function<double()> random;
    std::function<Integer(int k)> getrandbits;
    std::function<double(double mu, double sigma)> gauss;
    std::function<void(std::vector<int> &list)> shuffle;      // in place
    std::function<int(const Floats &weights)> choices; // the index that was drawn
};

// What the whole program gives: the initial state_dict, as it was drawn.
struct Program {
    Texts docs;
    StateDict state_dict;
    Floats losses;
    Texts samples;
};

// Functions of a port; those that are empty are not claimed.
struct Port {
    template <typename F> using Function = std::function<F>;
    Function<Floats(const Floats &logits)> softmax = {};
    Function<double(const Floats &probs, int target)> position_loss = {};
    Function<double(const Floats &losses)> average_loss = {};
    Function<std::pair<double, Floats>(const Floats &logits, int target)> cross_entropy = {}; // loss, grad
    Function<Floats(const Floats &logits, double temperature)> sampling = {};
    Function<Floats(const Floats &x)> rmsnorm = {};
    Function<Floats(const Floats &x, const Matrix &w)> linear = {};
    Function<double(double x)> exp = {};
    Function<double(double x)> log = {};
    Function<double(double x)> sin = {};
    Function<double(double x)> cos = {};
    Function<double(double x, double exponent)> pow = {};
    Function<void(const Config &config, int step, Floats &data, const Floats &grad, Floats &m, Floats &v)> adam = {};
    Function<Texts(const std::string &file)> documents = {};
    Function<std::tuple<Texts, int, int>(const Texts &docs)> tokenizer = {}; // uchars, BOS, vocab_size
    Function<Tokens(const Texts &uchars, const std::string &doc)> encode = {};
    Function<std::string(const Texts &uchars, const Tokens &tokens)> decode = {};
    Function<std::tuple<Matrix, Floats, double>(const Config &, const StateDict &, const Tokens &)> forward = {};
    Function<std::pair<double, StateDict>(const Config &, const StateDict &, const Tokens &)> backward = {};
    Function<Trace(const Config &, const StateDict &, const Tokens &)> trace = {};
    Function<Floats(const Config &, StateDict &, const std::vector<Tokens> &docs, int steps)> train = {};
    Function<std::pair<Tokens, Matrix>(const Config &, const StateDict &, const Floats &uniforms)> sample = {};
    Function<StateDict(const Config &config, int vocab_size)> parameters = {};
    Function<Program(const Config &config, const std::string &file)> microgpt = {};
    Function<Stream(const Integer &seed)> random = {};
    Function<std::pair<Floats, Floats>(const std::vector<Node> &graph)> autograd = {}; // data, grad
};

// ---- Your functions ----
// Include or declare your port's functions here. To claim an operation, uncomment its line and let it call them; an
// exception rejects the request. Begin with softmax.
const Port &yours() {
    using namespace std;
    static const Port port{
        // .softmax = [](const Floats &logits) { return softmax(logits); },
        // .position_loss = [](const Floats &probs, int target) { return position_loss(probs, target); },
        // .average_loss = [](const Floats &losses) { return average_loss(losses); },
        // .cross_entropy = [](const Floats &logits, int target) { return cross_entropy(logits, target); },
        // .sampling = [](const Floats &logits, double temperature) { return sampling(logits, temperature); },
        // .rmsnorm = [](const Floats &x) { return rmsnorm(x); },
        // .linear = [](const Floats &x, const Matrix &w) { return linear(x, w); },
        // .exp = [](double x) { return exp(x); },
        // .log = [](double x) { return log(x); },
        // .sin = [](double x) { return sin(x); },
        // .cos = [](double x) { return cos(x); },
        // .pow = [](double x, double exponent) { return pow(x, exponent); },
        // .adam = [](auto &config, int step, auto &data, auto &grad, auto &m, auto &v) {
        //     adam(config, step, data, grad, m, v); // data, m and v in place
        // },
        // .documents = [](const string &file) { return documents(file); },
        // .tokenizer = [](const Texts &docs) { return tokenizer(docs); },
        // .encode = [](const Texts &uchars, const string &doc) { return encode(uchars, doc); },
        // .decode = [](const Texts &uchars, const Tokens &tokens) { return decode(uchars, tokens); },
        // .forward = [](auto &config, auto &state_dict, auto &tokens) { // logits, losses, loss
        //     return forward(config, state_dict, tokens);
        // },
        // .backward = [](auto &config, auto &state_dict, auto &tokens) { // loss, grad
        //     return backward(config, state_dict, tokens);
        // },
        // .trace = [](auto &config, auto &state_dict, auto &tokens) { // every value on the way, by name
        //     return trace(config, state_dict, tokens);
        // },
        // .train = [](auto &config, auto &state_dict, auto &docs, int steps) { // losses; state_dict in place
        //     return train(config, state_dict, docs, steps);
        // },
        // .sample = [](auto &config, auto &state_dict, auto &uniforms) { // tokens, probs
        //     return sample(config, state_dict, uniforms);
        // },
        // .parameters = [](const Config &config, int vocab_size) { return parameters(config, vocab_size); },
        // .microgpt = [](const Config &config, const string &file) { return microgpt(config, file); },
        // .random = [](const Integer &seed) {
        //     auto stream = make_shared<Random>(seed);
        //     return Stream{
        //         .random = [=] { return stream->random(); },
        //         .getrandbits = [=](int k) { return stream->getrandbits(k); },
        //         .gauss = [=](double mu, double sigma) { return stream->gauss(mu, sigma); },
        //         .shuffle = [=](vector<int> &list) { stream->shuffle(list); },
        //         .choices = [=](const Floats &weights) { return stream->choices(weights); },
        //     };
        // },
        // .autograd = [](const vector<Node> &graph) {
        //     vector<Value> made;
        //     for (const auto &[kind, a, b, x] : graph) {
        //         made.push_back(kind == "leaf"   ? Value(x)
        //                        : kind == "add"  ? made[a] + made[b]
        //                        : kind == "mul"  ? made[a] * made[b]
        //                        : kind == "sub"  ? made[a] - made[b]
        //                        : kind == "div"  ? made[a] / made[b]
        //                        : kind == "pow"  ? made[a].pow(x)
        //                        : kind == "log"  ? made[a].log()
        //                        : kind == "exp"  ? made[a].exp()
        //                        : kind == "relu" ? made[a].relu()
        //                                         : -made[a]);
        //     }
        //     made.back().backward();
        //     pair<Floats, Floats> all;
        //     for (const Value &value : made) all.first.push_back(value.data), all.second.push_back(value.grad);
        //     return all;
        // },
    };
    return port;
}
// ---- End of your functions: what follows reads, checks and prints ----

namespace {

constexpr int MOST = 1 << 24; // numbers that there is room for in one list

// The request makes no sense: no function of yours is called.
struct InputError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

template <typename... Parts> void demand(bool fits, const Parts &...parts) {
    if (fits) return;
    std::ostringstream message;
    (message << ... << parts);
    throw InputError(message.str());
}

// Bytes of the character that begins at s[at]; 0 where that is no UTF-8.
std::size_t width(const std::string &s, std::size_t at) {
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned first = static_cast<unsigned char>(s[at]);
    const std::size_t n = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if ((first >= 0x80 && first < 0xc0) || first >= 0xf8 || at + n > s.size()) return 0;
    unsigned code = n == 1 ? first : first & (0x7fu >> n);
    for (std::size_t i = at + 1; i < at + n; i++) {
        const unsigned next = static_cast<unsigned char>(s[i]);
        if ((next & 0xc0) != 0x80) return 0;
        code = code << 6 | (next & 0x3f);
    }
    return code < least[n] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? 0 : n;
}

// Names, rows and columns of the matrices, in their order.
std::vector<std::tuple<std::string, int, int>> shapes_of(const Config &config, int vocab_size) {
    const int n = config.n_embd;
    std::vector<std::tuple<std::string, int, int>> shapes{
        {"wte", vocab_size, n}, {"wpe", config.block_size, n}, {"lm_head", vocab_size, n}};
    for (int i = 0; i < config.n_layer; i++) {
        const std::string layer = "layer" + std::to_string(i) + ".";
        for (const char *name : {"attn_wq", "attn_wk", "attn_wv", "attn_wo"}) shapes.emplace_back(layer + name, n, n);
        shapes.emplace_back(layer + "mlp_fc1", 4 * n, n);
        shapes.emplace_back(layer + "mlp_fc2", n, 4 * n);
    }
    return shapes;
}

// The values of a request, read from left to right.
class Request {
  public:
    explicit Request(Texts all) : values(std::move(all)) {}

    std::string word() {
        demand(at < values.size(), "the line ends after ", at, " values; one more is due");
        return values[at++];
    }
    std::string one_of(const Texts &words) {
        const std::string token = word();
        fits(std::find(words.begin(), words.end(), token) != words.end(), "one of those in spec/protocol.md");
        return token;
    }
    int integer(int least, int most, const std::string &wanted = "an integer in its range") {
        const std::string token = word();
        long long n = 0;
        const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), n);
        fits(error == std::errc() && end == token.data() + token.size() && least <= n && n <= most, wanted);
        return static_cast<int>(n);
    }
    Integer big_integer() {
        const std::string token = word();
        Integer n{token[0] == '-', {0}};
        const std::string digits = token.substr(n.negative);
        fits(!digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos, "an integer");
        for (const char digit : digits) {
            std::uint64_t carry = static_cast<std::uint64_t>(digit - '0');
            for (std::uint32_t &word : n.words) {
                carry += std::uint64_t{10} * word;
                word = static_cast<std::uint32_t>(carry);
                carry >>= 32;
            }
            if (carry > 0) n.words.push_back(static_cast<std::uint32_t>(carry));
        }
        return n;
    }
    double number() {
        const std::string token = word();
        char *end;
        const double x = std::strtod(token.c_str(), &end);
        const bool named = token == "nan" || token == "inf" || token == "-inf";
        fits(!*end && (named || token.find_first_not_of("+-.0123456789eE") == std::string::npos), "a number");
        return x;
    }
    template <typename Read> auto list(int least, Read read) {
        const int n = integer(least, MOST, "a length of at least " + std::to_string(least));
        demand(static_cast<std::size_t>(n) <= left(), "value ", at, " says that ", n, " follow; there are fewer");
        std::vector<decltype(read())> all;
        for (int i = 0; i < n; i++) all.push_back(read());
        return all;
    }
    Floats floats(int least = 0) {
        return list(least, [this] { return number(); });
    }
    Matrix matrix(std::size_t columns) {
        const int nout = integer(0, MOST), nin = integer(0, MOST);
        demand(nout == 0 || static_cast<std::size_t>(nin) == columns, "x has ", columns, " numbers, a row of w ", nin);
        demand(1.0 * nout * nin <= static_cast<double>(left()), "a matrix of ", nout, " x ", nin, ", and fewer values");
        Matrix rows(nout, Floats(nin));
        for (Floats &row : rows)
            for (double &x : row) x = number();
        return rows;
    }
    std::string bytes() {
        const std::string token = word(), hex = token == "-" ? "" : token;
        const bool digits = hex.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
        fits(digits && hex.size() % 2 == 0, "hex digits in pairs, or -");
        std::string bytes;
        for (std::size_t i = 0; i < hex.size(); i += 2)
            bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        return bytes;
    }
    std::string text() {
        const std::string text = bytes();
        for (std::size_t i = 0; i < text.size(); i += width(text, i)) fits(width(text, i) > 0, "hex of UTF-8");
        return text;
    }
    Texts texts() {
        return list(0, [this] { return text(); });
    }
    Texts uchars() {
        const Texts uchars = texts();
        for (const std::string &uchar : uchars)
            demand(!uchar.empty() && width(uchar, 0) == uchar.size(), "a character is not one code point");
        return uchars;
    }
    Tokens tokens(std::size_t vocab_size, int looked_at = MOST) {
        const int most = static_cast<int>(vocab_size) - 1;
        int i = 0;
        return list(0, [&] { return integer(0, i++ < looked_at ? most : MOST, "a token of the vocabulary"); });
    }
    // Tokens behind the block are not looked at, and may be any (model.16).
    Tokens document(const Config &config, const StateDict &state_dict) {
        const Tokens document = tokens(state_dict.at("lm_head").size(), config.block_size + 1);
        demand(document.size() >= 2, "a document of ", document.size(), " tokens; it must have BOS on both sides");
        return document;
    }
    int target(std::size_t n) { return integer(0, static_cast<int>(n) - 1, "below the length of the list (loss.11)"); }
    Config config() {
        Config c;
        c.n_layer = integer(0, MOST), c.n_embd = integer(1, MOST), c.block_size = integer(1, MOST);
        c.n_head = integer(1, MOST), c.std = rate(), c.std_residual = rate();
        c.activation = one_of({"relu", "relu_squared"});
        c.learning_rate = rate(), c.beta1 = rate(1), c.beta2 = rate(1), c.eps_adam = rate();
        c.decay = one_of({"linear", "cosine"});
        c.num_steps = integer(0, INT32_MAX), c.temperature = rate(), c.num_samples = integer(0, INT32_MAX);
        c.seed = big_integer();
        demand(c.n_embd % c.n_head == 0, "n_embd is no multiple of n_head ", c.n_head, " (parameters.8)");
        demand(c.temperature > 0, "temperature is 0; it must be above (parameters.8)");
        return c;
    }
    int vocab_size(const Config &c) {
        const int vocab_size = integer(1, MOST, "a number of tokens, at least 1 for BOS");
        const double count = 1.0 * c.n_embd * (2.0 * vocab_size + c.block_size + 12.0 * c.n_layer * c.n_embd);
        demand(count <= MOST, count, " parameters are too many; there is room for ", MOST);
        return vocab_size;
    }
    // A configuration, and the parameters of its shapes.
    std::pair<Config, StateDict> model() {
        const Config c = config();
        const auto shapes = shapes_of(c, vocab_size(c));
        const Floats params = floats();
        std::size_t due = 0, next = 0;
        for (const auto &[name, nout, nin] : shapes) due += static_cast<std::size_t>(nout) * nin;
        demand(params.size() == due, params.size(), " parameters; this configuration has ", due, " (parameters.6)");
        StateDict state_dict;
        for (const auto &[name, nout, nin] : shapes)
            for (int i = 0; i < nout; i++, next += nin)
                state_dict[name].emplace_back(params.begin() + next, params.begin() + next + nin);
        return {c, state_dict};
    }
    Node node(int place) {
        Node node{one_of({"leaf", "add", "mul", "sub", "div", "pow", "log", "exp", "relu", "neg"})};
        const auto earlier = [=, this] { return integer(0, place - 1, "the place of an earlier node"); };
        const std::string kind = node.kind;
        if (kind != "leaf") node.a = earlier();
        if (kind == "add" || kind == "mul" || kind == "sub" || kind == "div") node.b = earlier();
        if (kind == "leaf" || kind == "pow") node.x = number();
        return node;
    }
    void end() const { demand(left() == 0, "there are ", left(), " values more than the request says (protocol.2)"); }
    void fits(bool fits, const std::string &wanted) const {
        demand(fits, "value ", at, " is \"", values[at - 1].substr(0, 40), "\"; it must be ", wanted);
    }

  private:
    Texts values;
    std::size_t at = 0;

    std::size_t left() const { return values.size() - at; }
    double rate(double below = INFINITY) {
        const double x = number();
        fits(x >= 0 && x < below, "in the constant's range (parameters.8)");
        return x;
    }
};

// The tokens of a reply, each behind a space.
class Reply {
  public:
    std::string tokens;

    void add(int n) { tokens += " " + std::to_string(n); }
    void add(double x) { // the shortest that reads back as the same number
        char digits[32];
        if (std::isnan(x)) tokens += " nan";
        else tokens += " " + std::string(digits, std::to_chars(digits, digits + sizeof digits, x).ptr);
    }
    void add(const std::string &text) {
        static const char hex[] = "0123456789abcdef";
        tokens += text.empty() ? " -" : " ";
        for (const unsigned char byte : text) tokens += {hex[byte / 16], hex[byte % 16]};
    }
    template <typename T> void add(const std::vector<T> &list) {
        add(static_cast<int>(list.size()));
        for (const T &value : list) add(value);
    }
    void add(const Matrix &rows) {
        add(static_cast<int>(rows.size()));
        add(rows.empty() ? 0 : static_cast<int>(rows[0].size()));
        for (const Floats &row : rows)
            for (const double x : row) add(x);
    }
    void add(const Trace &trace) {
        add(static_cast<int>(trace.size()));
        for (const auto &[name, values] : trace) {
            tokens += " " + name;
            add(values);
        }
    }
    void add(const StateDict &state_dict, const Config &config) {
        const int vocab_size = static_cast<int>(state_dict.at("lm_head").size());
        Floats all;
        for (const auto &[name, nout, nin] : shapes_of(config, vocab_size))
            for (const Floats &row : state_dict.at(name)) all.insert(all.end(), row.begin(), row.end());
        add(vocab_size);
        add(all);
    }
    void add(const Integer &n) { // divides by 10 until nothing is left
        std::vector<std::uint32_t> words = n.words;
        std::string digits;
        do {
            std::uint64_t rest = 0;
            for (auto word = words.rbegin(); word != words.rend(); ++word, rest %= 10) {
                rest = rest << 32 | *word;
                *word = static_cast<std::uint32_t>(rest / 10);
            }
            digits.insert(digits.begin(), static_cast<char>('0' + rest));
            while (!words.empty() && words.back() == 0) words.pop_back();
        } while (!words.empty());
        tokens += " " + digits;
    }
};

// An operation reads its request to the end, calls your function, and prints what it gives.
struct Operation {
    std::string name;
    bool claimed;
    std::function<void(Request &, Reply &)> answer;
};

std::function<void(Request &, Reply &)> each(const std::function<double(double)> &function) {
    return [&](Request &r, Reply &w) {
        Floats list = r.floats();
        r.end();
        for (double &x : list) x = function(x);
        w.add(list);
    };
}

using Drawing = std::function<void(const Stream &, Reply &)>;

// A draw: what a stream is asked, and prints.
Drawing read_draw(Request &r) {
    const std::string kind = r.one_of({"random", "getrandbits", "gauss", "shuffle", "choices"});
    if (kind == "random") return [](const Stream &s, Reply &w) { w.add(s.random()); };
    if (kind == "getrandbits") {
        const int k = r.integer(0, 1 << 20, "a number of bits, from 0 to 2**20 (random.14)");
        return [=](const Stream &s, Reply &w) { w.add(s.getrandbits(k)); };
    }
    if (kind == "gauss") {
        const double mu = r.number(), sigma = r.number();
        return [=](const Stream &s, Reply &w) { w.add(s.gauss(mu, sigma)); };
    }
    if (kind == "choices") {
        const Floats weights = r.floats();
        return [=](const Stream &s, Reply &w) { w.add(s.choices(weights)); };
    }
    const int n = r.integer(0, MOST, "a length");
    return [=](const Stream &s, Reply &w) {
        std::vector<int> list(n);
        std::iota(list.begin(), list.end(), 0);
        s.shuffle(list);
        w.add(list);
    };
}

const std::vector<Operation> &operations() {
    const Port &port = yours();
    static const std::vector<Operation> all{
        {"softmax", !!port.softmax, [&](Request &r, Reply &w) {
            const Floats logits = r.floats(1);
            r.end();
            w.add(port.softmax(logits));
        }},
        {"position_loss", !!port.position_loss, [&](Request &r, Reply &w) {
            const Floats probs = r.floats(1);
            const int target = r.target(probs.size());
            r.end();
            w.add(port.position_loss(probs, target));
        }},
        {"average_loss", !!port.average_loss, [&](Request &r, Reply &w) {
            const Floats losses = r.floats(1);
            r.end();
            w.add(port.average_loss(losses));
        }},
        {"cross_entropy", !!port.cross_entropy, [&](Request &r, Reply &w) {
            const Floats logits = r.floats(1);
            const int target = r.target(logits.size());
            r.end();
            const auto [loss, grad] = port.cross_entropy(logits, target);
            w.add(loss);
            w.add(grad);
        }},
        {"sampling", !!port.sampling, [&](Request &r, Reply &w) {
            const Floats logits = r.floats(1);
            const double temperature = r.number();
            r.fits(temperature > 0, "a temperature above 0 (inference.9)");
            r.end();
            w.add(port.sampling(logits, temperature));
        }},
        {"rmsnorm", !!port.rmsnorm, [&](Request &r, Reply &w) {
            const Floats x = r.floats(1);
            r.end();
            w.add(port.rmsnorm(x));
        }},
        {"linear", !!port.linear, [&](Request &r, Reply &w) {
            const Floats x = r.floats();
            const Matrix rows = r.matrix(x.size());
            r.end();
            w.add(port.linear(x, rows));
        }},
        {"exp", !!port.exp, each(port.exp)},
        {"log", !!port.log, each(port.log)},
        {"sin", !!port.sin, each(port.sin)},
        {"cos", !!port.cos, each(port.cos)},
        {"pow", !!port.pow, [&](Request &r, Reply &w) {
            Floats list = r.floats();
            const double exponent = r.number();
            r.end();
            for (double &x : list) x = port.pow(x, exponent);
            w.add(list);
        }},
        {"adam", !!port.adam, [&](Request &r, Reply &w) {
            const Config config = r.config();
            demand(config.num_steps > 0, "num_steps is 0; there is no step to take (optimizer.7)");
            const int step = r.integer(0, config.num_steps, "a step, from 0 to num_steps");
            Floats data = r.floats(), grad = r.floats(), m = r.floats(), v = r.floats();
            const std::size_t n = data.size();
            demand(grad.size() == n && m.size() == n && v.size() == n, "data, grad, m and v are not of one length");
            r.end();
            port.adam(config, step, data, grad, m, v);
            w.add(data);
            w.add(m);
            w.add(v);
        }},
        {"documents", !!port.documents, [&](Request &r, Reply &w) {
            const std::string file = r.bytes();
            r.end();
            w.add(port.documents(file));
        }},
        {"tokenizer", !!port.tokenizer, [&](Request &r, Reply &w) {
            const Texts docs = r.texts();
            r.end();
            const auto [uchars, BOS, vocab_size] = port.tokenizer(docs);
            w.add(uchars);
            w.add(BOS);
            w.add(vocab_size);
        }},
        {"encode", !!port.encode, [&](Request &r, Reply &w) {
            const Texts uchars = r.uchars();
            const std::string doc = r.text();
            r.end();
            w.add(port.encode(uchars, doc));
        }},
        {"decode", !!port.decode, [&](Request &r, Reply &w) {
            const Texts uchars = r.uchars();
            const Tokens tokens = r.tokens(uchars.size());
            r.end();
            w.add(port.decode(uchars, tokens));
        }},
        {"forward", !!port.forward, [&](Request &r, Reply &w) {
            const auto [config, state_dict] = r.model();
            const Tokens tokens = r.document(config, state_dict);
            r.end();
            const auto [logits, losses, loss] = port.forward(config, state_dict, tokens);
            w.add(logits);
            w.add(losses);
            w.add(loss);
        }},
        {"backward", !!port.backward, [&](Request &r, Reply &w) {
            const auto [config, state_dict] = r.model();
            const Tokens tokens = r.document(config, state_dict);
            r.end();
            const auto [loss, grad] = port.backward(config, state_dict, tokens);
            w.add(loss);
            w.add(grad, config);
        }},
        {"trace", !!port.trace, [&](Request &r, Reply &w) {
            const auto [config, state_dict] = r.model();
            const Tokens tokens = r.document(config, state_dict);
            r.end();
            w.add(port.trace(config, state_dict, tokens));
        }},
        {"train", !!port.train, [&](Request &r, Reply &w) {
            auto model = r.model();
            auto &[config, state_dict] = model;
            const std::vector<Tokens> docs = r.list(0, [&] { return r.document(config, state_dict); });
            const int steps = r.integer(0, config.num_steps, "a number of steps, from 0 to num_steps");
            demand(steps == 0 || !docs.empty(), "there is no document to train on (training.4)");
            r.end();
            w.add(port.train(config, state_dict, docs, steps));
            w.add(state_dict, config);
        }},
        {"sample", !!port.sample, [&](Request &r, Reply &w) {
            const auto [config, state_dict] = r.model();
            Floats uniforms = r.floats();
            for (const double u : uniforms) demand(u >= 0 && u < 1, "uniform ", u, " is outside of [0, 1)");
            r.end();
            const std::size_t given = uniforms.size();
            uniforms.resize(std::max(given, static_cast<std::size_t>(config.block_size)));
            const auto [tokens, probs] = port.sample(config, state_dict, uniforms);
            demand(probs.size() <= given, "there are fewer uniforms than positions that are reached");
            w.add(tokens);
            w.add(probs);
        }},
        {"parameters", !!port.parameters, [&](Request &r, Reply &w) {
            const Config config = r.config();
            const int vocab_size = r.vocab_size(config);
            r.end();
            w.add(port.parameters(config, vocab_size), config);
        }},
        {"microgpt", !!port.microgpt, [&](Request &r, Reply &w) {
            const Config config = r.config();
            const std::string file = r.bytes();
            r.end();
            const Program program = port.microgpt(config, file);
            w.add(program.docs);
            w.add(program.state_dict, config);
            w.add(program.losses);
            w.add(program.samples);
        }},
        {"random", !!port.random, [&](Request &r, Reply &w) {
            const Integer seed = r.big_integer();
            const std::vector<Drawing> draws = r.list(0, [&] { return read_draw(r); });
            r.end();
            const Stream stream = port.random(seed);
            for (const Drawing &draw : draws) draw(stream, w);
        }},
        {"autograd", !!port.autograd, [&](Request &r, Reply &w) {
            int place = 0;
            const std::vector<Node> graph = r.list(1, [&] { return r.node(place++); });
            r.end();
            const auto [data, grad] = port.autograd(graph);
            w.add(data);
            w.add(grad);
        }},
    };
    return all;
}

std::string hello() {
    std::string names;
    for (const Operation &operation : operations())
        if (operation.claimed) names += (names.empty() ? "" : ",") + operation.name;
    if (names.empty()) return "no none of the operations is claimed yet: uncomment the line of one of your functions";
    return "ok 1 " + WHO + " " + DECLARED + " ops=" + names;
}

std::string answer(const std::string &op, const Texts &values) {
    Request r(values);
    Reply w;
    try {
        if (op == "hello") return hello();
        if (op == "echo") {
            const Floats x = r.floats();
            r.end();
            w.add(x);
            return "ok" + w.tokens;
        }
        for (const Operation &operation : operations()) {
            if (operation.name != op || !operation.claimed) continue;
            operation.answer(r, w);
            return "ok" + w.tokens;
        }
        return "no " + op + " is not implemented";
    } catch (const InputError &error) {
        return std::string("err input ") + error.what();
    } catch (const std::exception &error) {
        return std::string("err exception ") + error.what();
    }
}

} // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string id, op = "nothing";
        if (!(words >> id)) continue; // an empty line asks nothing
        words >> op;
        Texts values;
        for (std::string value; words >> value;) values.push_back(value);
        std::string reply = "@" + id + " " + answer(op, values);
        std::replace(reply.begin(), reply.end(), '\n', ' ');
        std::cout << reply << std::endl; // endl flushes
    }
}
