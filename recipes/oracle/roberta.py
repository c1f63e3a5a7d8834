"""RoBERTa (Liu et al. 2019) and XLM-R (Conneau et al. 2020): BERT's encoder with other positions and heads. Heads: mlm, seqcls, tokcls, qa.

Names and defaults: huggingface/transformers, models/roberta/modeling_roberta.py and models/xlm_roberta. The prefix is "roberta." for both. Layer-norm
eps 1e-5, one token type (always 0). Positions count the ids that are not padding, from pad_token_id + 1; padding itself has position
pad_token_id. lm_head is dense, gelu (erf, whatever hidden_act says), layer_norm, then the input embedding with lm_head.bias. The
classifier takes the first token: dense, tanh, out_proj; there is no pooler."""
import torch

from bert import draw_encoder, draw_linear, draw_norm, encode, encoder_head
from layers import cross_entropy, gelu, layer_norm, linear

ARCHITECTURES = {
    "mlm": "RobertaForMaskedLM", "seqcls": "RobertaForSequenceClassification",
    "tokcls": "RobertaForTokenClassification", "qa": "RobertaForQuestionAnswering",
}


def draw_weights(draw, config, head):
    w, width = {}, config["hidden_size"]
    labels = len(config.get("id2label", {0: "", 1: ""}))
    draw_encoder(draw, w, config, "roberta.")
    if head == "mlm":
        draw_linear(draw, w, "lm_head.dense", width, width)
        draw_norm(draw, w, "lm_head.layer_norm", width)
        w["lm_head.bias"] = draw.normal(config["vocab_size"], std=0.1)
    elif head == "seqcls":
        draw_linear(draw, w, "classifier.dense", width, width)
        draw_linear(draw, w, "classifier.out_proj", width, labels)
    elif head == "tokcls":
        draw_linear(draw, w, "classifier", width, labels)
    elif head == "qa":
        draw_linear(draw, w, "qa_outputs", width, 2)
    return w


def positions(ids, padding):
    kept = (ids != padding).long()
    return torch.cumsum(kept, 1) * kept + padding


def run(w, config, head, inputs):
    ids, mask = inputs["input_ids"], inputs["attention_mask"]
    hidden = encode(w, config, "roberta.", ids, mask, torch.zeros_like(ids), positions(ids, config["pad_token_id"]))
    outputs, x = {f"hidden.{n}": h for n, h in enumerate(hidden)}, hidden[-1]
    if head == "mlm":
        x = layer_norm(w, "lm_head.layer_norm", gelu(linear(w, "lm_head.dense", x)), config["layer_norm_eps"])
        logits = x @ w["roberta.embeddings.word_embeddings.weight"].T + w["lm_head.bias"]
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    elif head == "seqcls":
        logits = linear(w, "classifier.out_proj", torch.tanh(linear(w, "classifier.dense", x[:, 0])))
        outputs.update(logits=logits, loss=cross_entropy(logits, inputs["labels"]))
    else:
        outputs.update(encoder_head(w, head, x, inputs))
    return outputs
