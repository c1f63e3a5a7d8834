#!/usr/bin/env python3
"""Files larger than memory: a 4.84 GB fastText model and a 13.5 GB model directory, both sparse, through calque.

Makes the files, runs the published command on them, and prints a table and one JSON line; see README.md beside this file.
"""
import argparse
import json
import os
import platform
import shutil
import struct
import sys
import tempfile
import time

WORDS, BUCKETS, DIMENSION = 2_000_000, 2_000_000, 300
HIDDEN, INNER, LAYERS, SHARD_BYTES = 4096, 11008, 32, 5_000_000_000
BERT_HIDDEN, BERT_INNER, BERT_LAYERS = 768, 3072, 12
MEMORY_LIMIT_MB, OPEN_LIMIT_S = 1000, 1.0


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--calque", required=True, help="the published executable")
    ap.add_argument("--bert-tokenizer", required=True, help="tokenizer of the BERT-shaped source (30,522 ids)")
    ap.add_argument("--llama-tokenizer", required=True, help="tokenizer of the 7B-shaped source (32,000 ids)")
    ap.add_argument("--target-tokenizer", required=True, help="tokenizer of 50,000 ids")
    ap.add_argument("--dictionary", required=True, help="translation pairs; their words stand first in the fastText files")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--work", help="folder for files and outputs (default: a temporary one); what lies there is used again")
    ap.add_argument("--results", help="file to write the table to")
    ap.add_argument("--only", choices=["open", "one", "both", "llama"], action="append", help="run these only")
    args = ap.parse_args()
    work = args.work or tempfile.mkdtemp(prefix="calque-scale-")
    os.makedirs(work, exist_ok=True)
    try:
        rows = run(args, work, args.only or ["open", "one", "both", "llama"])
        for row in rows:
            print_row(row)
        print(json.dumps({"machine": machine(), "runs": rows}))
        if args.results:
            write_results(args.results, rows)
        sys.exit(0 if all(row["holds"] for row in rows) else 1)
    finally:
        if not args.work:
            shutil.rmtree(work)


def run(args, work, wanted):
    english, swahili = os.path.join(work, "english.bin"), os.path.join(work, "swahili.bin")
    pairs = [line.split() for line in open(args.dictionary, encoding="utf-8") if len(line.split()) == 2]
    for path, column in ((english, 0), (swahili, 1)):
        if not os.path.exists(path):
            make_vectors(path, [pair[column] for pair in pairs])
    small = os.path.join(work, "small.vec")
    if not os.path.exists(small):
        make_text_vectors(small, [pair[0] for pair in pairs])
    bert, llama = os.path.join(work, "bert"), os.path.join(work, "llama")
    make_bert(bert, args.bert_tokenizer)
    make_llama(llama, args.llama_tokenizer)
    words = os.path.join(work, "words.txt")
    with open(words, "w", encoding="utf-8") as f:
        f.writelines(word + "\n" for word in ["water", "house", "unheardofword"])

    rows = []
    if "open" in wanted:
        argv = [args.calque, "vectors", "show", "--embeddings", english, "--input", words, "--output", os.path.join(work, "words.vec"), "--quiet"]
        small_file = [*argv[:4], small, *argv[5:]]
        measure(argv)                                     # brings the dictionary into the page cache
        opened, start = best(measure(argv) for _ in range(5)), best(measure(small_file) for _ in range(5))
        rows.append({"run": "open the fastText model, three words", "of": size(english), **opened,
                     "process_start_cpu_s": start["cpu_s"], "holds": opened["cpu_s"] < OPEN_LIMIT_S})
    for name, source_vectors, model in (("one", small, bert), ("both", english, bert), ("llama", english, llama)):
        if name not in wanted:
            continue
        output = os.path.join(work, "out")
        shutil.rmtree(output, ignore_errors=True)
        argv = [args.calque, "transfer", "--source-model", model, "--target-tokenizer", args.target_tokenizer,
                "--source-embeddings", source_vectors, "--target-embeddings", swahili, "--dictionary", args.dictionary,
                "--threads", str(args.threads), "--output", output, "--quiet"]
        if source_vectors == small:
            argv += ["--subword-vectors", "ngrams"]
        result = measure(argv)
        new, old = weights(output), weights(model)
        # The new vocabulary rows are data; everything else that was a hole must still be one.
        written = sum(row["rows"] * row["row_bytes"] for row in vocabulary(output))
        filled = new["on_disk_mb"] - written / 1e6 - other_data(model)
        rows.append({"run": {"one": "transfer, large vectors on the target's side", "both": "transfer, large vectors on both sides",
                             "llama": "transfer of the 7B-shaped model, large vectors on both sides"}[name],
                     "of": old, "output": new, "new_rows_mb": round(written / 1e6), "holes_filled_mb": round(filled), **result,
                     "holds": result["peak_mb"] < MEMORY_LIMIT_MB and filled < 20})
        shutil.rmtree(output)
    return rows


def measure(argv):
    """Wall time, CPU time and peak resident memory (mapped pages included) of one process."""
    started = time.monotonic()
    pid = os.posix_spawn(argv[0], argv, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(argv)} ended with status {status}")
    return {"wall_s": round(time.monotonic() - started, 2), "cpu_s": round(usage.ru_utime + usage.ru_stime, 2), "peak_mb": round(usage.ru_maxrss / 1024)}


def best(runs):
    """CPU time and not wall time is the figure to compare: waiting for a busy machine does not count in it."""
    return min(runs, key=lambda run: (run["cpu_s"], run["wall_s"]))


def size(path):
    files = [path] if os.path.isfile(path) else [os.path.join(folder, f) for folder, _, names in os.walk(path) for f in names]
    stats = [os.stat(f) for f in files]
    return {"apparent_mb": round(sum(s.st_size for s in stats) / 1e6), "on_disk_mb": round(sum(s.st_blocks * 512 for s in stats) / 1e6)}


def weights(model):
    """The weight files alone: provenance and plan of 50,000 tokens are some 20 MB more."""
    files = [size(os.path.join(model, name)) for name in os.listdir(model) if name.endswith(".safetensors")]
    return {key: sum(file[key] for file in files) for key in ("apparent_mb", "on_disk_mb")}


def write_results(path, rows):
    on = machine()
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"# Files larger than memory\n\n{on['date']}, {on['cpu']}, {on['cores']} cores, Linux {on['system']}, load {on['load']}.\n\n")
        f.write("| Run | Input, apparent and on disk (MB) | Wall (s) | CPU (s) | Peak resident (MB) | Output, apparent and on disk (MB) | New rows (MB) | Holes filled (MB) | Goal |\n")
        f.write("|---|---|---|---|---|---|---|---|---|\n")
        for row in rows:
            output = row.get("output")
            f.write(f"| {row['run']} | {row['of']['apparent_mb']}, {row['of']['on_disk_mb']} | {row['wall_s']} | {row['cpu_s']} | {row['peak_mb']} | "
                    + (f"{output['apparent_mb']}, {output['on_disk_mb']} | {row['new_rows_mb']} | {row['holes_filled_mb']}" if output else "– | – | –")
                    + f" | {'holds' if row['holds'] else 'does not hold'} |\n")


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return {"cpu": cpu, "cores": os.cpu_count(), "system": platform.release(), "date": time.strftime("%Y-%m-%d"), "load": round(os.getloadavg()[0], 1)}


def print_row(row):
    print(f"{row['run']}: {row['wall_s']} s wall, {row['cpu_s']} s CPU, peak {row['peak_mb']} MB; input {row['of']}"
          + (f"; output {row['output']}, of it {row['new_rows_mb']} MB new rows, {row['holes_filled_mb']} MB of holes filled" if "output" in row else
             f"; process start alone {row['process_start_cpu_s']} s CPU")
          + ("" if row["holds"] else "  <-- does not hold"))


# ---- fastText ------------------------------------------------------------------------------------------------

def make_vectors(path, first_words):
    """Format version 12: arguments, a real dictionary, a matrix that is a hole but for some runs of rows."""
    import numpy as np
    words, seen = [], set()
    for word in [*first_words, *invented_words()]:
        if word not in seen:
            seen.add(word)
            words.append(word)
        if len(words) == WORDS:
            break
    with open(path + ".new", "wb") as f:
        f.write(struct.pack("<ii", 793712314, 12))
        f.write(struct.pack("<12id", DIMENSION, 5, 5, 5, 5, 1, 1, 1, BUCKETS, 3, 6, 100, 1e-4))
        f.write(struct.pack("<iiiqq", WORDS, WORDS, 0, 10 * WORDS, -1))
        f.write(b"".join(word.encode() + b"\0" + struct.pack("<qb", 10 * WORDS // (index + 1) + 5, 0) for index, word in enumerate(words)))
        f.write(struct.pack("<bqq", 0, WORDS + BUCKETS, DIMENSION))
        start = f.tell()
        rng = np.random.default_rng(len(first_words))
        row_bytes = 4 * DIMENSION
        # Rows of the frequent words, and runs of bucket rows all over the matrix.
        for row in [0, *range(WORDS, WORDS + BUCKETS, BUCKETS // 400)]:
            count = 20_000 if row == 0 else 100
            f.seek(start + row * row_bytes)
            f.write((rng.standard_normal((count, DIMENSION), dtype=np.float32) * 0.1).tobytes())
        f.seek(start + (WORDS + BUCKETS) * row_bytes)
        f.write(struct.pack("<bqq", 0, 1, DIMENSION) + bytes(row_bytes))
    os.rename(path + ".new", path)


def invented_words():
    syllables = [c + v for c in "bcdfghjklmnprstvwyz" for v in "aeiou"] + list("aeiou")
    yield "</s>"
    base = len(syllables)
    for number in range(1, 10 * WORDS):
        word, rest = "", number * 7919 % (base ** 4)      # a fixed walk over words of up to four syllables
        while rest:
            word, rest = word + syllables[rest % base], rest // base
        yield word
        yield word + "n"


def make_text_vectors(path, words):
    import numpy as np
    rng = np.random.default_rng(2)
    words = list(dict.fromkeys(words))
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"{len(words)} {DIMENSION}\n")
        for word in words:
            f.write(word + " " + " ".join(f"{v:.4f}" for v in rng.standard_normal(DIMENSION)) + "\n")


# ---- models --------------------------------------------------------------------------------------------------

def make_bert(path, tokenizer):
    if os.path.exists(path):
        return
    rows = 30522
    tensors = [("bert.embeddings.word_embeddings.weight", (rows, BERT_HIDDEN), True),
               ("bert.embeddings.position_embeddings.weight", (512, BERT_HIDDEN), False),
               ("bert.embeddings.token_type_embeddings.weight", (2, BERT_HIDDEN), False), ("cls.predictions.bias", (rows,), True)]
    for layer in range(BERT_LAYERS):
        prefix = f"bert.encoder.layer.{layer}."
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            tensors += [(prefix + name + ".weight", (BERT_HIDDEN, BERT_HIDDEN), False), (prefix + name + ".bias", (BERT_HIDDEN,), False)]
        tensors += [(prefix + "intermediate.dense.weight", (BERT_INNER, BERT_HIDDEN), False), (prefix + "intermediate.dense.bias", (BERT_INNER,), False),
                    (prefix + "output.dense.weight", (BERT_HIDDEN, BERT_INNER), False), (prefix + "output.dense.bias", (BERT_HIDDEN,), False)]
    os.makedirs(path + ".new")
    write_shard(os.path.join(path + ".new", "model.safetensors"), tensors, "F32")
    write_json(path + ".new", "config.json", {
        "architectures": ["BertForMaskedLM"], "model_type": "bert", "hidden_size": BERT_HIDDEN, "num_hidden_layers": BERT_LAYERS,
        "vocab_size": rows, "max_position_embeddings": 512, "pad_token_id": 0})
    finish(path, tokenizer)


def make_llama(path, tokenizer):
    """The shape of Llama 2 7B in bfloat16, head not tied, in shards of at most 5 GB."""
    if os.path.exists(path):
        return
    rows = 32000
    tensors = [("model.embed_tokens.weight", (rows, HIDDEN), True)]
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}."
        tensors += [(f"{prefix}self_attn.{name}_proj.weight", (HIDDEN, HIDDEN), False) for name in "qkvo"]
        tensors += [(f"{prefix}mlp.{name}_proj.weight", (HIDDEN, INNER) if name == "down" else (INNER, HIDDEN), False) for name in ("gate", "up", "down")]
        tensors += [(f"{prefix}{name}_layernorm.weight", (HIDDEN,), False) for name in ("input", "post_attention")]
    tensors += [("model.norm.weight", (HIDDEN,), False), ("lm_head.weight", (rows, HIDDEN), True)]
    shards, used = [[]], 0
    for tensor in tensors:
        length = 2 * count(tensor[1])
        if used + length > SHARD_BYTES:
            shards.append([])
            used = 0
        shards[-1].append(tensor)
        used += length
    os.makedirs(path + ".new")
    places = {}
    for index, shard in enumerate(shards):
        name = f"model-{index + 1:05}-of-{len(shards):05}.safetensors"
        write_shard(os.path.join(path + ".new", name), shard, "BF16")
        places.update((tensor[0], name) for tensor in shard)
    write_json(path + ".new", "model.safetensors.index.json", {
        "metadata": {"total_size": sum(2 * count(tensor[1]) for tensor in tensors)}, "weight_map": dict(sorted(places.items()))})
    write_json(path + ".new", "config.json", {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": HIDDEN, "intermediate_size": INNER,
        "num_hidden_layers": LAYERS, "num_attention_heads": 32, "vocab_size": rows, "tie_word_embeddings": False,
        "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "bfloat16"})
    finish(path, tokenizer)


def write_shard(path, tensors, kind):
    """A safetensors file whose tensors are holes, but for those marked as filled."""
    import numpy as np
    width = {"F32": 4, "BF16": 2}[kind]
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape, _ in tensors:
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [offset, offset + width * count(shape)]}
        offset += width * count(shape)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    rng = np.random.default_rng(1)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        start = f.tell()
        f.truncate(start + offset)
        for name, shape, filled in tensors:
            if not filled:
                continue
            f.seek(start + header[name]["data_offsets"][0])
            for first in range(0, shape[0], 1024):
                values = rng.standard_normal((min(1024, shape[0] - first), *shape[1:]), dtype=np.float32) * np.float32(0.02)
                f.write(values.tobytes() if width == 4 else (values.view(np.uint32) >> 16).astype(np.uint16).tobytes())


def vocabulary(output):
    with open(os.path.join(output, "calque.manifest.json"), encoding="utf-8") as f:
        manifest = json.load(f)
    for tensor in manifest["tensors"]:
        header = read_header(output, tensor["tensor"])
        shape, (start, end) = header["shape"], header["data_offsets"]
        yield {"rows": shape[0], "row_bytes": (end - start) // shape[0]}


def read_header(folder, name):
    for file in sorted(os.listdir(folder)):
        if file.endswith(".safetensors"):
            with open(os.path.join(folder, file), "rb") as f:
                header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
            if name in header:
                return header[name]
    raise KeyError(name)


def other_data(model):
    """MB of the source's weights that are not its filled tensors: headers, edges of holes."""
    filled = 0
    for file in sorted(os.listdir(model)):
        if file.endswith(".safetensors"):
            with open(os.path.join(model, file), "rb") as f:
                header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
            for name, tensor in header.items():
                if "embed_tokens" in name or "lm_head" in name or "word_embeddings" in name:
                    filled += tensor["data_offsets"][1] - tensor["data_offsets"][0]
    return weights(model)["on_disk_mb"] - filled / 1e6


def finish(path, tokenizer):
    for name in os.listdir(tokenizer):
        if os.path.isfile(os.path.join(tokenizer, name)):
            shutil.copy(os.path.join(tokenizer, name), path + ".new")
    os.rename(path + ".new", path)


def write_json(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
        json.dump(value, f, indent=2)


def count(shape):
    product = 1
    for axis in shape:
        product *= axis
    return product


if __name__ == "__main__":
    main()
