"""Writes the model directories and goldens: fixtures.py FOLDER [NAME...]. See README.md for what is in them."""
import json
import os
import sys
import zlib

import torch

import bert
import tensors
from layers import Draw

torch.set_num_threads(1)
LENGTHS = (9, 5, 11)  # the shortest in the middle, the longest last
FAMILIES = {"bert": bert}
LABELS = {str(i): f"LABEL_{i}" for i in range(3)}

BERT = dict(
    model_type="bert", vocab_size=48, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=40, hidden_act="gelu",
    hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, max_position_embeddings=24, type_vocab_size=2, layer_norm_eps=1e-12,
    pad_token_id=0, position_embedding_type="absolute", initializer_range=0.02)


def case(family, head, config, **how):
    """lengths: tokens of each text; pair: two segments; store: type of the file; shards; legacy: how old checkpoints name things."""
    config = {"architectures": [FAMILIES[family].ARCHITECTURES[head]], **config}
    if head in ("seqcls", "tokcls"):
        config["id2label"], config["label2id"] = LABELS, {label: int(i) for i, label in LABELS.items()}
    return {"family": family, "head": head, "config": config, "lengths": LENGTHS, "store": torch.float32, **how}


CASES = {
    "bert-mlm": case("bert", "mlm", BERT),
    "bert-mlm-legacy": case("bert", "mlm", BERT, legacy=True),
    "bert-seqcls-single": case("bert", "seqcls", BERT),
    "bert-seqcls-pair": case("bert", "seqcls", BERT, pair=True),
    "bert-tokcls": case("bert", "tokcls", BERT),
    "bert-qa": case("bert", "qa", BERT, pair=True),
}


def draw_inputs(draw, case):
    config, lengths = case["config"], case["lengths"]
    count, padding = max(lengths), config.get("pad_token_id", 0)
    mask = torch.tensor([[1] * n + [0] * (count - n) for n in lengths])
    ids = draw.integers(6, config["vocab_size"], len(lengths), count)  # 0 to 5 are left to special tokens
    ids = torch.where(mask == 1, ids, torch.tensor(padding))
    inputs = {"input_ids": ids, "attention_mask": mask}
    if case.get("pair") and config.get("type_vocab_size", 0) > 1:
        inputs["token_type_ids"] = torch.tensor([[0] * (n // 2) + [1] * (n - n // 2) + [0] * (count - n) for n in lengths])
    elif config["model_type"] == "bert":
        inputs["token_type_ids"] = torch.zeros_like(ids)
    head = case["head"]
    if head == "mlm":
        labels = draw.integers(6, config["vocab_size"], len(lengths), count)
        chosen = (draw.integers(0, 10, len(lengths), count) < 3) & (mask == 1)
        chosen[:, 2] = True
        inputs["labels"] = torch.where(chosen, labels, torch.tensor(-100))
    elif head == "clm":
        inputs["labels"] = torch.where(mask == 1, ids, torch.tensor(-100))
    elif head == "seqcls":
        inputs["labels"] = draw.integers(0, 3, len(lengths))
    elif head == "tokcls":
        labels = draw.integers(0, 3, len(lengths), count)
        labels[:, 0] = -100  # as for [CLS] and for the second piece of a word
        labels[:, 3] = -100
        inputs["labels"] = torch.where(mask == 1, labels, torch.tensor(-100))
    elif head == "qa":
        start = torch.tensor([n // 2 for n in lengths])
        inputs["start_positions"] = start
        inputs["end_positions"] = start + draw.integers(0, 2, len(lengths))
    return inputs


def run(case, weights, inputs, kind):
    """Outputs and gradients, computed in the type `kind`."""
    w = {name: t.to(kind).requires_grad_() for name, t in weights.items()}
    outputs = FAMILIES[case["family"]].run(w, case["config"], case["head"], inputs)
    outputs["loss"].backward()
    results = {name: t.detach() for name, t in outputs.items()}
    results["loss"] = results["loss"].reshape(1)
    for name, t in w.items():
        results["grad." + name] = t.grad if t.grad is not None else torch.zeros_like(t)
    return blank_padding(results, inputs)


def blank_padding(results, inputs):
    """Rows of padding mean nothing: they are stored as 0."""
    mask = inputs["attention_mask"]
    for name, t in results.items():
        here = inputs.get("decoder_attention_mask") if name.startswith(("decoder.", "logits")) and "decoder_attention_mask" in inputs else mask
        if not name.startswith("grad.") and t.dim() >= 2 and t.shape[:2] == here.shape:
            results[name] = t * here.reshape(here.shape + (1,) * (t.dim() - 2)).to(t.dtype)
    return results


def deviation(results, truth):
    """The largest |a - b| of a tensor over its scale: the largest |b| in it, or 1e-2 of the largest |b| of its kind (gradients, outputs)
    where that is more: gradients that are zero by mathematics (the bias of an attention key) have no scale of their own."""
    largest = {}
    for name, t in truth.items():
        kind = name.startswith("grad.")
        largest[kind] = max(largest.get(kind, 0.0), t.abs().max().item())
    worst = {True: (0.0, ""), False: (0.0, "")}
    for name, t in truth.items():
        kind = name.startswith("grad.")
        scale = max(t.abs().max().item(), 1e-2 * largest[kind])
        worst[kind] = max(worst[kind], ((results[name].double() - t.double()).abs().max().item() / scale, name))
    return worst[False], worst[True]


def legacy_names(case, weights, draw):
    """What checkpoints of 2018 and 2019 hold: other names of the norms, buffers, heads that are not asked for."""
    width = case["config"].get("hidden_size")
    new_names = {n: n.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta") for n in weights}
    others = {
        "bert.embeddings.position_ids": torch.arange(case["config"]["max_position_embeddings"])[None],
        "bert.pooler.dense.weight": draw.normal(width, width), "bert.pooler.dense.bias": draw.normal(width),
        "cls.seq_relationship.weight": draw.normal(2, width), "cls.seq_relationship.bias": draw.normal(2),
        "cls.predictions.decoder.weight": weights["bert.embeddings.word_embeddings.weight"].clone(),
    }
    return new_names, others


def stored(t, kind):
    return t.to(kind) if t.is_floating_point() else t


def write_weights(folder, case, weights):
    shards = case.get("shards", 1)
    if shards == 1:
        tensors.save(os.path.join(folder, "model.safetensors"), weights)
        return
    names, index = sorted(weights), {}
    for n in range(shards):
        file = f"model-{n + 1:05d}-of-{shards:05d}.safetensors"
        part = {name: weights[name] for name in names[n * len(names) // shards:(n + 1) * len(names) // shards]}
        tensors.save(os.path.join(folder, file), part)
        index.update({name: file for name in part})
    total = sum(t.numel() * t.element_size() for t in weights.values())
    with open(os.path.join(folder, "model.safetensors.index.json"), "w") as out:
        json.dump({"metadata": {"total_size": total}, "weight_map": index}, out, indent=2)
        out.write("\n")


def write_case(root, name, case):
    folder = os.path.join(root, name)
    os.makedirs(folder, exist_ok=True)
    draw = Draw(zlib.crc32(case.get("weights_of", name).encode()))
    weights = FAMILIES[case["family"]].draw_weights(draw, case["config"], case["head"])
    weights = {n: t.to(case["store"]) for n, t in weights.items()}  # rounded first: the goldens are those of the stored weights
    inputs = draw_inputs(Draw(zlib.crc32(name.encode()) + 1), case)
    truth, single = run(case, weights, inputs, torch.float64), run(case, weights, inputs, torch.float32)
    others = {}
    if case.get("legacy"):
        new_names, others = legacy_names(case, weights, draw)
        weights = {new_names[n]: t for n, t in weights.items()}
        truth, single = ({"grad." + new_names[n[5:]] if n.startswith("grad.") else n: t for n, t in results.items()} for results in (truth, single))
    write_weights(folder, case, {**weights, **{n: stored(t, case["store"]) for n, t in others.items()}})
    config = {**case["config"], "torch_dtype": str(case["store"]).split(".")[1]}
    with open(os.path.join(folder, "config.json"), "w") as out:
        json.dump(config, out, indent=2)
        out.write("\n")
    tensors.save(os.path.join(folder, "golden.safetensors"), {**inputs, **{n: t.float() for n, t in truth.items()}})
    (outputs, where), (gradients, at) = deviation(single, truth)
    size = sum(os.path.getsize(os.path.join(folder, f)) for f in os.listdir(folder))
    print(f"| {name} | {truth['loss'].item():.4f} | {outputs:.1e} {where} | {gradients:.1e} {at} | {size / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    print("| fixture | loss | float32, outputs | float32, gradients | KiB |\n|---|---:|---:|---:|---:|")
    for name in sys.argv[2:] or CASES:
        write_case(sys.argv[1], name, CASES[name])
