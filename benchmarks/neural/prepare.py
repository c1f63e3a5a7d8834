"""Writes what both sides read into a folder: prepare.py FOLDER (step | nusax | nusax-foreign | masakhanews) [--tasks FOLDER] [--vocabulary vocab.txt]

model/      a BERT of 6 layers x 256, 4 heads, inner width 1,024, vocabulary 8,192, 128 positions, drawn by the published rule (normal, 0.02)
data.safetensors, for `step`: 16 batches: input_ids [16, 32, 64], positions [16, 320] (flat places in a batch, ascending), labels [16, 320], all I64
data.safetensors, for the others: tokens (all texts behind one another), lengths [n], labels [n], all I64. The lengths are those of real texts in WordPiece,
cut at 128; the tokens are drawn, no text is written."""
import argparse
import csv
import gzip
import io
import json
import pathlib
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "recipes" / "oracle"))
import torch

import bert
import tensors
from layers import Draw

LAYERS, WIDTH, INNER, HEADS, VOCABULARY, POSITIONS = 6, 256, 1024, 4, 8192, 128
BATCHES, TEXTS, LENGTH, PREDICTED = 16, 32, 64, 320
KINDS = ("step", "nusax", "nusax-foreign", "masakhanews")
SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"  # beside the checkout


class PublishedDraw(Draw):
    """Normal with 0.02, norms 1, biases 0: what a model starts from."""

    def normal(self, *shape, std=0.25, mean=0.0):
        if len(shape) == 1:
            return torch.full(shape, mean)
        return torch.randn(*shape, generator=self.generator) * 0.02


def write_model(folder, head, dropout=0.1):
    config = dict(
        architectures=[bert.ARCHITECTURES[head]], model_type="bert", vocab_size=VOCABULARY, hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        intermediate_size=INNER, hidden_act="gelu", hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout, max_position_embeddings=POSITIONS,
        type_vocab_size=2, layer_norm_eps=1e-12, pad_token_id=0, initializer_range=0.02)
    if head == "seqcls":
        config["id2label"], config["label2id"] = {str(n): str(n) for n in range(3)}, {str(n): n for n in range(3)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    tensors.save(folder / "model.safetensors", {n: t.float() for n, t in bert.draw_weights(PublishedDraw(1), config, head).items()})


def draw_tokens(generator, *shape):
    """Ids from 6, frequent ones low, as in text (about Zipf)."""
    uniform = torch.rand(*shape, generator=generator)
    return (6 * (VOCABULARY / 6) ** uniform).long().clamp(6, VOCABULARY - 1)


def step_data(generator):
    positions = torch.stack([torch.randperm(TEXTS * LENGTH, generator=generator)[:PREDICTED].sort().values for _ in range(BATCHES)])
    return {"input_ids": draw_tokens(generator, BATCHES, TEXTS, LENGTH), "positions": positions, "labels": draw_tokens(generator, BATCHES, PREDICTED)}


def words(text):
    """BERT's first cut of an uncased text: lower case, no accents, punctuation apart."""
    text = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    return "".join(f" {c} " if unicodedata.category(c).startswith("P") or c in "$+<=>^`|~" else c for c in text).split()


def count_pieces(word, vocabulary):
    """Pieces of the longest-match-first cut; 1 (the unknown token) where there is none."""
    start, count = 0, 0
    while start < len(word):
        end = next((e for e in range(len(word), start, -1) if ("##" if start else "") + word[start:e] in vocabulary), None)
        if end is None:
            return 1
        start, count = end, count + 1
    return count


def read_texts(task, folder):
    """The train texts. nusax: English alone, cut by an English vocabulary as a language's own tokenizer cuts it; nusax-foreign: the ten other
    languages by the same vocabulary, half again as long; masakhanews: headline and text of three languages."""
    name = task.split("-")[0]
    for path in sorted((folder / name).glob("*/train*.gz")):
        if path.parent.name == "lexicon" or (name == "nusax" and (path.parent.name == "eng") != (task == "nusax")):
            continue
        rows = csv.DictReader(io.TextIOWrapper(gzip.open(path), "utf-8", newline=""), delimiter="\t" if ".tsv" in path.name else ",")
        for row in rows:
            yield row["text"] if name == "nusax" else row["headline"] + " " + row["text"]


def lengths_data(generator, task, folder, vocabulary):
    cache = {}
    lengths = []
    for text in read_texts(task, folder):
        total = 2
        for word in words(text):
            if word not in cache:
                cache[word] = count_pieces(word, vocabulary)
            total += cache[word]
        lengths.append(min(total, POSITIONS))
    lengths = torch.tensor(lengths)[torch.randperm(len(lengths), generator=generator)]
    tokens, last = draw_tokens(generator, int(lengths.sum())), lengths.cumsum(0)
    tokens[last - lengths], tokens[last - 1] = 2, 3  # [CLS], [SEP]
    return {"tokens": tokens, "lengths": lengths, "labels": torch.randint(0, 3, (len(lengths),), generator=generator)}


def prepare(folder, kind, tasks=SHARED / "tasks", vocabulary=SHARED / "tokenizers" / "bert-base-uncased" / "vocab.txt"):
    """The folder's model and data; a sentence on them."""
    folder, generator = pathlib.Path(folder), torch.Generator().manual_seed(2)
    write_model(folder / "model", "mlm" if kind == "step" else "seqcls")
    if kind == "step":
        tensors.save(folder / "data.safetensors", step_data(generator))
        return f"{TEXTS} x {LENGTH} tokens, {PREDICTED} predicted"
    pieces = set(pathlib.Path(vocabulary).read_text(encoding="utf-8").split("\n"))
    data = lengths_data(generator, kind, pathlib.Path(tasks), pieces)
    tensors.save(folder / "data.safetensors", data)
    lengths = data["lengths"]
    return (f"{kind}: {len(lengths)} texts of {lengths.double().mean():.1f} tokens (median {lengths.median()}, {(lengths == POSITIONS).double().mean():.0%} fill "
            f"{POSITIONS}); padding to {POSITIONS} is {POSITIONS / lengths.double().mean():.2f} times the tokens")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--tasks", default=SHARED / "tasks")
    parser.add_argument("--vocabulary", default=SHARED / "tokenizers" / "bert-base-uncased" / "vocab.txt")
    options = parser.parse_args()
    print(prepare(options.folder, options.kind, options.tasks, options.vocabulary))
