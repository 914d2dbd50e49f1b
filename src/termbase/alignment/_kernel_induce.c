/* Which words of the beads of an alignment meet often enough to be learned from, and what they teach. */
#include "_kernel.h"

typedef struct {
    const int64_t *beads, *words;    /* The bead of each word of one side, and the word. */
    const int64_t *first, *opposite; /* Where the words of each bead begin on the other side, and those words. */
    Py_ssize_t count;                /* Words of beads on the one side. */
    int64_t size, spread;            /* Different words on the other side; the multiplier that spreads pairs over buckets. */
    float *counts;
    uint64_t mask; /* Buckets, a power of two, minus one. */
} Meetings;

ALWAYS_INLINE float *bucket_of(const Meetings *all, int64_t word, int64_t opposite)
{
    return &all->counts[((uint64_t)word * (uint64_t)all->size + (uint64_t)opposite) * (uint64_t)all->spread & all->mask];
}

/* Takes counts, beads, words, first and opposite. An error and 0 unless they go together. */
static int taken(Meetings *all, const Py_buffer *of)
{
    Py_ssize_t buckets = of[0].len / (Py_ssize_t)sizeof(float), beads = of[3].len / 8 - 1, opposite = of[4].len / 8;
    all->counts = of[0].buf, all->beads = of[1].buf, all->words = of[2].buf, all->first = of[3].buf, all->opposite = of[4].buf;
    all->count = of[1].len / 8;
    all->mask = (uint64_t)buckets - 1;
    if (!holds(&of[2], all->count, 8))
        return 0;
    if (buckets < 1 || (buckets & (buckets - 1)) || beads < 0 || all->first[0] < 0 || all->first[beads] > opposite || all->count > INT32_MAX ||
        opposite > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "an array does not have the size that goes with the others");
        return 0;
    }
    int sound = 1;
    for (Py_ssize_t bead = 0; bead < beads; bead++)
        sound &= all->first[bead] <= all->first[bead + 1];
    for (Py_ssize_t word = 0; word < all->count; word++)
        sound &= all->beads[word] >= 0 && all->beads[word] < beads;
    if (!sound)
        PyErr_SetString(PyExc_ValueError, "a word leads beyond the array of beads");
    return sound;
}

static void meet(const Meetings *all, const float *probabilities)
{
    for (Py_ssize_t word = 0; word < all->count; word++) {
        int64_t bead = all->beads[word];
        for (int64_t place = all->first[bead]; place < all->first[bead + 1]; place++)
            *bucket_of(all, all->words[word], all->opposite[place]) += probabilities[bead];
    }
}

/* How many pairs are in buckets that count so much; their places among the words go to `here` and `there`, unless those are NULL. */
static Py_ssize_t met(const Meetings *all, float least, int32_t *here, int32_t *there)
{
    Py_ssize_t found = 0;
    for (Py_ssize_t word = 0; word < all->count; word++) {
        int64_t bead = all->beads[word];
        for (int64_t place = all->first[bead]; place < all->first[bead + 1]; place++) {
            if (*bucket_of(all, all->words[word], all->opposite[place]) < least)
                continue;
            if (here != NULL)
                here[found] = (int32_t)word, there[found] = (int32_t)place;
            found++;
        }
    }
    return found;
}

const char promising_doc[] = "promising(counts, beads, words, first, opposite, size, spread, probabilities, least)\n\nAdds to `counts`, float32 of "
                             "buckets, the probability of each bead for every pair of its words. Gives the places, int32 as bytes, of the pairs in "
                             "buckets that then count so much: among the words of the one side, and of the other. See `induce._promising`.";

PyObject *promising(PyObject *module, PyObject *arguments)
{
    Meetings all = {0};
    Py_buffer of[6] = {{0}};
    float least;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "w*y*y*y*y*LLy*f", &of[0], &of[1], &of[2], &of[3], &of[4], &all.size, &all.spread, &of[5], &least))
        return NULL;
    PyObject *answer = NULL;
    if (taken(&all, of) && holds(&of[5], of[3].len / 8 - 1, sizeof(float))) {
        meet(&all, of[5].buf);
        Py_ssize_t bytes = met(&all, least, NULL, NULL) * (Py_ssize_t)sizeof(int32_t);
        PyObject *here = PyBytes_FromStringAndSize(NULL, bytes), *there = PyBytes_FromStringAndSize(NULL, bytes);
        if (here != NULL && there != NULL) {
            met(&all, least, (int32_t *)PyBytes_AsString(here), (int32_t *)PyBytes_AsString(there));
            answer = PyTuple_Pack(2, here, there);
        }
        Py_XDECREF(here);
        Py_XDECREF(there);
    }
    release(of, 6);
    return answer;
}

const char model_one_doc[] = "model_one(probability, expected, pair, slot, given, prior, weight, slots, words, rounds, strength, empty, rest)\n\n"
                             "Rounds of expectation maximisation from the probabilities of each pair, which are written over; see "
                             "`induce._model_one`.";

PyObject *model_one(PyObject *module, PyObject *arguments)
{
    Py_buffer of[7] = {{0}};
    Py_ssize_t slots, words;
    int rounds;
    double strength, empty, rest;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "w*w*y*y*y*y*y*nniddd", &of[0], &of[1], &of[2], &of[3], &of[4], &of[5], &of[6], &slots, &words, &rounds, &strength,
                          &empty, &rest))
        return NULL;
    PyObject *answer = NULL;
    Py_ssize_t pairs = of[0].len / 8, meetings = of[2].len / 8;
    if (slots < 0 || words < 0 || slots > INT32_MAX || words > INT32_MAX)
        PyErr_SetString(PyExc_ValueError, "too many words at once");
    else if (holds(&of[1], pairs, 8) && holds(&of[3], meetings, sizeof(int32_t)) && holds(&of[4], pairs, 8) && holds(&of[5], pairs, 8) &&
             holds(&of[6], meetings, sizeof(float))) {
        double *probability = of[0].buf, *expected = of[1].buf;
        const int64_t *pair = of[2].buf, *given = of[4].buf;
        const int32_t *slot = of[3].buf;
        const double *prior = of[5].buf;
        const float *weight = of[6].buf;
        double *totals = malloc((size_t)(slots + words + 1) * sizeof *totals), *sums = totals + slots;
        int sound = 1;
        for (Py_ssize_t place = 0; place < meetings; place++)
            sound &= pair[place] >= 0 && pair[place] < pairs && slot[place] >= 0 && slot[place] < slots;
        for (Py_ssize_t place = 0; place < pairs; place++)
            sound &= given[place] >= 0 && given[place] < words;
        if (totals == NULL)
            PyErr_NoMemory();
        else if (!sound)
            PyErr_SetString(PyExc_ValueError, "a word or a pair leads beyond its array");
        else {
            while (rounds-- > 0) {
                memset(totals, 0, (size_t)(slots + words) * sizeof *totals);
                memset(expected, 0, (size_t)pairs * sizeof *expected);
                for (Py_ssize_t place = 0; place < meetings; place++)
                    totals[slot[place]] += probability[pair[place]];
                for (Py_ssize_t place = 0; place < meetings; place++)
                    expected[pair[place]] += (double)weight[place] * probability[pair[place]] / (totals[slot[place]] + empty);
                for (Py_ssize_t place = 0; place < pairs; place++)
                    sums[given[place]] += expected[place];
                for (Py_ssize_t place = 0; place < pairs; place++)
                    probability[place] = (expected[place] + strength * prior[place]) / (sums[given[place]] + (prior[place] > 0 ? strength : 0.0) + rest);
            }
            answer = Py_NewRef(Py_None);
        }
        free(totals);
    }
    release(of, 7);
    return answer;
}
