// Writes training steps 1 to 3 as step1.txt to step3.txt. Put the five parts where they say, run the port, then
//   npx microgpt-spec diff --step step1.txt --step step2.txt --step step3.txt
// Names are microgpt.py's, and step counts from 0. What the port does not have is left out.

// 1. Above the function that trains. A parameter p has p->data and p->grad; where it is a number, it is itself.
#include <array>
#include <fstream>
#include <iomanip>
#include <string>
#include <vector>
const auto number = [](const auto &x) { return x; };
const auto data = [](const auto &p) { return p->data; };
const auto grad = [](const auto &p) { return p->grad; };
template <class Rows, class Read>
void dump(int step, const std::string &name, const Rows &rows, Read read) {
    if (step >= 3) return;
    std::ofstream f("step" + std::to_string(step + 1) + ".txt", name == "tokens" ? std::ios::trunc : std::ios::app);
    f << std::setprecision(17) << name << ' ' << rows.size() << ' ' << rows[0].size() << '\n';
    for (const auto &row : rows) for (const auto &x : row) f << read(x) << '\n';
}

    // 2. In the training loop, once a document's tokens are there. One list of them all: "params", std::array{params}
    dump(step, "tokens", std::array{tokens}, number);
    for (const auto &[name, mat] : state_dict) dump(step, "params." + name, mat, data);

        // 3. In the loop over positions, once probs are there
        dump(step, "pos" + std::to_string(pos_id) + ".logits", std::array{logits}, data);
        dump(step, "pos" + std::to_string(pos_id) + ".probs", std::array{probs}, data);
        // The values on the way likewise, where the model has them:
        //   dump(step, "pos" + std::to_string(pos_id) + ".layer" + std::to_string(li) + ".q", std::array{q}, data);
        // Names: pos0.{embedding,x} pos0.layer0.head0.{attn_logits,attn_weights,head_out}
        // pos0.layer0.{attn_norm,q,k,v,x_attn,attn_out,attn_residual,
        // mlp_norm,mlp_hidden,mlp_relu,mlp_out,mlp_residual}

    // 4. Behind the backward pass: the gradients as Adam is given them
    dump(step, "losses", std::array{losses}, data);
    dump(step, "loss", std::array{std::vector{loss}}, data);
    for (const auto &[name, mat] : state_dict) dump(step, "grad." + name, mat, grad);

    // 5. Behind Adam; m and v are in the order of params: wte, wpe, lm_head, layer0.attn_wq, ...
    dump(step, "m", std::array{m}, number);
    dump(step, "v", std::array{v}, number);
    for (const auto &[name, mat] : state_dict) dump(step, "updated." + name, mat, data);
