"""GPT-2 (Radford et al. 2019): pre-norm decoder with learnt positions. Heads: clm, seqcls, tokcls, qa.

Names and defaults: huggingface/transformers, models/gpt2/{modeling,configuration}_gpt2.py. Prefix "transformer."; the first checkpoints have none and hold the
causal mask as a buffer (h.N.attn.bias). c_attn, c_proj and c_fc are Conv1D: stored [in, out], y = x W + b; c_attn gives q, k and v side by side.
n_inner absent or null means 4 n_embd; activation_function "gelu_new"; layer_norm_epsilon 1e-5; scale_attn_weights true,
scale_attn_by_inverse_layer_idx and reorder_and_upcast_attn false where absent. The head is the input embedding, without a bias. `score` (no bias) reads the last token that is
not padding; token classification has `classifier` with a bias, questions `qa_outputs`."""
import torch

from bert import draw_linear, draw_norm, encoder_head
from layers import ACTIVATIONS, attend, causal, cross_entropy, join_heads, last_token, layer_norm, linear, next_token_loss, split_heads

ARCHITECTURES = {"clm": "GPT2LMHeadModel", "seqcls": "GPT2ForSequenceClassification", "tokcls": "GPT2ForTokenClassification",
                 "qa": "GPT2ForQuestionAnswering"}
FINAL_GAIN = 6.0  # of the last norm: logits through a tied embedding of small values would be all alike


def draw_weights(draw, config, head):
    w, width = {}, config["n_embd"]
    inner = config.get("n_inner") or 4 * width
    labels = len(config.get("id2label", {0: "", 1: ""}))
    w["transformer.wte.weight"] = draw.normal(config["vocab_size"], width, std=0.1)
    w["transformer.wpe.weight"] = draw.normal(config["n_positions"], width, std=0.05)
    for n in range(config["n_layer"]):
        layer = f"transformer.h.{n}."
        for name, rows, columns in (("attn.c_attn", width, 3 * width), ("attn.c_proj", width, width), ("mlp.c_fc", width, inner), ("mlp.c_proj", inner, width)):
            w[layer + name + ".weight"] = draw.normal(rows, columns)
            w[layer + name + ".bias"] = draw.normal(columns, std=0.1)
        draw_norm(draw, w, layer + "ln_1", width)
        draw_norm(draw, w, layer + "ln_2", width)
    draw_norm(draw, w, "transformer.ln_f", width)
    if head == "clm":
        w["transformer.ln_f.weight"] *= FINAL_GAIN
    elif head == "seqcls":
        w["score.weight"] = draw.normal(labels, width)
    elif head == "tokcls":
        draw_linear(draw, w, "classifier", width, labels)
    elif head == "qa":
        draw_linear(draw, w, "qa_outputs", width, 2)
    return w


def conv1d(w, name, x):
    return x @ w[name + ".weight"] + w[name + ".bias"]


def decode(w, config, ids, mask):
    width, heads, eps = config["n_embd"], config["n_head"], config["layer_norm_epsilon"]
    act = ACTIVATIONS[config["activation_function"]]
    x = w["transformer.wte.weight"][ids] + w["transformer.wpe.weight"][:ids.shape[1]]
    hidden = [x]
    for n in range(config["n_layer"]):
        layer = f"transformer.h.{n}."
        q, k, v = (split_heads(part, heads) for part in conv1d(w, layer + "attn.c_attn", layer_norm(w, layer + "ln_1", x, eps)).split(width, -1))
        scale = (width // heads) ** -0.5 if config.get("scale_attn_weights", True) else 1.0
        if config.get("scale_attn_by_inverse_layer_idx", False):
            scale = scale / (n + 1)
        x = x + conv1d(w, layer + "attn.c_proj", join_heads(attend(q, k, v, causal(mask), scale)))
        x = x + conv1d(w, layer + "mlp.c_proj", act(conv1d(w, layer + "mlp.c_fc", layer_norm(w, layer + "ln_2", x, eps))))
        hidden.append(x)
    hidden[-1] = layer_norm(w, "transformer.ln_f", x, eps)
    return hidden


def run(w, config, head, inputs):
    ids, mask = inputs["input_ids"], inputs["attention_mask"]
    hidden = decode(w, config, ids, mask)
    outputs, x = {f"hidden.{n}": h for n, h in enumerate(hidden)}, hidden[-1]
    if head == "clm":
        logits = x @ w["transformer.wte.weight"].T
        outputs.update(logits=logits, loss=next_token_loss(logits, inputs["labels"]))
    elif head == "seqcls":
        logits = linear(w, "score", x)[torch.arange(ids.shape[0]), last_token(mask)]
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    elif head == "tokcls":
        logits = linear(w, "classifier", x)
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    elif head == "qa":
        outputs.update(encoder_head(w, head, x, inputs))
    return outputs


def next_logits(w, config, ids):
    """Logits for the token after each of the rows of ids, [B, V]."""
    x = decode(w, config, ids, torch.ones_like(ids))[-1][:, -1]
    return x @ w["transformer.wte.weight"].T
