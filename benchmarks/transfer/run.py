#!/usr/bin/env python3
"""Times calque transfer as a whole process against the bare float32 product of the same size, in turn.

Prints a table and one JSON line; see README.md beside this file.
"""
import argparse
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

HIDDEN, LAYERS, POSITIONS, INNER = 768, 12, 512, 3072


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--calque", required=True, help="the published executable")
    ap.add_argument("--source-tokenizer", required=True)
    ap.add_argument("--target-tokenizer", required=True)
    ap.add_argument("--source-embeddings", required=True)
    ap.add_argument("--target-embeddings", required=True)
    ap.add_argument("--dictionary", required=True)
    ap.add_argument("--dimension", type=int, default=100, help="of the word vectors, for the bare product")
    ap.add_argument("--source-rows", type=int, default=30522)
    ap.add_argument("--target-rows", type=int, default=50000)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--work", help="folder for the model and the outputs (default: a temporary one)")
    args = ap.parse_args()
    work = args.work or tempfile.mkdtemp(prefix="calque-benchmark-")
    try:
        model = os.path.join(work, "source")
        if not os.path.exists(model):
            make_model(model, args.source_rows, args.source_tokenizer)
        ours, products = [], []
        for _ in range(args.rounds + 1):                      # the first round warms the page cache
            products.append(measure([sys.executable, os.path.abspath(__file__).replace("run.py", "product.py"),
                                     str(args.target_rows), str(args.source_rows), str(args.dimension), str(args.threads)]))
            output = os.path.join(work, "out")
            shutil.rmtree(output, ignore_errors=True)         # a new directory each time, as a user writes it
            ours.append(measure(command(args, model, output)))
        report(args, ours[1:], products[1:])
    finally:
        if not args.work:
            shutil.rmtree(work)


def command(args, model, output):
    return [args.calque, "transfer", "--source-model", model, "--source-tokenizer", args.source_tokenizer,
            "--target-tokenizer", args.target_tokenizer, "--method", "wechsel",
            "--source-embeddings", args.source_embeddings, "--target-embeddings", args.target_embeddings,
            "--dictionary", args.dictionary, "--threads", str(args.threads), "--output", output, "--quiet"]


def measure(argv):
    """CPU seconds and peak memory of one process; the product prints its own CPU seconds, without start and set-up."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(write, 1)
        os.execvp(argv[0], argv)
    os.close(write)
    printed = b""
    while chunk := os.read(read, 65536):
        printed += chunk
    os.close(read)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{argv[0]} ended with status {status}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024, "printed": printed.decode()}


def report(args, ours, products):
    bare = [json.loads(p["printed"])["cpu_s"] for p in products]
    ratios = [o["cpu"] / b for o, b in zip(ours, bare)]
    row = {
        "shape": [args.target_rows, args.source_rows, args.dimension], "threads": args.threads, "rounds": args.rounds,
        "transfer_cpu_s": median([o["cpu"] for o in ours]), "product_cpu_s": median(bare), "ratio": median(ratios),
        "ratio_range": [round(min(ratios), 2), round(max(ratios), 2)],
        "peak_mb": max(o["peak_mb"] for o in ours), "load": os.getloadavg()[0],
    }
    print(f"transfer   {row['transfer_cpu_s']:6.2f} CPU s, peak {row['peak_mb']:.0f} MB")
    print(f"product    {row['product_cpu_s']:6.2f} CPU s")
    print(f"ratio      {row['ratio']:6.2f} (median of {args.rounds} pairs, {row['ratio_range'][0]} to {row['ratio_range'][1]})")
    print(json.dumps(row))


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def make_model(path, rows, tokenizer):
    """A directory of the shape of BERT-base with random float32 weights."""
    import numpy as np
    os.makedirs(path)
    rng = np.random.default_rng(1)
    shapes = [("bert.embeddings.word_embeddings.weight", (rows, HIDDEN)),
              ("bert.embeddings.position_embeddings.weight", (POSITIONS, HIDDEN)),
              ("bert.embeddings.token_type_embeddings.weight", (2, HIDDEN)), ("cls.predictions.bias", (rows,))]
    for layer in range(LAYERS):
        prefix = f"bert.encoder.layer.{layer}."
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes += [(prefix + name + ".weight", (HIDDEN, HIDDEN)), (prefix + name + ".bias", (HIDDEN,))]
        shapes += [(prefix + "intermediate.dense.weight", (INNER, HIDDEN)), (prefix + "intermediate.dense.bias", (INNER,)),
                   (prefix + "output.dense.weight", (HIDDEN, INNER)), (prefix + "output.dense.bias", (HIDDEN,))]
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in shapes:
        size = 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(path, "model.safetensors"), "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        for _, shape in shapes:
            f.write((rng.standard_normal(shape, dtype=np.float32) * 0.02).tobytes())
    with open(os.path.join(path, "config.json"), "w") as f:
        json.dump({"architectures": ["BertForMaskedLM"], "model_type": "bert", "hidden_size": HIDDEN, "num_hidden_layers": LAYERS,
                   "vocab_size": rows, "max_position_embeddings": POSITIONS, "pad_token_id": 0}, f)


if __name__ == "__main__":
    main()
