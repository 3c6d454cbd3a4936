// A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
// what they were given, by the rules of echoes.fixture.ts.

static Floats softmax(const Floats &logits) {
    double max = logits[0], total = 0;
    for (const double x : logits) max = std::fmax(max, x);
    Floats probs;
    for (const double x : logits) probs.push_back(std::exp(x - max)), total += probs.back();
    for (double &p : probs) p /= total;
    return probs;
}
static double position_loss(const Floats &probs, int target) {
    if (probs[target] <= 0) throw std::domain_error("the target has probability 0");
    return -std::log(probs[target]);
}
static double average_loss(const Floats &losses) {
    return std::accumulate(losses.begin(), losses.end(), 0.0) / static_cast<double>(losses.size());
}
static std::pair<double, Floats> cross_entropy(const Floats &logits, int target) {
    Floats grad = softmax(logits);
    const double loss = position_loss(grad, target);
    grad[target] -= 1;
    return {loss, grad};
}
static Floats sampling(Floats logits, double temperature) {
    for (double &x : logits) x /= temperature;
    return softmax(logits);
}
static Floats rmsnorm(Floats x) {
    const double squares = std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
    const double scale = 1 / std::sqrt(squares / static_cast<double>(x.size()) + 1e-5);
    for (double &xi : x) xi *= scale;
    return x;
}
static Floats linear(const Floats &x, const Matrix &w) {
    Floats y;
    for (const Floats &row : w) y.push_back(std::inner_product(row.begin(), row.end(), x.begin(), 0.0));
    return y;
}
static void adam(const Config &c, int step, Floats &data, const Floats &grad, Floats &m, Floats &v) {
    const double share = 1.0 * step / c.num_steps;
    const double decay = c.decay == "cosine" ? 0.5 * (1 + std::cos(std::acos(-1) * share)) : 1 - share;
    for (std::size_t i = 0; i < data.size(); i++) {
        m[i] = c.beta1 * m[i] + (1 - c.beta1) * grad[i];
        v[i] = c.beta2 * v[i] + (1 - c.beta2) * (grad[i] * grad[i]);
        const double m_hat = m[i] / (1 - std::pow(c.beta1, step + 1)), v_hat = v[i] / (1 - std::pow(c.beta2, step + 1));
        data[i] -= c.learning_rate * decay * m_hat / (std::sqrt(v_hat) + c.eps_adam);
    }
}
static Tokens encode(const Texts &uchars, const std::string &doc) {
    const int BOS = static_cast<int>(uchars.size());
    Tokens tokens{BOS};
    for (std::size_t at = 0; at < doc.size();) {
        int token = 0;
        while (token < BOS && doc.compare(at, uchars[token].size(), uchars[token])) token++;
        if (token == BOS) throw std::out_of_range("a character is not in the vocabulary");
        tokens.push_back(token);
        at += uchars[token].size();
    }
    tokens.push_back(BOS);
    return tokens;
}
static std::string decode(const Texts &uchars, const Tokens &tokens) {
    std::string doc;
    for (const int token : tokens) doc += uchars[token];
    return doc;
}

// Echoes.

static Texts documents(const std::string &file) { return {file}; }
static std::tuple<Texts, int, int> tokenizer(const Texts &docs) {
    const int n = static_cast<int>(docs.size());
    return {Texts(docs.rbegin(), docs.rend()), n, n + 1};
}
static StateDict parameters(const Config &c, int vocab_size) {
    const std::size_t n = static_cast<std::size_t>(c.n_embd);
    const auto zeros = [](std::size_t nout, std::size_t nin) { return Matrix(nout, Floats(nin)); };
    StateDict s{{"wte", zeros(vocab_size, n)}, {"wpe", zeros(c.block_size, n)}, {"lm_head", zeros(vocab_size, n)}};
    for (int i = 0; i < c.n_layer; i++) {
        const std::string layer = "layer" + std::to_string(i) + ".";
        for (const char *name : {"attn_wq", "attn_wk", "attn_wv", "attn_wo"}) s[layer + name] = zeros(n, n);
        s[layer + "mlp_fc1"] = zeros(4 * n, n), s[layer + "mlp_fc2"] = zeros(n, 4 * n);
    }
    const double squared = c.activation == "relu_squared", cosine = c.decay == "cosine";
    s["wte"][0] = {1.0 * c.n_layer, 1.0 * c.n_embd, 1.0 * c.block_size, 1.0 * c.n_head, c.std, c.std_residual, squared,
                   c.learning_rate, c.beta1, c.beta2, c.eps_adam, cosine, 1.0 * c.num_steps, c.temperature,
                   1.0 * c.num_samples, 1.0 * c.seed.words[0]};
    return s;
}
static std::tuple<Matrix, Floats, double> forward(const Config &c, const StateDict &s, const Tokens &tokens) {
    Matrix logits;
    Floats losses;
    for (int i = 0; i < c.block_size && i + 1 < static_cast<int>(tokens.size()); i++) {
        logits.emplace_back();
        for (const Floats &row : s.at("lm_head")) logits.back().push_back(row[0] + s.at("wpe")[i][0]);
        losses.push_back(s.at("wte")[tokens[i + 1]][0]);
    }
    return {logits, losses, s.at("layer0.attn_wo")[1][0] + s.at("layer0.mlp_fc2")[1][0]};
}
static std::pair<double, StateDict> backward(const Config &, const StateDict &s, const Tokens &tokens) {
    return {s.at("layer0.attn_wk")[0][1] + s.at("layer0.mlp_fc1")[1][0] + tokens[1], s};
}
static Trace trace(const Config &c, const StateDict &s, const Tokens &tokens) {
    const Floats q{c.learning_rate, s.at("layer0.mlp_fc2")[1][1], 1.0 * tokens[1]};
    return {{"pos0.embedding", s.at("wte")[0]}, {"pos0.x", {}}, {"pos0.layer0.q", q}};
}
static Floats train(const Config &c, StateDict &s, const std::vector<Tokens> &docs, int steps) {
    Floats losses;
    for (int i = 0; i < steps; i++) losses.push_back(docs[i % docs.size()][1] + c.learning_rate);
    s["layer0.attn_wq"][0][0] = s["layer0.attn_wv"][0][1];
    return losses;
}
static std::pair<Tokens, Matrix> sample(const Config &c, const StateDict &s, const Floats &uniforms) {
    const int V = static_cast<int>(s.at("lm_head").size());
    std::pair<Tokens, Matrix> sampled;
    for (int i = 0; i < c.block_size; i++) {
        sampled.first.push_back(i % V);
        sampled.second.emplace_back();
        for (int j = 0; j < V; j++) sampled.second.back().push_back(uniforms[i] + j);
    }
    return sampled;
}
static Program microgpt(const Config &c, const std::string &file) {
    Program program{{file}, parameters(c, 2), {}, Texts(c.num_samples, file)};
    for (int i = 0; i < c.num_steps; i++) program.losses.push_back(i + c.temperature);
    return program;
}

struct Random {
    Integer seed;
    explicit Random(Integer of) : seed(std::move(of)) {}
    double random() { return seed.negative ? 0.25 : 0.5; }
    Integer getrandbits(int k) {
        Integer bits = seed;
        bits.words.resize(std::min(bits.words.size(), static_cast<std::size_t>(k / 32)));
        return bits;
    }
    double gauss(double mu, double sigma) { return mu + 2 * sigma; }
    void shuffle(std::vector<int> &list) { std::reverse(list.begin(), list.end()); }
    int choices(const Floats &weights) {
        return static_cast<int>(std::max_element(weights.begin(), weights.end()) - weights.begin());
    }
};

struct Value {
    double data, grad;
    explicit Value(double data, double grad = 0) : data(data), grad(grad) {}
    Value operator+(const Value &b) const { return Value(data + b.data, 1); }
    Value operator*(const Value &b) const { return Value(data * b.data, 2); }
    Value operator-(const Value &b) const { return Value(data - b.data, 3); }
    Value operator/(const Value &b) const { return Value(data / b.data, 4); }
    Value pow(double exponent) const { return Value(data * exponent, 5); }
    Value log() const { return Value(data, 6); }
    Value exp() const { return Value(data, 7); }
    Value relu() const { return Value(data, 8); }
    Value operator-() const { return Value(-data, 9); }
    void backward() { grad += 100; }
};

