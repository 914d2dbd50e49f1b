/* The lattice of `path`, a block of it at a time: totals of all ways to the end and from the beginning, probabilities, and the best path.

   Totals are logarithms in double precision; a sum of them is taken relative to the largest, in single precision, which loses nothing that
   counts: the terms are within [0, 1].
*/
#include "_kernel.h"

#define IMPOSSIBLE (-1e30)

typedef struct {
    Py_ssize_t height, width;
    const int64_t *beads; /* Sentences of the source and of the target, per type. */
    Py_ssize_t kinds;
    double open, extend;  /* Costs of sentences without counterpart. */
} Lattice;

/* Logarithm of the sum of two exponentials. */
ALWAYS_INLINE double joined(double one, double other)
{
    double top = one > other ? one : other, apart = one > other ? other - one : one - other;
    return top + (double)logarithm(1.0f + power_of_e((float)apart));
}

/* The same where the result of each step is needed for the next, and is most often the larger of the two. */
ALWAYS_INLINE double joined_in_turn(double one, double other)
{
    if (one - other > 20.0)
        return one;
    return other - one > 20.0 ? other : joined(one, other);
}

/* Logarithm of the sum of the exponentials of some rows, place by place. */
ALWAYS_INLINE void join_rows(Py_ssize_t count, Py_ssize_t width, const double *const *rows, double *restrict top, float *restrict sum)
{
    memcpy(top, rows[0], (size_t)width * sizeof *top);
    for (Py_ssize_t row = 1; row < count; row++) {
        const double *restrict values = rows[row];
        for (Py_ssize_t place = 0; place < width; place++)
            top[place] = top[place] > values[place] ? top[place] : values[place];
    }
    memset(sum, 0, (size_t)width * sizeof *sum);
    for (Py_ssize_t row = 0; row < count; row++) {
        const double *restrict values = rows[row];
        for (Py_ssize_t place = 0; place < width; place++)
            sum[place] += power_of_e((float)(values[place] - top[place]));
    }
    for (Py_ssize_t place = 0; place < width; place++)
        top[place] += (double)logarithm(sum[place]);
}

ALWAYS_INLINE void fill(double *row, Py_ssize_t width, double value)
{
    for (Py_ssize_t place = 0; place < width; place++)
        row[place] = value;
}

/* Rows that are kept for later ones, in a ring: number `back` is the one so many rows ago. */
typedef struct {
    double *rows;
    Py_ssize_t size, count, newest;
} Ring;

ALWAYS_INLINE double *ago(const Ring *ring, Py_ssize_t back)
{
    return ring->rows + (ring->newest + back) % ring->count * ring->size;
}

/* A ring whose newest row is its first again. */
static int straighten(Ring *ring)
{
    size_t bytes = (size_t)(ring->count * ring->size) * sizeof(double);
    double *copy = malloc(bytes ? bytes : 1);
    if (copy == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    for (Py_ssize_t back = 0; back < ring->count; back++)
        memcpy(copy + back * ring->size, ago(ring, back), (size_t)ring->size * sizeof(double));
    memcpy(ring->rows, copy, bytes);
    free(copy);
    return 1;
}

/* One row of totals to the end. */
WIDE static void row_backward(const Lattice *lattice, Ring *ahead, int last, const float *score, double *restrict below,
                              double *restrict matched, double *restrict deletion, double *restrict insertion, const double **rows,
                              double *restrict bead, float *restrict sum)
{
    Py_ssize_t width = lattice->width, padded = width + LONGEST;
    ahead->newest = (ahead->newest + ahead->count - 1) % ahead->count;
    if (last) {
        fill(bead, width, IMPOSSIBLE);
        bead[width - 1] = 0.0;
    } else {
        for (Py_ssize_t kind = 0; kind < lattice->kinds; kind++)
            rows[kind] = ago(ahead, (Py_ssize_t)lattice->beads[2 * kind]) + kind * padded + lattice->beads[2 * kind + 1];
        join_rows(lattice->kinds, width, rows, bead, sum);
    }
    insertion[width - 1] = bead[width - 1];
    for (Py_ssize_t column = width - 2; column >= 0; column--)
        insertion[column] = joined_in_turn(bead[column], insertion[column + 1] + lattice->extend);
    for (Py_ssize_t column = 0; column < width; column++) {
        double enter = column + 1 < width ? insertion[column + 1] + lattice->open : IMPOSSIBLE, stay = joined(bead[column], enter);
        matched[column] = joined(stay, below[column] + lattice->open);
        deletion[column] = joined(stay, below[column] + lattice->extend);
    }
    memcpy(below, deletion, (size_t)width * sizeof *below);
    for (Py_ssize_t kind = 0; kind < lattice->kinds; kind++) {
        double *restrict out = ago(ahead, 0) + kind * padded;
        const float *values = score + kind * lattice->height * width;
        for (Py_ssize_t column = 0; column < width; column++)
            out[column] = (double)values[column] + matched[column];
        fill(out + width, LONGEST, IMPOSSIBLE);
    }
}

/* What one row of a block says of its nodes. */
typedef struct {
    const double *matched, *deletion, *insertion; /* Totals to the end. */
    double total;                                 /* That of all ways. */
    double *deleted;                              /* Probability that the row's sentence has no counterpart. */
    double *inserted;                             /* The same for each column. */
} Totals;

/* One row of totals from the beginning; its scores are written over by probabilities. */
WIDE static void row_forward(const Lattice *lattice, Ring *history, int first, float *score, Totals totals, double *restrict matched,
                             double *restrict deletion, double *restrict candidates, const double **rows, float *restrict sum)
{
    Py_ssize_t width = lattice->width, layer = lattice->height * width;
    const double *restrict to_end = totals.matched;
    history->newest = (history->newest + history->count - 1) % history->count;
    double *restrict out = ago(history, 0);
    if (first) {
        fill(matched, width, IMPOSSIBLE);
        fill(deletion, width, IMPOSSIBLE);
        matched[0] = 0.0;
        for (Py_ssize_t kind = 0; kind < lattice->kinds; kind++)
            memset(score + kind * layer, 0, (size_t)width * sizeof *score);
    } else {
        for (Py_ssize_t kind = 0; kind < lattice->kinds; kind++) {
            const double *restrict before = ago(history, (Py_ssize_t)lattice->beads[2 * kind]) + LONGEST - lattice->beads[2 * kind + 1];
            float *restrict values = score + kind * layer;
            double *restrict candidate = candidates + kind * width;
            rows[kind] = candidate;
            for (Py_ssize_t column = 0; column < width; column++) {
                candidate[column] = before[column] + (double)values[column];
                double probability = candidate[column] + to_end[column] - totals.total;
                values[column] = power_of_e((float)(probability < 0.0 ? probability : 0.0));
            }
        }
        for (Py_ssize_t column = 0; column < width; column++)
            deletion[column] = joined(matched[column] + lattice->open, deletion[column] + lattice->extend);
        join_rows(lattice->kinds, width, rows, matched, sum);
        double deleted = 0.0;
        for (Py_ssize_t column = 0; column < width; column++) {
            double probability = deletion[column] + totals.deletion[column] - totals.total;
            deleted += (double)power_of_e((float)(probability < 0.0 ? probability : 0.0));
        }
        *totals.deleted = deleted;
    }
    fill(out, LONGEST, IMPOSSIBLE);
    double *restrict base = out + LONGEST, *restrict insertion = candidates;
    for (Py_ssize_t column = 0; column < width; column++)
        base[column] = joined(matched[column], deletion[column]);
    insertion[0] = IMPOSSIBLE;
    for (Py_ssize_t column = 1; column < width; column++)
        insertion[column] = joined_in_turn(base[column - 1] + lattice->open, insertion[column - 1] + lattice->extend);
    for (Py_ssize_t column = 0; column < width; column++) {
        double probability = insertion[column] + totals.insertion[column] - totals.total;
        totals.inserted[column] += (double)power_of_e((float)(probability < 0.0 ? probability : 0.0));
        base[column] = joined(base[column], insertion[column]);
    }
}

/* One row of the best path: gains of the best way to each node, and by what it came there. */
WIDE static void row_of_path(const Lattice *lattice, Ring *history, int first, const float *probability, const double *cost,
                             double skipping, const double *gains, double *restrict best, int64_t *restrict came, int8_t *restrict pointer)
{
    Py_ssize_t width = lattice->width;
    history->newest = (history->newest + history->count - 1) % history->count;
    double *restrict out = ago(history, 0);
    const double *restrict above = ago(history, 1) + LONGEST;
    fill(best, width, first ? IMPOSSIBLE : -INFINITY);
    memset(came, 0, (size_t)width * sizeof *came);
    if (first) {
        best[0] = 0.0;
    } else {
        for (Py_ssize_t kind = 0; kind < lattice->kinds; kind++) {
            const double *restrict before = ago(history, (Py_ssize_t)lattice->beads[2 * kind]) + LONGEST - lattice->beads[2 * kind + 1];
            const float *restrict values = probability + kind * lattice->height * width;
            for (Py_ssize_t column = 0; column < width; column++) {
                double gain = before[column] + ((double)values[column] - cost[kind]);
                came[column] = gain > best[column] ? (int64_t)kind : came[column];
                best[column] = gain > best[column] ? gain : best[column];
            }
        }
        for (Py_ssize_t column = 0; column < width; column++) {
            double gain = above[column] + skipping;
            came[column] = gain > best[column] ? (int64_t)lattice->kinds : came[column];
            best[column] = gain > best[column] ? gain : best[column];
        }
    }
    fill(out, LONGEST, IMPOSSIBLE);
    double along = -INFINITY;
    for (Py_ssize_t column = 0; column < width; column++) {
        double gain = best[column] - gains[column];
        along = gain > along ? gain : along;
        gain = along + gains[column];
        /* A rounding error must not send the way back along a row in which nothing was inserted. */
        pointer[column] = (int8_t)(gain > best[column] + 1e-9 ? lattice->kinds + 1 : came[column]);
        out[LONGEST + column] = gain > best[column] ? gain : best[column];
    }
}

/* An error and 0 unless the types of beads are of a size that the rows kept reach back to. */
static int beads_hold(Lattice *lattice, const Py_buffer *beads)
{
    lattice->beads = beads->buf;
    lattice->kinds = beads->len / 16;
    int known = lattice->kinds > 0 && lattice->kinds < INT8_MAX - 1 && lattice->height > 0 && lattice->width > 0 &&
                lattice->height <= MOST && lattice->width <= MOST;
    for (Py_ssize_t side = 0; side < 2 * lattice->kinds; side++)
        known = known && lattice->beads[side] >= 1 && lattice->beads[side] <= LONGEST;
    if (!known)
        PyErr_SetString(PyExc_ValueError, "a block has nodes, and a bead has sides of one to six sentences");
    return known;
}

const char backward_doc[] = "backward(score, ahead, below, matched, deletion, insertion, height, width, beads, open, extend, last)\n\n"
                            "Totals of the ways from each node of a block to the end; `ahead` and `below` are those of the rows below it, "
                            "and afterwards of its own.";

PyObject *backward(PyObject *module, PyObject *arguments)
{
    Lattice lattice;
    Py_buffer of[7] = {{0}};
    int last;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*w*w*w*w*w*nny*ddp", &of[0], &of[1], &of[2], &of[3], &of[4], &of[5], &lattice.height, &lattice.width,
                          &of[6], &lattice.open, &lattice.extend, &last))
        return NULL;
    PyObject *answer = NULL;
    Py_ssize_t height = lattice.height, width = lattice.width;
    if (beads_hold(&lattice, &of[6]) && holds(&of[0], lattice.kinds * height * width, sizeof(float)) &&
        holds(&of[1], (LONGEST + 1) * lattice.kinds * (width + LONGEST), 8) && holds(&of[2], width, 8) && holds(&of[3], height * width, 8) &&
        holds(&of[4], height * width, 8) && holds(&of[5], height * width, 8)) {
        Ring ahead = {of[1].buf, lattice.kinds * (width + LONGEST), LONGEST + 1, 0};
        double *bead = malloc((size_t)width * (sizeof *bead + sizeof(float)));
        const double **rows = malloc((size_t)lattice.kinds * sizeof *rows);
        if (bead == NULL || rows == NULL) {
            PyErr_NoMemory();
        } else {
            for (Py_ssize_t row = height - 1; row >= 0; row--) {
                Py_ssize_t start = row * width;
                row_backward(&lattice, &ahead, last && row == height - 1, (const float *)of[0].buf + start, of[2].buf,
                             (double *)of[3].buf + start, (double *)of[4].buf + start, (double *)of[5].buf + start, rows, bead,
                             (float *)(bead + width));
            }
            if (straighten(&ahead))
                answer = Py_NewRef(Py_None);
        }
        free(bead);
        free(rows);
    }
    release(of, 7);
    return answer;
}

const char forward_doc[] = "forward(score, history, matched, deletion, to_end_matched, to_end_deletion, to_end_insertion, deletions, insertions, "
                           "height, width, beads, open, extend, total, first)\n\nTotals of the ways from the beginning to each node of a block; "
                           "its scores are written over by the probabilities of the beads that end there.";

PyObject *forward(PyObject *module, PyObject *arguments)
{
    Lattice lattice;
    Py_buffer of[10] = {{0}};
    double total;
    int first;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "w*w*w*w*y*y*y*w*w*nny*dddp", &of[0], &of[1], &of[2], &of[3], &of[4], &of[5], &of[6], &of[7], &of[8],
                          &lattice.height, &lattice.width, &of[9], &lattice.open, &lattice.extend, &total, &first))
        return NULL;
    PyObject *answer = NULL;
    Py_ssize_t height = lattice.height, width = lattice.width;
    if (beads_hold(&lattice, &of[9]) && holds(&of[0], lattice.kinds * height * width, sizeof(float)) && holds(&of[1], (LONGEST + 1) * (width + LONGEST), 8) &&
        holds(&of[2], width, 8) && holds(&of[3], width, 8) && holds(&of[4], height * width, 8) && holds(&of[5], height * width, 8) &&
        holds(&of[6], height * width, 8) && holds(&of[7], height, 8) && holds(&of[8], width, 8)) {
        Ring history = {of[1].buf, width + LONGEST, LONGEST + 1, 0};
        double *candidates = malloc((size_t)width * ((size_t)lattice.kinds * sizeof *candidates + sizeof(float)));
        const double **rows = malloc((size_t)lattice.kinds * sizeof *rows);
        if (candidates == NULL || rows == NULL) {
            PyErr_NoMemory();
        } else {
            for (Py_ssize_t row = 0; row < height; row++) {
                Py_ssize_t start = row * width;
                Totals totals = {(double *)of[4].buf + start, (double *)of[5].buf + start, (double *)of[6].buf + start, total,
                                 (double *)of[7].buf + row, of[8].buf};
                row_forward(&lattice, &history, first && row == 0, (float *)of[0].buf + start, totals, of[2].buf, of[3].buf, candidates, rows,
                            (float *)(candidates + lattice.kinds * width));
            }
            if (straighten(&history))
                answer = Py_NewRef(Py_None);
        }
        free(candidates);
        free(rows);
    }
    release(of, 10);
    return answer;
}

const char decode_doc[] = "decode(probability, history, pointer, cost, skipping, gains, height, width, beads, first)\n\nThe best way to each node of a "
                          "block by what it gains: `pointer` says by which type of bead it came, or by a sentence of the source or of the target "
                          "alone. `skipping` is what each row gains by the former, `gains` what the columns up to each one do by the latter.";

PyObject *decode(PyObject *module, PyObject *arguments)
{
    Lattice lattice = {0};
    Py_buffer of[7] = {{0}};
    int first;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*w*w*y*y*y*nny*p", &of[0], &of[1], &of[2], &of[3], &of[4], &of[5], &lattice.height, &lattice.width,
                          &of[6], &first))
        return NULL;
    PyObject *answer = NULL;
    Py_ssize_t height = lattice.height, width = lattice.width;
    if (beads_hold(&lattice, &of[6]) && holds(&of[0], lattice.kinds * height * width, sizeof(float)) && holds(&of[1], (LONGEST + 1) * (width + LONGEST), 8) &&
        holds(&of[2], height * width, 1) && holds(&of[3], lattice.kinds, 8) && holds(&of[4], height, 8) && holds(&of[5], width, 8)) {
        Ring history = {of[1].buf, width + LONGEST, LONGEST + 1, 0};
        double *best = malloc((size_t)width * (sizeof *best + sizeof(int64_t)));
        if (best == NULL) {
            PyErr_NoMemory();
        } else {
            for (Py_ssize_t row = 0; row < height; row++)
                row_of_path(&lattice, &history, first && row == 0, (const float *)of[0].buf + row * width, of[3].buf,
                            ((const double *)of[4].buf)[row], of[5].buf, best, (int64_t *)(best + width), (int8_t *)of[2].buf + row * width);
            if (straighten(&history))
                answer = Py_NewRef(Py_None);
        }
        free(best);
    }
    release(of, 7);
    return answer;
}
