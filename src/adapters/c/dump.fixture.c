// What a port looks like around the lines of dump.c: its numbers come from numbers.txt.
// dump: part 1
#include <stdlib.h>

enum { vocab_size = 3, n_embd = 4, block_size = 4, num_steps = 4 };
#define MATRIX(name, count) static double name[count], grad_##name[count], m_##name[count], v_##name[count]
MATRIX(wte, 12);
MATRIX(wpe, 16);
MATRIX(lm_head, 12);
MATRIX(layer0_attn_wq, 16);
MATRIX(layer0_attn_wk, 16);
MATRIX(layer0_attn_wv, 16);
MATRIX(layer0_attn_wo, 16);
MATRIX(layer0_mlp_fc1, 64);
MATRIX(layer0_mlp_fc2, 64);
#define ALL(of) { of##wte, of##wpe, of##lm_head, of##layer0_attn_wq, of##layer0_attn_wk, of##layer0_attn_wv, \
                  of##layer0_attn_wo, of##layer0_mlp_fc1, of##layer0_mlp_fc2 }
static const int counts[] = {12, 16, 12, 16, 16, 16, 16, 64, 64};
static FILE *numbers;

static void read(double *w, int count) {
    for (int i = 0; i < count; i++) if (fscanf(numbers, "%lf", &w[i]) != 1) exit(1);
}
static void read_all(double *const matrices[9]) {
    for (int i = 0; i < 9; i++) read(matrices[i], counts[i]);
}

int main(void) {
    double *const params[] = ALL(), *const grad[] = ALL(grad_), *const m[] = ALL(m_), *const v[] = ALL(v_);
    numbers = fopen("numbers.txt", "r");
    read_all(params);
    for (int step = 0; step < num_steps; step++) {
        int n = 3, tokens[4];
        double logits[3], probs[3], losses[3], loss;
        for (int t = 0; t <= n; t++) if (fscanf(numbers, "%d", &tokens[t]) != 1) exit(1);
        // dump: part 2
        for (int pos_id = 0; pos_id < n; pos_id++) {
            read(logits, vocab_size);
            read(probs, vocab_size);
            // dump: part 3
        }
        read(losses, n);
        read(&loss, 1);
        read_all(grad);
        // dump: part 4
        read_all(m);
        read_all(v);
        read_all(params);
        // dump: part 5
    }
}
