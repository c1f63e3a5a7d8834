#!/usr/bin/env python3
"""product.py M N K THREADS: the bare float32 product (M x K) times (K x N) in blocks of 1,024 rows; prints its CPU seconds as JSON."""
import json
import os
import sys
import time

m, n, k, threads = map(int, sys.argv[1:])
os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
import numpy as np  # noqa: E402  the number of threads is read when the library loads

rng = np.random.default_rng(1)
a = rng.standard_normal((m, k), dtype=np.float32)
b = rng.standard_normal((n, k), dtype=np.float32)
block = np.empty((1024, n), dtype=np.float32)
np.matmul(a[:1024], b.T, out=block)
start = time.process_time()
for i in range(0, m, 1024):
    part = a[i:i + 1024]
    np.matmul(part, b.T, out=block[: len(part)])
print(json.dumps({"cpu_s": time.process_time() - start}))
