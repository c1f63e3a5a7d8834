"""T5 (Raffel et al. 2020) and mT5 / T5 v1.1 (Xue et al. 2021): encoder and decoder with RMS norm before each part and relative positions. Head: seq2seq.

Names and defaults: huggingface/transformers, models/t5/{modeling,configuration}_t5.py. `shared` embeds both sides, without a scale and without positions. No
biases; scores are not divided by sqrt(d_kv). A learnt bias for each bucket of distance and head is added to the scores of self-attention in
all layers; the table stands in block 0 of each side; cross-attention has none. feed_forward_proj "relu" (wi, wo) or "gated-gelu"
(gelu_new(wi_0 x) * wi_1 x, wo). layer_norm_epsilon 1e-6, relative_attention_num_buckets 32, relative_attention_max_distance 128 and
tie_word_embeddings true where absent. Tied: the decoder's last state times d_model^-0.5 goes through `shared`; untied: through lm_head, without that factor.
Training: decoder_input_ids are the labels moved right behind decoder_start_token_id, -100 in them replaced by pad_token_id."""
import math

import torch

from layers import attend, causal, cross_entropy, gelu_tanh, join_heads, linear, rms_norm, split_heads, visible_keys

ARCHITECTURES = {"seq2seq": "T5ForConditionalGeneration"}
FINAL_GAIN = 24.0


def draw_block(draw, w, config, prefix, first, decoder):
    width, inner, heads = config["d_model"], config["num_heads"] * config["d_kv"], config["num_heads"]
    parts = ["SelfAttention", "EncDecAttention"] if decoder else ["SelfAttention"]
    for n, part in enumerate(parts):
        for letter in "qkv":  # scores are not scaled: smaller queries keep the softmax from choosing one key
            w[f"{prefix}layer.{n}.{part}.{letter}.weight"] = draw.normal(inner, width, std=0.1 if letter == "q" else 0.25)
        w[f"{prefix}layer.{n}.{part}.o.weight"] = draw.normal(width, inner)
        if first and part == "SelfAttention":
            w[f"{prefix}layer.{n}.{part}.relative_attention_bias.weight"] = draw.normal(config.get("relative_attention_num_buckets", 32), heads, std=0.5)
        w[f"{prefix}layer.{n}.layer_norm.weight"] = draw.normal(width, std=0.2, mean=1.0)
    dense = f"{prefix}layer.{len(parts)}."
    for name in ("wi_0", "wi_1") if config["feed_forward_proj"].startswith("gated-") else ("wi",):
        w[f"{dense}DenseReluDense.{name}.weight"] = draw.normal(config["d_ff"], width)
    w[f"{dense}DenseReluDense.wo.weight"] = draw.normal(width, config["d_ff"])
    w[f"{dense}layer_norm.weight"] = draw.normal(width, std=0.2, mean=1.0)


def layer_counts(config):
    """num_decoder_layers absent means num_layers."""
    return {"encoder": config["num_layers"], "decoder": config.get("num_decoder_layers") or config["num_layers"]}


def draw_weights(draw, config, head):
    w, width = {}, config["d_model"]
    w["shared.weight"] = draw.normal(config["vocab_size"], width, std=0.1)
    for side, count in layer_counts(config).items():
        for n in range(count):
            draw_block(draw, w, config, f"{side}.block.{n}.", n == 0, side == "decoder")
        w[f"{side}.final_layer_norm.weight"] = draw.normal(width, std=0.2, mean=1.0)
    if config.get("tie_word_embeddings", True):
        w["decoder.final_layer_norm.weight"] *= FINAL_GAIN
    else:
        w["lm_head.weight"] = draw.normal(config["vocab_size"], width, std=0.5)
    return w


def bucket(distance, bidirectional, buckets, furthest):
    """The bucket of a distance = key position - query position. Encoder: half of the buckets for keys after the query. Of the rest, half hold one
    distance each; the others grow logarithmically up to `furthest`, and all that is further shares the last."""
    base = 0
    if bidirectional:
        buckets //= 2
        base = buckets if distance > 0 else 0
        distance = abs(distance)
    else:
        distance = max(-distance, 0)
    exact = buckets // 2
    if distance < exact:
        return base + distance
    return base + min(exact + int(math.log(distance / exact) / math.log(furthest / exact) * (buckets - exact)), buckets - 1)


def position_bias(w, config, side, queries, keys):
    """[1, H, queries, keys]"""
    buckets, furthest = config.get("relative_attention_num_buckets", 32), config.get("relative_attention_max_distance", 128)
    table = torch.tensor([[bucket(k - q, side == "encoder", buckets, furthest) for k in range(keys)] for q in range(queries)])
    return w[f"{side}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"][table].permute(2, 0, 1)[None]


def attention(w, name, heads, x, memory, visible, bias):
    q = split_heads(linear(w, name + ".q", x), heads)
    k, v = (split_heads(linear(w, f"{name}.{letter}", memory), heads) for letter in "kv")
    return linear(w, name + ".o", join_heads(attend(q, k, v, visible, 1.0, bias)))


def feed_forward(w, config, name, x):
    if config["feed_forward_proj"] == "gated-gelu":
        inner = gelu_tanh(linear(w, name + ".wi_0", x)) * linear(w, name + ".wi_1", x)
    elif config["feed_forward_proj"] == "relu":
        inner = torch.relu(linear(w, name + ".wi", x))
    else:
        raise ValueError(config["feed_forward_proj"])
    return linear(w, name + ".wo", inner)


def stack(w, config, side, ids, mask, memory=None, memory_mask=None):
    eps, heads = config.get("layer_norm_epsilon", 1e-6), config["num_heads"]
    x = w["shared.weight"][ids]
    visible = visible_keys(mask) if side == "encoder" else causal(mask)
    bias = position_bias(w, config, side, ids.shape[1], ids.shape[1])
    hidden = [x]
    for n in range(layer_counts(config)[side]):
        block = f"{side}.block.{n}.layer."
        y = rms_norm(w, block + "0.layer_norm", x, eps)
        x = x + attention(w, block + "0.SelfAttention", heads, y, y, visible, bias)
        if side == "decoder":
            y = rms_norm(w, block + "1.layer_norm", x, eps)
            x = x + attention(w, block + "1.EncDecAttention", heads, y, memory, visible_keys(memory_mask), None)
        last = "2" if side == "decoder" else "1"
        x = x + feed_forward(w, config, block + last + ".DenseReluDense", rms_norm(w, block + last + ".layer_norm", x, eps))
        hidden.append(x)
    hidden[-1] = rms_norm(w, side + ".final_layer_norm", x, eps)
    return hidden


def vocabulary_logits(w, config, x):
    if config.get("tie_word_embeddings", True):
        return x * config["d_model"] ** -0.5 @ w["shared.weight"].T
    return x @ w["lm_head.weight"].T


def shift_right(labels, start, padding):
    shifted = torch.cat([torch.full_like(labels[:, :1], start), labels[:, :-1]], 1)
    return torch.where(shifted == -100, torch.tensor(padding), shifted)


def run(w, config, head, inputs):
    memory = stack(w, config, "encoder", inputs["input_ids"], inputs["attention_mask"])
    hidden = stack(w, config, "decoder", inputs["decoder_input_ids"], inputs["decoder_attention_mask"], memory[-1], inputs["attention_mask"])
    logits = vocabulary_logits(w, config, hidden[-1])
    outputs = {f"encoder.hidden.{n}": h for n, h in enumerate(memory)}
    outputs.update({f"decoder.hidden.{n}": h for n, h in enumerate(hidden)})
    outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    return outputs


def next_logits(w, config, ids, memory, memory_mask):
    """Logits for the token after each of the rows of ids, [B, V]; memory is the encoder's last state."""
    hidden = stack(w, config, "decoder", ids, torch.ones_like(ids), memory, memory_mask)
    return vocabulary_logits(w, config, hidden[-1][:, -1:])[:, 0]
