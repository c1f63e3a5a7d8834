"""BERT (Devlin et al. 2019): post-norm encoder with learnt positions and token types. Heads: mlm, seqcls, tokcls, qa.

Names and defaults: huggingface/transformers, models/bert/{modeling,configuration}_bert.py. Layer-norm eps 1e-12, activation "gelu" (erf), 2 token
types, padding id 0; the masked-language-model decoder is the input embedding, its bias is stored as cls.predictions.bias; the pooler
(bert.pooler.dense, tanh, first token) exists only under seqcls: the other heads are built with add_pooling_layer=False."""
import torch

from layers import ACTIVATIONS, attend, cross_entropy, join_heads, layer_norm, linear, span_loss, split_heads, visible_keys

ARCHITECTURES = {
    "mlm": "BertForMaskedLM", "seqcls": "BertForSequenceClassification",
    "tokcls": "BertForTokenClassification", "qa": "BertForQuestionAnswering",
}


def draw_linear(draw, w, name, inner, outer):
    w[name + ".weight"] = draw.normal(outer, inner)
    w[name + ".bias"] = draw.normal(outer, std=0.1)


def draw_norm(draw, w, name, width):
    w[name + ".weight"] = draw.normal(width, std=0.2, mean=1.0)
    w[name + ".bias"] = draw.normal(width, std=0.1)


def draw_encoder(draw, w, config, prefix):
    """Embeddings are drawn small, so that the eps of the norm is felt in the fifth digit."""
    width = config["hidden_size"]
    w[prefix + "embeddings.word_embeddings.weight"] = draw.normal(config["vocab_size"], width, std=0.05)
    w[prefix + "embeddings.position_embeddings.weight"] = draw.normal(config["max_position_embeddings"], width, std=0.05)
    w[prefix + "embeddings.token_type_embeddings.weight"] = draw.normal(config["type_vocab_size"], width, std=0.05)
    draw_norm(draw, w, prefix + "embeddings.LayerNorm", width)
    for n in range(config["num_hidden_layers"]):
        layer = f"{prefix}encoder.layer.{n}."
        for part in ("query", "key", "value"):
            draw_linear(draw, w, layer + "attention.self." + part, width, width)
        draw_linear(draw, w, layer + "attention.output.dense", width, width)
        draw_norm(draw, w, layer + "attention.output.LayerNorm", width)
        draw_linear(draw, w, layer + "intermediate.dense", width, config["intermediate_size"])
        draw_linear(draw, w, layer + "output.dense", config["intermediate_size"], width)
        draw_norm(draw, w, layer + "output.LayerNorm", width)


def draw_weights(draw, config, head):
    w, width = {}, config["hidden_size"]
    labels = len(config.get("id2label", {0: "", 1: ""}))
    draw_encoder(draw, w, config, "bert.")
    if head == "mlm":
        draw_linear(draw, w, "cls.predictions.transform.dense", width, width)
        draw_norm(draw, w, "cls.predictions.transform.LayerNorm", width)
        w["cls.predictions.bias"] = draw.normal(config["vocab_size"], std=0.1)
    elif head == "seqcls":
        draw_linear(draw, w, "bert.pooler.dense", width, width)
        draw_linear(draw, w, "classifier", width, labels)
    elif head == "tokcls":
        draw_linear(draw, w, "classifier", width, labels)
    elif head == "qa":
        draw_linear(draw, w, "qa_outputs", width, 2)
    return w


def encode(w, config, prefix, ids, mask, token_types, positions):
    """The hidden states: 0 the embeddings after their norm, then one for each layer, [B, T, D]."""
    eps, heads = config["layer_norm_eps"], config["num_attention_heads"]
    act = ACTIVATIONS[config["hidden_act"]]
    embeddings = prefix + "embeddings."
    x = w[embeddings + "word_embeddings.weight"][ids] + w[embeddings + "position_embeddings.weight"][positions]
    x = x + w[embeddings + "token_type_embeddings.weight"][token_types]
    x = layer_norm(w, embeddings + "LayerNorm", x, eps)
    hidden, scale = [x], (config["hidden_size"] // heads) ** -0.5
    for n in range(config["num_hidden_layers"]):
        layer = f"{prefix}encoder.layer.{n}."
        q, k, v = (split_heads(linear(w, layer + "attention.self." + part, x), heads) for part in ("query", "key", "value"))
        mixed = linear(w, layer + "attention.output.dense", join_heads(attend(q, k, v, visible_keys(mask), scale)))
        x = layer_norm(w, layer + "attention.output.LayerNorm", mixed + x, eps)
        inner = act(linear(w, layer + "intermediate.dense", x))
        x = layer_norm(w, layer + "output.LayerNorm", linear(w, layer + "output.dense", inner) + x, eps)
        hidden.append(x)
    return hidden


def encoder_head(w, head, x, inputs, prefix=""):
    """The two heads that BERT, RoBERTa and DistilBERT have under the same names: token classification and questions."""
    if head == "tokcls":
        logits = linear(w, "classifier", x)
        return {"logits": logits, "loss": cross_entropy(logits, inputs["labels"])}
    logits = linear(w, "qa_outputs", x)  # column 0: where the answer starts, 1: its last token
    padding = ~inputs["attention_mask"].bool()
    start, end = (logits[..., i].masked_fill(padding, float("-inf")) for i in (0, 1))
    return {
        "start_logits": logits[..., 0], "end_logits": logits[..., 1],
        "loss": span_loss(start, end, inputs["start_positions"], inputs["end_positions"]),
    }


def run(w, config, head, inputs):
    ids, mask = inputs["input_ids"], inputs["attention_mask"]
    token_types = inputs.get("token_type_ids", torch.zeros_like(ids))
    positions = torch.arange(ids.shape[1])[None].expand_as(ids)
    hidden = encode(w, config, "bert.", ids, mask, token_types, positions)
    outputs, x = {f"hidden.{n}": h for n, h in enumerate(hidden)}, hidden[-1]
    if head == "mlm":
        x = ACTIVATIONS[config["hidden_act"]](linear(w, "cls.predictions.transform.dense", x))
        x = layer_norm(w, "cls.predictions.transform.LayerNorm", x, config["layer_norm_eps"])
        logits = x @ w["bert.embeddings.word_embeddings.weight"].T + w["cls.predictions.bias"]
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    elif head == "seqcls":
        pooled = torch.tanh(linear(w, "bert.pooler.dense", x[:, 0]))
        logits = linear(w, "classifier", pooled)
        outputs.update(pooled=pooled, logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    else:
        outputs.update(encoder_head(w, head, x, inputs))
    return outputs
