"""The inputs of compare.py: pairs of float32 matrices, made from a fixed seed or read from word vectors in text form."""
import numpy as np


def normal(random, rows, depth):
    return random.standard_normal((rows, depth), dtype=np.float32)


def random_directions(random, queries, pool, depth):
    return normal(random, queries, depth), normal(random, pool, depth)


def spectrum(random, queries, pool, depth):
    """The variance of axis i falls as 1/i, in a rotated basis."""
    scale = (1 / np.sqrt(np.arange(1, depth + 1))).astype(np.float32)
    basis = np.linalg.qr(random.standard_normal((depth, depth)))[0].astype(np.float32)
    return tuple((normal(random, rows, depth) * scale) @ basis for rows in (queries, pool))


def low_rank(random, queries, pool, depth, rank=12):
    basis = normal(random, rank, depth)
    return tuple(normal(random, rows, rank) @ basis for rows in (queries, pool))


def clusters(random, queries, pool, depth, count, noise):
    centres = normal(random, count, depth)
    return tuple(
        centres[random.integers(0, count, rows)] + np.float32(noise) * normal(random, rows, depth) for rows in (queries, pool))


def duplicates(random, queries, pool, depth, distinct=3000):
    rows = normal(random, distinct, depth)
    return tuple(rows[random.integers(0, distinct, count)] for count in (queries, pool))


def scaled(random, queries, pool, depth, distinct=3000):
    """Rows of few directions and many lengths: the cosines of one direction differ by rounding alone."""
    rows = normal(random, distinct, depth)
    return tuple(
        rows[random.integers(0, distinct, count)] * random.uniform(0.5, 2, (count, 1)).astype(np.float32) for count in (queries, pool))


def zero_rows(random, queries, pool, depth):
    """A tenth of the rows is zero and taken out, as every caller of the search must; the product runs without them too."""
    sides = []
    for count in (queries, pool):
        rows = normal(random, count, depth)
        rows[random.random(count) < 0.1] = 0
        sides.append(rows[rows.any(axis=1)])
    return tuple(sides)


def heavy_tails(random, queries, pool, depth):
    """Student's t with one and a half degrees of freedom: a few elements hold most of a row."""
    return tuple(random.standard_t(1.5, (rows, depth)).astype(np.float32) for rows in (queries, pool))


def offset(random, queries, pool, depth):
    """A common direction in every row, as in vectors of contextual models: all cosines are high."""
    mean = 2 * normal(random, 1, depth)
    return normal(random, queries, depth) + mean, normal(random, pool, depth) + mean


SETS = {
    "random": random_directions,
    "spectrum 1/k": spectrum,
    "rank 12": low_rank,
    "rank 2": lambda *a: low_rank(*a, rank=2),
    "300 clusters, noise 5 %": lambda *a: clusters(*a, count=300, noise=0.05),
    "300 clusters, noise 0.01 %": lambda *a: clusters(*a, count=300, noise=1e-4),
    "30 clusters, noise 0.01 %": lambda *a: clusters(*a, count=30, noise=1e-4),
    "3 clusters, noise 20 %": lambda *a: clusters(*a, count=3, noise=0.2),
    "3 clusters, noise 5 %": lambda *a: clusters(*a, count=3, noise=0.05),
    "3 clusters, noise 1 %": lambda *a: clusters(*a, count=3, noise=0.01),
    "3 clusters, noise 0.01 %": lambda *a: clusters(*a, count=3, noise=1e-4),
    "1 cluster, noise 0.01 %": lambda *a: clusters(*a, count=1, noise=1e-4),
    "duplicates": duplicates,
    "scaled duplicates": scaled,
    "zero rows": zero_rows,
    "heavy tails": heavy_tails,
    "common offset": offset,
}


def make(name, queries, pool, depth):
    return SETS[name](np.random.default_rng(sum(name.encode())), queries, pool, depth)


def read_vectors(path, limit):
    """Words and rows of a .vec file."""
    words, rows = [], []
    with open(path, encoding="utf-8", errors="replace") as file:
        file.readline()
        for line in file:
            parts = line.rstrip("\n ").split(" ")
            words.append(parts[0])
            rows.append(np.array(parts[1:], dtype=np.float32))
            if len(rows) == limit:
                break
    return words, np.array(rows)


def trained(queries_path, pool_path, dictionary, queries, pool):
    """Word vectors of two languages; with a dictionary (pool word, white space, query word a line) brought into one space by Procrustes."""
    query_words, x = read_vectors(queries_path, queries)
    pool_words, y = read_vectors(pool_path, pool)
    if dictionary:
        query_index = {w: i for i, w in enumerate(query_words)}
        pool_index = {w: i for i, w in enumerate(pool_words)}
        pairs = set()
        with open(dictionary, encoding="utf-8") as file:
            for line in file:
                words = line.split()
                if len(words) == 2 and words[0] in pool_index and words[1] in query_index:
                    pairs.add((query_index[words[1]], pool_index[words[0]]))
        a = x[[i for i, _ in sorted(pairs)]].astype(np.float64)
        b = y[[j for _, j in sorted(pairs)]].astype(np.float64)
        a /= np.linalg.norm(a, axis=1, keepdims=True)
        b /= np.linalg.norm(b, axis=1, keepdims=True)
        u, _, v = np.linalg.svd(a.T @ b)
        x = (x.astype(np.float64) @ (u @ v)).astype(np.float32)
    return tuple(np.ascontiguousarray(rows[np.any(rows, axis=1)]) for rows in (x, y))
