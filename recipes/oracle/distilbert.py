"""DistilBERT (Sanh et al. 2019): BERT's layer under other names, no token types, no pooler. Heads: mlm, seqcls, tokcls, qa.

Names and defaults: huggingface/transformers, models/distilbert/modeling_distilbert.py. config.json says dim, n_layers, n_heads, hidden_dim, activation;
the layer-norm eps is 1e-12 and not configurable. The masked head is vocab_transform, activation, vocab_layer_norm, vocab_projector, whose weight is
the input embedding and whose bias is stored. The classifier takes the first token: pre_classifier, relu, classifier."""
import torch

from bert import draw_linear, draw_norm, encoder_head
from layers import ACTIVATIONS, attend, cross_entropy, join_heads, layer_norm, linear, split_heads, visible_keys

ARCHITECTURES = {
    "mlm": "DistilBertForMaskedLM", "seqcls": "DistilBertForSequenceClassification",
    "tokcls": "DistilBertForTokenClassification", "qa": "DistilBertForQuestionAnswering",
}
EPS = 1e-12


def draw_weights(draw, config, head):
    w, width = {}, config["dim"]
    labels = len(config.get("id2label", {0: "", 1: ""}))
    w["distilbert.embeddings.word_embeddings.weight"] = draw.normal(config["vocab_size"], width, std=0.05)
    w["distilbert.embeddings.position_embeddings.weight"] = draw.normal(config["max_position_embeddings"], width, std=0.05)
    draw_norm(draw, w, "distilbert.embeddings.LayerNorm", width)
    for n in range(config["n_layers"]):
        layer = f"distilbert.transformer.layer.{n}."
        for part in ("q_lin", "k_lin", "v_lin", "out_lin"):
            draw_linear(draw, w, layer + "attention." + part, width, width)
        draw_norm(draw, w, layer + "sa_layer_norm", width)
        draw_linear(draw, w, layer + "ffn.lin1", width, config["hidden_dim"])
        draw_linear(draw, w, layer + "ffn.lin2", config["hidden_dim"], width)
        draw_norm(draw, w, layer + "output_layer_norm", width)
    if head == "mlm":
        draw_linear(draw, w, "vocab_transform", width, width)
        draw_norm(draw, w, "vocab_layer_norm", width)
        w["vocab_projector.bias"] = draw.normal(config["vocab_size"], std=0.1)
    elif head == "seqcls":
        draw_linear(draw, w, "pre_classifier", width, width)
        draw_linear(draw, w, "classifier", width, labels)
    elif head == "tokcls":
        draw_linear(draw, w, "classifier", width, labels)
    elif head == "qa":
        draw_linear(draw, w, "qa_outputs", width, 2)
    return w


def run(w, config, head, inputs):
    ids, mask, heads = inputs["input_ids"], inputs["attention_mask"], config["n_heads"]
    act = ACTIVATIONS[config["activation"]]
    embedding = w["distilbert.embeddings.word_embeddings.weight"]
    x = embedding[ids] + w["distilbert.embeddings.position_embeddings.weight"][:ids.shape[1]]
    x = layer_norm(w, "distilbert.embeddings.LayerNorm", x, EPS)
    hidden, scale = [x], (config["dim"] // heads) ** -0.5
    for n in range(config["n_layers"]):
        layer = f"distilbert.transformer.layer.{n}."
        q, k, v = (split_heads(linear(w, layer + "attention." + part, x), heads) for part in ("q_lin", "k_lin", "v_lin"))
        mixed = linear(w, layer + "attention.out_lin", join_heads(attend(q, k, v, visible_keys(mask), scale)))
        x = layer_norm(w, layer + "sa_layer_norm", mixed + x, EPS)
        inner = linear(w, layer + "ffn.lin2", act(linear(w, layer + "ffn.lin1", x)))
        x = layer_norm(w, layer + "output_layer_norm", inner + x, EPS)
        hidden.append(x)
    outputs = {f"hidden.{n}": h for n, h in enumerate(hidden)}
    if head == "mlm":
        logits = layer_norm(w, "vocab_layer_norm", act(linear(w, "vocab_transform", x)), EPS) @ embedding.T + w["vocab_projector.bias"]
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    elif head == "seqcls":
        logits = linear(w, "classifier", torch.relu(linear(w, "pre_classifier", x[:, 0])))
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    else:
        outputs.update(encoder_head(w, head, x, inputs))
    return outputs
