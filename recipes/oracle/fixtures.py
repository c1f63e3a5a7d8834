"""Writes the model directories and goldens: fixtures.py FOLDER [NAME...]. See README.md for what is in them."""
import json
import os
import sys
import zlib

import torch

import bert
import distilbert
import gpt2
import llama
import roberta
import t5
import tensors
from layers import Draw

torch.set_num_threads(1)
LENGTHS = (9, 5, 11)  # the shortest in the middle, the longest last
FAMILIES = {"bert": bert, "roberta": roberta, "distilbert": distilbert, "gpt2": gpt2, "llama": llama, "t5": t5}
LABELS = {str(i): f"LABEL_{i}" for i in range(3)}

BERT = dict(
    model_type="bert", vocab_size=48, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=24, hidden_act="gelu",
    hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, max_position_embeddings=24, type_vocab_size=2, layer_norm_eps=1e-12,
    pad_token_id=0, position_embedding_type="absolute", initializer_range=0.02)

ROBERTA = {**BERT, "model_type": "roberta", "max_position_embeddings": 26, "type_vocab_size": 1, "layer_norm_eps": 1e-5, "pad_token_id": 1,
           "bos_token_id": 0, "eos_token_id": 2}
XLMR = {**ROBERTA, "model_type": "xlm-roberta", "pad_token_id": 4, "max_position_embeddings": 29}
DISTILBERT = dict(
    model_type="distilbert", vocab_size=48, dim=16, n_layers=2, n_heads=4, hidden_dim=24, activation="gelu", dropout=0.0, attention_dropout=0.0,
    seq_classif_dropout=0.0, qa_dropout=0.0, max_position_embeddings=24, sinusoidal_pos_embds=False, pad_token_id=0, initializer_range=0.02)
GPT2 = dict(  # n_inner null; scale_attn_by_inverse_layer_idx and tie_word_embeddings absent, as in the first checkpoints
    model_type="gpt2", vocab_size=56, n_positions=32, n_ctx=32, n_embd=16, n_layer=2, n_head=4, n_inner=None, activation_function="gelu_new",
    resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, layer_norm_epsilon=1e-5, bos_token_id=1, eos_token_id=1, initializer_range=0.02)
LLAMA = dict(
    model_type="llama", vocab_size=56, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
    hidden_act="silu", max_position_embeddings=64, rms_norm_eps=1e-5, rope_theta=500000.0, attention_bias=False, attention_dropout=0.0, mlp_bias=False,
    tie_word_embeddings=False, bos_token_id=1, eos_token_id=2, initializer_range=0.02)
T5 = dict(
    model_type="t5", vocab_size=56, d_model=16, d_kv=6, d_ff=24, num_layers=2, num_decoder_layers=2, num_heads=4, feed_forward_proj="relu",
    relative_attention_num_buckets=32, relative_attention_max_distance=128, dropout_rate=0.0, layer_norm_epsilon=1e-6, is_encoder_decoder=True,
    pad_token_id=0, eos_token_id=1, decoder_start_token_id=0)
MT5 = {**T5, "model_type": "mt5", "feed_forward_proj": "gated-gelu", "tie_word_embeddings": False, "num_layers": 1}


def without(config, *names):
    return {name: value for name, value in config.items() if name not in names}


def case(family, head, config, **how):
    """seed: what is drawn from, else the fixture's name; lengths: tokens of each text; pair: two segments; store: type of the file; shards; legacy: how old checkpoints name things."""
    architecture = FAMILIES[family].ARCHITECTURES[head]
    if config["model_type"] == "xlm-roberta":
        architecture = architecture.replace("Roberta", "XLMRoberta")
    if config["model_type"] == "mt5":
        architecture = architecture.replace("T5", "MT5")
    config = {"architectures": [architecture], **config}
    if head in ("seqcls", "tokcls"):
        config["id2label"], config["label2id"] = LABELS, {label: int(i) for i, label in LABELS.items()}
        config["pad_token_id"] = config.get("pad_token_id", 3)
    return {"family": family, "head": head, "config": config, "lengths": LENGTHS, "store": torch.float32, **how}


CASES = {
    "bert-mlm": case("bert", "mlm", BERT),
    "bert-mlm-legacy": case("bert", "mlm", BERT, legacy=True),
    "bert-seqcls-single": case("bert", "seqcls", BERT),
    "bert-seqcls-pair": case("bert", "seqcls", BERT, pair=True),
    "bert-tokcls": case("bert", "tokcls", BERT),
    "bert-qa": case("bert", "qa", BERT, pair=True),
    "roberta-mlm": case("roberta", "mlm", ROBERTA),
    "roberta-seqcls-single": case("roberta", "seqcls", ROBERTA),
    "roberta-seqcls-pair": case("roberta", "seqcls", ROBERTA, pair=True),
    "roberta-tokcls": case("roberta", "tokcls", ROBERTA),
    "roberta-qa": case("roberta", "qa", ROBERTA, pair=True),
    "xlmr-mlm": case("roberta", "mlm", XLMR),
    "xlmr-seqcls-sharded": case("roberta", "seqcls", XLMR, shards=2),
    "distilbert-mlm": case("distilbert", "mlm", DISTILBERT),
    "distilbert-seqcls-single": case("distilbert", "seqcls", DISTILBERT),
    "distilbert-seqcls-pair": case("distilbert", "seqcls", DISTILBERT, pair=True),
    "distilbert-tokcls": case("distilbert", "tokcls", DISTILBERT),
    "distilbert-qa": case("distilbert", "qa", DISTILBERT, pair=True),
    "gpt2-clm": case("gpt2", "clm", GPT2),
    "gpt2-clm-legacy": case("gpt2", "clm", GPT2, legacy=True),
    "gpt2-clm-f16": case("gpt2", "clm", GPT2, store=torch.float16),
    "gpt2-clm-inverse-layer": case("gpt2", "clm", {**GPT2, "scale_attn_by_inverse_layer_idx": True, "n_inner": 24}),
    "gpt2-seqcls-single": case("gpt2", "seqcls", GPT2),
    "gpt2-tokcls": case("gpt2", "tokcls", GPT2),
    "gpt2-qa": case("gpt2", "qa", GPT2, pair=True),
    "llama-clm": case("llama", "clm", LLAMA),
    "llama-clm-one-key-head": case("llama", "clm", without({**LLAMA, "num_key_value_heads": 1, "tie_word_embeddings": True}, "rope_theta")),
    "llama-clm-all-key-heads": case("llama", "clm", without(LLAMA, "num_key_value_heads", "rope_theta", "rms_norm_eps", "tie_word_embeddings"), legacy=True),
    "llama-clm-head-dim": case("llama", "clm", {
        **without(LLAMA, "rope_theta"), "head_dim": 6, "rope_parameters": {"rope_theta": 1000.0, "rope_type": "default"}}),
    "llama-clm-bf16-sharded": case("llama", "clm", LLAMA, store=torch.bfloat16, shards=3),
    "llama-seqcls-single": case("llama", "seqcls", LLAMA),
    "llama-tokcls": case("llama", "tokcls", LLAMA, seed="llama-tokcls-2"),
    "t5-seq2seq": case("t5", "seq2seq", T5),
    "t5-seq2seq-long": case("t5", "seq2seq", {**T5, "num_layers": 1, "num_decoder_layers": 1}, lengths=(150,), target_lengths=(140,)),
    "mt5-seq2seq": case("t5", "seq2seq", MT5),
    "mt5-seq2seq-buckets": case("t5", "seq2seq", {**MT5, "num_decoder_layers": 1, "relative_attention_num_buckets": 8,
                                                          "relative_attention_max_distance": 12}, store=torch.bfloat16),
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
    elif head == "seq2seq":
        targets = case.get("target_lengths", (6, 8, 3))
        kept = torch.tensor([[1] * n + [0] * (max(targets) - n) for n in targets])
        labels = torch.where(kept == 1, draw.integers(6, config["vocab_size"], *kept.shape), torch.tensor(-100))
        labels[range(len(targets)), [n - 1 for n in targets]] = config["eos_token_id"]
        inputs["labels"], inputs["decoder_attention_mask"] = labels, kept
        inputs["decoder_input_ids"] = t5.shift_right(labels, config["decoder_start_token_id"], config["pad_token_id"])
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
    w = {name: t.detach().to(kind).clone().requires_grad_() for name, t in weights.items()}
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
    """What checkpoints of other years hold: other names, buffers, heads that are not asked for. Returns new name by name, and the other tensors."""
    config, names = case["config"], {n: n for n in weights}
    if case["family"] == "bert":  # 2018: gamma and beta, the pooler and the next-sentence head, the tied decoder written out
        width = config["hidden_size"]
        names = {n: n.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta") for n in weights}
        others = {
            "bert.embeddings.position_ids": torch.arange(config["max_position_embeddings"])[None],
            "bert.pooler.dense.weight": draw.normal(width, width), "bert.pooler.dense.bias": draw.normal(width),
            "cls.seq_relationship.weight": draw.normal(2, width), "cls.seq_relationship.bias": draw.normal(2),
            "cls.predictions.decoder.weight": weights["bert.embeddings.word_embeddings.weight"].clone(),
        }
    elif case["family"] == "gpt2":  # 2019: no prefix, the causal mask as a buffer
        count = config["n_positions"]
        names = {n: n.replace("transformer.", "", 1) for n in weights}
        others = {f"h.{n}.attn.bias": torch.ones(1, 1, count, count, dtype=torch.uint8).tril() for n in range(config["n_layer"])}
    else:  # Llama before 4.35: the frequencies as a buffer, here with wrong values: they are to be ignored
        others = {f"model.layers.{n}.self_attn.rotary_emb.inv_freq": torch.full((2,), 0.5) for n in range(config["num_hidden_layers"])}
    return names, others


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
    draw = Draw(zlib.crc32(case.get("seed", name).encode()))
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
