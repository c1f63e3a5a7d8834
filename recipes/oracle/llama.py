"""Llama (Touvron et al. 2023): pre-norm decoder with RMS norm, rotary positions, SwiGLU and grouped key heads. Heads: clm, seqcls, tokcls.

Names and defaults: huggingface/transformers, models/llama/{modeling,configuration}_llama.py. Prefix "model."; no biases (attention_bias and mlp_bias false).
num_key_value_heads absent means num_attention_heads; key head j serves the query heads j g to j g + g - 1 with g = heads / key heads; head_dim
absent means hidden_size / heads; rms_norm_eps 1e-6, rope_theta 10000 where absent (since version 5 of
the library it stands in rope_parameters); hidden_act "silu"; tie_word_embeddings false where absent.
The rotation pairs dimension i with i + head_dim / 2 ("half rotated"): checkpoints were permuted for it when they were converted. Old checkpoints hold
rotary_emb.inv_freq, which is to be ignored. `score` has no bias in sequence classification and one in token classification."""
import torch

from bert import draw_linear
from layers import ACTIVATIONS, attend, causal, cross_entropy, join_heads, last_token, linear, next_token_loss, rms_norm, split_heads

ARCHITECTURES = {"clm": "LlamaForCausalLM", "seqcls": "LlamaForSequenceClassification", "tokcls": "LlamaForTokenClassification"}
FINAL_GAIN = 6.0


def sizes(config):
    heads = config["num_attention_heads"]
    return heads, config.get("num_key_value_heads") or heads, config.get("head_dim") or config["hidden_size"] // heads


def draw_weights(draw, config, head):
    w, width = {}, config["hidden_size"]
    heads, key_heads, size = sizes(config)
    labels = len(config.get("id2label", {0: "", 1: ""}))
    w["model.embed_tokens.weight"] = draw.normal(config["vocab_size"], width, std=0.05)
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        w[layer + "input_layernorm.weight"] = draw.normal(width, std=0.2, mean=1.0)
        w[layer + "self_attn.q_proj.weight"] = draw.normal(heads * size, width)
        w[layer + "self_attn.k_proj.weight"] = draw.normal(key_heads * size, width)
        w[layer + "self_attn.v_proj.weight"] = draw.normal(key_heads * size, width)
        w[layer + "self_attn.o_proj.weight"] = draw.normal(width, heads * size)
        w[layer + "post_attention_layernorm.weight"] = draw.normal(width, std=0.2, mean=1.0)
        w[layer + "mlp.gate_proj.weight"] = draw.normal(config["intermediate_size"], width)
        w[layer + "mlp.up_proj.weight"] = draw.normal(config["intermediate_size"], width)
        w[layer + "mlp.down_proj.weight"] = draw.normal(width, config["intermediate_size"])
    w["model.norm.weight"] = draw.normal(width, std=0.2, mean=1.0)
    if head == "clm":
        if config.get("tie_word_embeddings", False):
            w["model.norm.weight"] *= 2 * FINAL_GAIN
        else:
            w["lm_head.weight"] = draw.normal(config["vocab_size"], width, std=0.5)
    elif head == "seqcls":
        w["score.weight"] = draw.normal(labels, width)
    elif head == "tokcls":
        draw_linear(draw, w, "score", width, labels)
    return w


def rotate(x, theta):
    """[B, H, T, d]: the pair (x_i, x_{i + d/2}) at position t is turned by the angle t theta^(-2i/d) (Su et al. 2021)."""
    size = x.shape[-1]
    frequencies = torch.tensor(float(theta), dtype=x.dtype) ** (-torch.arange(0, size, 2, dtype=x.dtype) / size)
    angles = torch.arange(x.shape[2], dtype=x.dtype)[:, None] * frequencies
    first, second = x[..., :size // 2], x[..., size // 2:]
    return torch.cat([first * angles.cos() - second * angles.sin(), second * angles.cos() + first * angles.sin()], -1)


def decode(w, config, ids, mask):
    heads, key_heads, size = sizes(config)
    eps = config.get("rms_norm_eps", 1e-6)
    theta = config.get("rope_theta") or config.get("rope_parameters", {}).get("rope_theta", 10000.0)
    act = ACTIVATIONS[config["hidden_act"]]
    x = w["model.embed_tokens.weight"][ids]
    hidden = [x]
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        y = rms_norm(w, layer + "input_layernorm", x, eps)
        q = rotate(split_heads(linear(w, layer + "self_attn.q_proj", y), heads), theta)
        k = rotate(split_heads(linear(w, layer + "self_attn.k_proj", y), key_heads), theta)
        v = split_heads(linear(w, layer + "self_attn.v_proj", y), key_heads)
        k, v = (t.repeat_interleave(heads // key_heads, 1) for t in (k, v))
        x = x + linear(w, layer + "self_attn.o_proj", join_heads(attend(q, k, v, causal(mask), size ** -0.5)))
        y = rms_norm(w, layer + "post_attention_layernorm", x, eps)
        x = x + linear(w, layer + "mlp.down_proj", act(linear(w, layer + "mlp.gate_proj", y)) * linear(w, layer + "mlp.up_proj", y))
        hidden.append(x)
    hidden[-1] = rms_norm(w, "model.norm", x, eps)
    return hidden


def vocabulary_logits(w, x):
    return x @ w["lm_head.weight" if "lm_head.weight" in w else "model.embed_tokens.weight"].T


def run(w, config, head, inputs):
    ids, mask = inputs["input_ids"], inputs["attention_mask"]
    hidden = decode(w, config, ids, mask)
    outputs, x = {f"hidden.{n}": h for n, h in enumerate(hidden)}, hidden[-1]
    if head == "clm":
        logits = vocabulary_logits(w, x)
        outputs.update(logits=logits, loss=next_token_loss(logits, inputs["labels"]))
    elif head == "seqcls":
        logits = linear(w, "score", x)[torch.arange(ids.shape[0]), last_token(mask)]
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    elif head == "tokcls":
        logits = linear(w, "score", x)
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    return outputs


def next_logits(w, config, ids):
    """Logits for the token after each of the rows of ids, [B, V]."""
    return vocabulary_logits(w, decode(w, config, ids, torch.ones_like(ids))[-1][:, -1])
