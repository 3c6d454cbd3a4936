// What a port looks like around the lines of dump.cpp: its numbers come from numbers.txt.
#include <map>
#include <memory>
#include <vector>
// dump: part 1

struct Node { double data = 0, grad = 0; };
using Value = std::shared_ptr<Node>;
using Shape = std::pair<std::string, std::array<int, 2>>;
const int vocab_size = 3, n_embd = 4, block_size = 4, num_steps = 4;
std::ifstream numbers("numbers.txt");

double next() { double x; numbers >> x; return x; }
std::vector<Value> values(int count) {
    std::vector<Value> list;
    for (int i = 0; i < count; i++) list.push_back(std::make_shared<Node>(Node{next(), 0}));
    return list;
}

int main() {
    const std::vector<Shape> shapes = {
        {"wte", {vocab_size, n_embd}}, {"wpe", {block_size, n_embd}}, {"lm_head", {vocab_size, n_embd}},
        {"layer0.attn_wq", {n_embd, n_embd}}, {"layer0.attn_wk", {n_embd, n_embd}},
        {"layer0.attn_wv", {n_embd, n_embd}}, {"layer0.attn_wo", {n_embd, n_embd}},
        {"layer0.mlp_fc1", {4 * n_embd, n_embd}}, {"layer0.mlp_fc2", {n_embd, 4 * n_embd}}};
    std::map<std::string, std::vector<std::vector<Value>>> state_dict;
    std::vector<Value> params;
    for (const auto &[name, shape] : shapes)
        for (int i = 0; i < shape[0]; i++) {
            state_dict[name].push_back(values(shape[1]));
            for (const auto &p : state_dict[name].back()) params.push_back(p);
        }
    std::vector<double> m(params.size()), v(params.size());
    for (int step = 0; step < num_steps; step++) {
        const int n = 3;
        std::vector<int> tokens;
        for (int t = 0; t <= n; t++) tokens.push_back(int(next()));
        // dump: part 2
        for (int pos_id = 0; pos_id < n; pos_id++) {
            const auto logits = values(vocab_size), probs = values(vocab_size);
            // dump: part 3
        }
        const auto losses = values(n);
        const Value loss = values(1)[0];
        for (auto &p : params) p->grad = next();
        // dump: part 4
        for (auto &x : m) x = next();
        for (auto &x : v) x = next();
        for (auto &p : params) p->data = next(), p->grad = 0;
        // dump: part 5
    }
}
