/* What the words, lengths and paragraphs of runs of sentences say for their being translations of one another. */
#include "_kernel.h"

#define UNREACHABLE (-60000.0f)
#define NEVER (-1000.0f) /* Evidence of a run that would reach past the last column. */

typedef struct {
    Py_ssize_t height, width;           /* Rows and columns of sentences. */
    const int64_t *types, *row_starts;  /* What occurs in each row, and where it begins among all occurrences. */
    const int64_t *edge_starts, *edge_targets;
    const float *edge_odds, *absent, *common;
    const int64_t *target_types, *target_starts; /* What occurs in each column, and where it begins. */
    Py_ssize_t marks, target_marks;
    float *found;                       /* Rows, lengths of run, columns. */
} Occurrences;

/* Whether no number leads beyond the array that it is an index of. */
static int sound(const Occurrences *all, Py_ssize_t occurrences, Py_ssize_t edges, Py_ssize_t target_occurrences)
{
    for (Py_ssize_t row = 0; row <= all->height; row++)
        if (all->row_starts[row] < (row ? all->row_starts[row - 1] : 0) || all->row_starts[row] > occurrences)
            return 0;
    for (Py_ssize_t column = 0; column <= all->width; column++)
        if (all->target_starts[column] < (column ? all->target_starts[column - 1] : 0) || all->target_starts[column] > target_occurrences)
            return 0;
    for (Py_ssize_t place = all->row_starts[0]; place < all->row_starts[all->height]; place++) {
        int64_t mark = all->types[place];
        if (mark < 0 || mark >= all->marks || all->edge_starts[mark] < 0 || all->edge_starts[mark + 1] > edges)
            return 0;
        for (int64_t edge = all->edge_starts[mark]; edge < all->edge_starts[mark + 1]; edge++)
            if (all->edge_targets[edge] < 0 || all->edge_targets[edge] >= all->target_marks)
                return 0;
    }
    for (Py_ssize_t place = all->target_starts[0]; place < all->target_starts[all->width]; place++)
        if (all->target_types[place] < 0 || all->target_types[place] >= all->target_marks)
            return 0;
    return 1;
}

/* Lists of the places at which each value occurs: those of value v are places[starts[v]] to places[starts[v + 1] - 1]. */
static void listed(const int64_t *values, const int64_t *bounds, Py_ssize_t groups, Py_ssize_t kinds, int32_t *starts, int32_t *places)
{
    memset(starts, 0, (size_t)(kinds + 2) * sizeof *starts);
    for (int64_t place = bounds[0]; place < bounds[groups]; place++)
        starts[values[place] + 2]++;
    for (Py_ssize_t kind = 0; kind < kinds; kind++)
        starts[kind + 2] += starts[kind + 1];
    for (Py_ssize_t group = 0; group < groups; group++)
        for (int64_t place = bounds[group]; place < bounds[group + 1]; place++)
            places[starts[values[place] + 1]++] = (int32_t)group;
}

/* Adds what one mark says of each run of columns to the rows that it occurs in. `columns` are those in which a counterpart occurs, `best` its
   odds there. */
WIDE static void speak(const Occurrences *all, Py_ssize_t mark, const int32_t *rows, Py_ssize_t row_count, const int32_t *columns,
                       Py_ssize_t column_count, const float *best, float *restrict single, float *restrict window)
{
    Py_ssize_t width = all->width;
    for (Py_ssize_t length = 1; length <= LONGEST && length <= width; length++) {
        /* In a run of k sentences a counterpart is about k times likelier by chance. */
        float miss = all->absent[mark] + (float)length * all->common[mark];
        miss = miss < 0.0f ? miss : 0.0f;
        Py_ssize_t runs = width - length + 1;
        for (Py_ssize_t column = 0; column < width; column++)
            single[column] = miss;
        for (Py_ssize_t place = 0; place < column_count; place++)
            single[columns[place]] = log1pf(best[columns[place]] / (float)length);
        memcpy(window, single, (size_t)runs * sizeof *window);
        for (Py_ssize_t next = 1; column_count && next < length; next++)
            for (Py_ssize_t column = 0; column < runs; column++)
                window[column] = window[column] > single[column + next] ? window[column] : single[column + next];
        for (Py_ssize_t place = 0; place < row_count; place++) {
            float *restrict out = all->found + (rows[place] * LONGEST + length - 1) * width;
            for (Py_ssize_t column = 0; column < runs; column++)
                out[column] += window[column];
        }
    }
}

static int weigh(const Occurrences *all)
{
    Py_ssize_t here = (Py_ssize_t)(all->row_starts[all->height] - all->row_starts[0]);
    Py_ssize_t there = (Py_ssize_t)(all->target_starts[all->width] - all->target_starts[0]);
    int32_t *places = malloc((size_t)(all->marks + all->target_marks + 4 + here + there + all->width + 1) * sizeof *places);
    float *rows = calloc((size_t)(3 * all->width + 1), sizeof *rows);
    if (places == NULL || rows == NULL) {
        free(places);
        free(rows);
        PyErr_NoMemory();
        return 0;
    }
    int32_t *row_starts = places, *row_lists = row_starts + all->marks + 2, *column_starts = row_lists + here;
    int32_t *column_lists = column_starts + all->target_marks + 2, *columns = column_lists + there;
    float *best = rows, *single = best + all->width, *window = single + all->width;
    listed(all->types, all->row_starts, all->height, all->marks, row_starts, row_lists);
    listed(all->target_types, all->target_starts, all->width, all->target_marks, column_starts, column_lists);
    for (Py_ssize_t mark = 0; mark < all->marks; mark++) {
        if (row_starts[mark] == row_starts[mark + 1])
            continue;
        Py_ssize_t count = 0;
        for (int64_t edge = all->edge_starts[mark]; edge < all->edge_starts[mark + 1]; edge++) {
            int64_t opposite = all->edge_targets[edge];
            float odds = all->edge_odds[edge];
            for (int32_t place = column_starts[opposite]; odds > 0.0f && place < column_starts[opposite + 1]; place++) {
                int32_t column = column_lists[place];
                if (best[column] == 0.0f)
                    columns[count++] = column;
                best[column] = best[column] > odds ? best[column] : odds;
            }
        }
        speak(all, mark, row_lists + row_starts[mark], row_starts[mark + 1] - row_starts[mark], columns, count, best, single, window);
        while (count)
            best[columns[--count]] = 0.0f;
    }
    free(places);
    free(rows);
    return 1;
}

const char evidence_doc[] = "evidence(found, height, width, types, row_starts, edge_starts, edge_targets, edge_odds, absent, common, "
                            "target_types, target_starts, target_count)\n\nAdds to `found`, float32 of rows, lengths of run and columns, what "
                            "`Direction.scores` says.";

PyObject *evidence(PyObject *module, PyObject *arguments)
{
    Occurrences all = {0};
    Py_buffer of[10] = {{0}};
    (void)module;
    if (!PyArg_ParseTuple(arguments, "w*nny*y*y*y*y*y*y*y*y*n", &of[0], &all.height, &all.width, &of[1], &of[2], &of[3], &of[4], &of[5], &of[6],
                          &of[7], &of[8], &of[9], &all.target_marks))
        return NULL;
    PyObject *answer = NULL;
    all.marks = of[6].len / (Py_ssize_t)sizeof(float);
    Py_ssize_t edges = of[5].len / (Py_ssize_t)sizeof(float);
    if (all.height < 0 || all.width < 0 || all.target_marks < 0 || all.height > MOST || all.width > MOST || all.target_marks > INT32_MAX ||
        of[1].len / 8 > INT32_MAX || of[8].len / 8 > INT32_MAX)
        PyErr_SetString(PyExc_ValueError, "too many sentences or words at once");
    else if (holds(&of[0], all.height * LONGEST * all.width, sizeof(float)) && holds(&of[2], all.height + 1, 8) && holds(&of[9], all.width + 1, 8) &&
             holds(&of[3], all.marks + 1, 8) && holds(&of[4], edges, 8) && holds(&of[7], all.marks, sizeof(float))) {
        all.found = of[0].buf;
        all.types = of[1].buf, all.row_starts = of[2].buf, all.edge_starts = of[3].buf, all.edge_targets = of[4].buf;
        all.edge_odds = of[5].buf, all.absent = of[6].buf, all.common = of[7].buf, all.target_types = of[8].buf, all.target_starts = of[9].buf;
        if (!sound(&all, of[1].len / 8, edges, of[8].len / 8))
            PyErr_SetString(PyExc_ValueError, "an occurrence or an edge leads beyond its array");
        else if (weigh(&all))
            answer = Py_NewRef(Py_None);
    }
    release(of, 10);
    return answer;
}

typedef struct {
    double lexical, length, ratio, variance, spread, paragraph, unfinished;
} Weights;

/* What goes into the score of a run of sentences of one side, whatever stands on the other. */
typedef struct {
    float size;      /* Characters, in those of the target. */
    float logarithm; /* Of the size. */
    float precision; /* One over the variance of the logarithm of the ratio, where this side is the shorter one. */
    float constant;  /* Half the logarithm of that variance. */
    float opens;     /* Whether it opens a paragraph. */
    float within;    /* What paragraphs that open within it and headlines before its last sentence take off. */
} Run;

/* Characters added to every length, and the variance that a length of one would have: as in `scoring`. */
#define SHORT 6.0
#define SMALL_VARIANCE 2.2

/* The run of `count` sentences before node `end` of a side whose first sentence in `sums` is number `first`. */
static Run run_before(Py_ssize_t end, Py_ssize_t count, Py_ssize_t first, const double *sums, const double *breaks, const double *unfinished,
                      double unit, const Weights *weights)
{
    double size = unit * (sums[end - first] - sums[end - count - first]), within = 0.0, headlines = 0.0;
    double variance = weights->variance + SMALL_VARIANCE / (size + SHORT);
    for (Py_ssize_t back = 1; back < count; back++)
        within += breaks[end - back];
    for (Py_ssize_t back = 2; back <= count; back++)
        headlines += unfinished[end - back];
    return (Run){(float)size, (float)log(size + SHORT), (float)(1.0 / variance), (float)(0.5 * log(variance)), (float)breaks[end - count],
                 (float)(weights->unfinished * headlines - 2.0 * weights->paragraph * within)};
}

typedef struct {
    float *size, *logarithm, *precision, *constant, *opens, *within; /* Of the run before each column; the same as in `Run`. */
} Runs;

/* One row of scores of one type of bead. `words` are sums of evidence up to the end of a run, and `before` those up to its beginning. */
WIDE static void row_of_scores(Py_ssize_t width, Run one, const Runs *runs, const float *words, const float *before, const float *back,
                               const float *back_before, float prior, const Weights *weights, float *restrict out)
{
    float lexical = (float)weights->lexical, length = (float)weights->length, paragraph = (float)weights->paragraph;
    float strangers = (float)(0.5 / (weights->spread * weights->spread)), usual = (float)log(weights->spread);
    const float *size = runs->size, *logarithms = runs->logarithm, *precisions = runs->precision, *constants = runs->constant;
    const float *opens = runs->opens, *within = runs->within;
    for (Py_ssize_t column = 0; column < width; column++) {
        float deviation = logarithms[column] - one.logarithm, square = deviation * deviation;
        float precision = one.size < size[column] ? one.precision : precisions[column];
        float constant = one.size < size[column] ? one.constant : constants[column];
        float lengths = square * (strangers - 0.5f * precision) - constant + usual;
        lengths = lengths < -8.0f ? -8.0f : lengths;
        lengths = lengths > 2.5f ? 2.5f : lengths;
        float apart = one.opens - opens[column];
        apart = apart < 0.0f ? -apart : apart;
        float value = lexical * ((words[column] - before[column]) + (back[column] - back_before[column])) + length * lengths + prior +
                      paragraph * (one.opens * opens[column] - apart) + (one.within + within[column]);
        out[column] = value < UNREACHABLE ? UNREACHABLE : value;
    }
}

typedef struct {
    Py_ssize_t top, bottom, left, right; /* The block of nodes. */
    Py_ssize_t first, low;               /* First sentences whose evidence is given. */
    Py_ssize_t rows, columns;            /* Sentences whose evidence is given. */
    const float *forward, *backward;
    const double *source_lengths, *target_lengths, *source_breaks, *target_breaks, *source_unfinished, *target_unfinished, *priors;
    const int64_t *beads;
    Py_ssize_t kinds;
    float *found;
} Scoring;

/* Evidence of the first sentences up to each one, per length of run: over rows, and over columns with the rows first as well. */
static void sum_up(const Scoring *all, float *by_row, float *by_column)
{
    Py_ssize_t layer = LONGEST * all->columns;
    memset(by_row, 0, (size_t)layer * sizeof *by_row);
    for (Py_ssize_t row = 0; row < all->rows; row++)
        for (Py_ssize_t place = 0; place < layer; place++) {
            float value = all->forward[row * layer + place];
            by_row[(row + 1) * layer + place] = by_row[row * layer + place] + (value > NEVER ? value : NEVER);
        }
    for (Py_ssize_t place = 0; place < LONGEST * all->rows; place++) {
        float sum = 0.0f, *out = by_column + place * (all->columns + 1);
        out[0] = 0.0f;
        for (Py_ssize_t column = 0; column < all->columns; column++) {
            float value = all->backward[column * LONGEST * all->rows + place];
            out[column + 1] = sum += value > NEVER ? value : NEVER;
        }
    }
}

static void running(const double *lengths, Py_ssize_t count, double *sums)
{
    sums[0] = 0.0;
    for (Py_ssize_t place = 0; place < count; place++)
        sums[place + 1] = sums[place] + lengths[place];
}

static int score(const Scoring *all, const Weights *weights)
{
    Py_ssize_t width = all->right - all->left + 1, height = all->bottom - all->top;
    size_t sums = (size_t)(LONGEST * ((all->rows + 1) * all->columns + all->rows * (all->columns + 1)));
    float *floats = malloc((sums + 6 * (size_t)width) * sizeof *floats);
    double *doubles = malloc((size_t)(all->rows + all->columns + 2) * sizeof *doubles);
    if (floats == NULL || doubles == NULL) {
        free(floats);
        free(doubles);
        PyErr_NoMemory();
        return 0;
    }
    float *by_row = floats, *by_column = by_row + LONGEST * (all->rows + 1) * all->columns, *rest = floats + sums;
    double *source_sums = doubles, *target_sums = source_sums + all->rows + 1;
    Runs runs = {rest, rest + width, rest + 2 * width, rest + 3 * width, rest + 4 * width, rest + 5 * width};
    sum_up(all, by_row, by_column);
    running(all->source_lengths + all->first, all->rows, source_sums);
    running(all->target_lengths + all->low, all->columns, target_sums);
    for (Py_ssize_t b = 1; b <= LONGEST; b++) {
        Py_ssize_t begin = all->left > all->low + b ? all->left : all->low + b, count = all->right - begin + 1;
        for (Py_ssize_t column = begin; column <= all->right; column++) {
            Run one = run_before(column, b, all->low, target_sums, all->target_breaks, all->target_unfinished, 1.0, weights);
            runs.size[column - begin] = one.size, runs.logarithm[column - begin] = one.logarithm;
            runs.precision[column - begin] = one.precision, runs.constant[column - begin] = one.constant;
            runs.opens[column - begin] = one.opens, runs.within[column - begin] = one.within;
        }
        for (Py_ssize_t kind = 0; kind < all->kinds; kind++) {
            Py_ssize_t a = (Py_ssize_t)all->beads[2 * kind];
            if (all->beads[2 * kind + 1] != b || count <= 0)
                continue;
            for (Py_ssize_t row = all->top > all->first + a ? all->top : all->first + a; row < all->bottom; row++) {
                Run one = run_before(row, a, all->first, source_sums, all->source_breaks, all->source_unfinished, weights->ratio, weights);
                Py_ssize_t start = begin - b - all->low, here = row - all->first;
                const float *words = by_row + (here * LONGEST + b - 1) * all->columns + start;
                const float *back = by_column + ((a - 1) * all->rows + here - a) * (all->columns + 1) + start;
                row_of_scores(count, one, &runs, words, words - a * LONGEST * all->columns, back + b, back, (float)all->priors[kind], weights,
                              all->found + (kind * height + row - all->top) * width + begin - all->left);
            }
        }
    }
    free(floats);
    free(doubles);
    return 1;
}

const char scores_doc[] = "scores(found, top, bottom, left, right, beads, priors, forward, backward, source_lengths, target_lengths, "
                          "source_breaks, target_breaks, source_unfinished, target_unfinished, lexical, length, ratio, variance, spread, "
                          "paragraph, unfinished)\n\nWrites into `found`, float32 of types, rows and columns, what `Scorer.block` says; "
                          "nodes that no bead reaches are left as they are.";

PyObject *scores(PyObject *module, PyObject *arguments)
{
    Scoring all = {0};
    Weights weights;
    Py_buffer of[11] = {{0}};
    (void)module;
    if (!PyArg_ParseTuple(arguments, "w*nnnny*y*y*y*y*y*y*y*y*y*ddddddd", &of[0], &all.top, &all.bottom, &all.left, &all.right, &of[1], &of[2],
                          &of[3], &of[4], &of[5], &of[6], &of[7], &of[8], &of[9], &of[10], &weights.lexical, &weights.length, &weights.ratio,
                          &weights.variance, &weights.spread, &weights.paragraph, &weights.unfinished))
        return NULL;
    PyObject *answer = NULL;
    all.kinds = of[2].len / (Py_ssize_t)sizeof(double);
    all.first = all.top > LONGEST ? all.top - LONGEST : 0;
    all.low = all.left > LONGEST ? all.left - LONGEST : 0;
    all.rows = all.bottom - 1 - all.first;
    all.columns = all.right - all.low;
    Py_ssize_t sentences = of[5].len / (Py_ssize_t)sizeof(double), opposite = of[6].len / (Py_ssize_t)sizeof(double);
    if (all.top < 0 || all.left < 0 || all.bottom - 1 > sentences || all.right > opposite || sentences > MOST || opposite > MOST || all.rows < 0 ||
        all.columns < 0)
        PyErr_SetString(PyExc_ValueError, "a block of nodes leads beyond the texts");
    else if (holds(&of[0], all.kinds * (all.bottom - all.top) * (all.right - all.left + 1), sizeof(float)) && holds(&of[1], 2 * all.kinds, 8) &&
             holds(&of[3], all.rows * LONGEST * all.columns, sizeof(float)) && holds(&of[4], all.rows * LONGEST * all.columns, sizeof(float)) &&
             holds(&of[7], sentences + 1, 8) && holds(&of[8], opposite + 1, 8) && holds(&of[9], sentences, 8) && holds(&of[10], opposite, 8)) {
        all.found = of[0].buf, all.beads = of[1].buf, all.priors = of[2].buf, all.forward = of[3].buf, all.backward = of[4].buf;
        all.source_lengths = of[5].buf, all.target_lengths = of[6].buf, all.source_breaks = of[7].buf, all.target_breaks = of[8].buf;
        all.source_unfinished = of[9].buf, all.target_unfinished = of[10].buf;
        int known = 1;
        for (Py_ssize_t side = 0; side < 2 * all.kinds; side++)
            known = known && all.beads[side] >= 1 && all.beads[side] <= LONGEST;
        if (!known)
            PyErr_SetString(PyExc_ValueError, "a bead has sides of one to six sentences");
        else if (score(&all, &weights))
            answer = Py_NewRef(Py_None);
    }
    release(of, 11);
    return answer;
}
