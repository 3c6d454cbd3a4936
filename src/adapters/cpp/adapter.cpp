// A microgpt-spec adapter: reads a request a line, prints a reply a line (spec/protocol.md). C++20.
// Build it:  c++ -std=c++20 -O2 -Wall -Wextra -o adapter adapter.cpp
// Check it:  npx microgpt-spec doctor -- ./adapter, then npx microgpt-spec run --chapter loss -- ./adapter
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

const std::string WHO = "name=mygpt lang=C++ version=0.1.0 dtype=f64"; // your port; no spaces in the values
using Floats = std::vector<double>;

// Your functions: replace each body by a call of your port's own. An exception rejects the request. There is one number
// at least, and target is within.
Floats softmax(Floats x) {
    const double max = *std::max_element(x.begin(), x.end());
    for (double &xi : x) xi = std::exp(xi - max);
    const double total = std::accumulate(x.begin(), x.end(), 0.0);
    for (double &xi : x) xi /= total;
    return x;
}
double position_loss(const Floats &probs, int target) {
    if (probs[target] <= 0) throw std::domain_error("the target has probability 0");
    return -std::log(probs[target]);
}
double average_loss(const Floats &losses) {
    return std::accumulate(losses.begin(), losses.end(), 0.0) / static_cast<double>(losses.size());
}
std::pair<double, Floats> cross_entropy(const Floats &logits, int target) {
    Floats grad = softmax(logits); // less 1 at the target, the derivative of the loss by each logit
    const double loss = position_loss(grad, target);
    return grad[target] -= 1, std::pair(loss, grad);
}

std::istringstream args; // the values of the request that are still to be read
double number() {
    std::string token;
    char *end = token.data();
    const double x = args >> token ? std::strtod(token.c_str(), &end) : 0;
    if (token.empty() || *end) throw std::invalid_argument("a number is due, not " + token);
    return x;
}
int integer(int least, int most) {
    const double x = number();
    if (!(x >= least && x <= most && x == std::floor(x))) throw std::out_of_range("an integer is out of range");
    return static_cast<int>(x);
}
Floats floats(int least) {
    Floats x(integer(least, 1 << 20));
    for (double &xi : x) xi = number();
    return x;
}
template <typename T> T last(T x) { // what a function is called with: the request has been read to its end
    if (std::string token; args >> token) throw std::invalid_argument("surplus: " + token);
    return x;
}
void put(double x) { std::isnan(x) ? std::cout << " nan" : std::cout << " " << x; }
void put(const Floats &x) { std::cout << " " << x.size(); for (const double xi : x) put(xi); }

// What hello claims. A function throws before anything is printed: ok follows the call.
void ok() { std::cout << "ok"; }
const std::map<std::string, std::function<void()>> OPS{
    {"softmax", [] { const Floats x = softmax(last(floats(1))); ok(), put(x); }},
    {"position_loss", [] {
        const Floats x = floats(1);
        const double y = position_loss(x, last(integer(0, static_cast<int>(x.size()) - 1)));
        ok(), put(y);
    }},
    {"average_loss", [] { const double y = average_loss(last(floats(1))); ok(), put(y); }},
    {"cross_entropy", [] {
        const Floats x = floats(1);
        const auto [loss, grad] = cross_entropy(x, last(integer(0, static_cast<int>(x.size()) - 1)));
        ok(), put(loss), put(grad);
    }},
    // All other operations, read and checked: npx microgpt-spec init cpp --full
};
void answer(const std::string &op) {
    if (op == "hello") {
        std::cout << "ok 1 " << WHO << " config=any ops=";
        for (const auto &[name, _] : OPS) std::cout << name << (name == OPS.rbegin()->first ? "" : ",");
    } else if (op == "echo") {
        const Floats x = last(floats(0));
        ok(), put(x);
    } else if (OPS.contains(op)) OPS.at(op)();
    else std::cout << "no " << op << " is not implemented";
}
int main() {
    std::cout.precision(17);
    for (std::string line, id, op; std::getline(std::cin, line);) {
        args = std::istringstream(line);
        if (!(args >> id)) continue; // an empty line asks nothing
        std::cout << "@" << id << " ";
        args >> op;
        try {
            answer(op);
        } catch (const std::exception &error) {
            std::cout << "err exception " << error.what();
        }
        std::cout << std::endl; // flushes
    }
}
