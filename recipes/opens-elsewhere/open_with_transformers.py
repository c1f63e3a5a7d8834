"""Opens a model directory with the public Python library and checks what a user of it would rely on.

Usage: python3 open_with_transformers.py MODEL_DIR [TEXTS.jsonl ENCODED.jsonl]

Needs: pip install torch transformers safetensors (any recent versions). Prints one JSON object; ends with 1 where a check fails.
"""
import json
import sys

import torch
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM, AutoTokenizer


def open_model(path, config):
    """The model with its head, by the class that config.json names."""
    names = config.architectures or []
    for ending, cls in (("MaskedLM", AutoModelForMaskedLM), ("ConditionalGeneration", AutoModelForSeq2SeqLM), ("CausalLM", AutoModelForCausalLM),
                        ("LMHeadModel", AutoModelForCausalLM)):
        if any(name.endswith(ending) for name in names):
            return cls.from_pretrained(path, output_loading_info=True)
    return AutoModel.from_pretrained(path, output_loading_info=True)


def main(path, texts=None, encoded=None):
    config = AutoConfig.from_pretrained(path)
    tokenizer = AutoTokenizer.from_pretrained(path)
    model, info = open_model(path, config)
    embedding = model.get_input_embeddings().weight
    head = model.get_output_embeddings()
    faults = []
    if info["missing_keys"] or info.get("mismatched_keys"):
        faults.append({"missing": list(info["missing_keys"]), "mismatched": [str(key) for key in info.get("mismatched_keys", [])]})
    if embedding.shape[0] != config.vocab_size or embedding.shape[0] < len(tokenizer):
        faults.append({"rows": embedding.shape[0], "vocab_size": config.vocab_size, "tokenizer": len(tokenizer)})
    if head is not None and getattr(config, "tie_word_embeddings", True) and head.weight.data_ptr() != embedding.data_ptr():
        faults.append("the config ties the head, the loaded model does not")
    for role in ("bos", "eos", "pad"):
        named = getattr(config, role + "_token_id", None)
        own = getattr(tokenizer, role + "_token_id", None)
        if named is not None and own is not None and named != own:
            faults.append({role + "_token_id": named, "tokenizer": own})
    if not bool(torch.isfinite(embedding).all()):
        faults.append("values of the embedding that are not finite")
    ids = torch.tensor([[token for token in range(min(8, config.vocab_size))]])
    with torch.no_grad():
        arguments = {"decoder_input_ids": ids} if config.is_encoder_decoder else {}
        output = model(input_ids=ids, **arguments)
    if not bool(torch.isfinite(output[0]).all()):
        faults.append("a forward pass with values that are not finite")
    lines = 0
    if texts and encoded:
        for text, line in zip(open(texts, encoding="utf-8"), open(encoded, encoding="utf-8")):
            lines += 1
            if tokenizer(json.loads(text)["text"])["input_ids"] != json.loads(line)["ids"]:
                faults.append({"line": lines, "text": json.loads(text)["text"]})
    print(json.dumps({"class": type(model).__name__, "rows": embedding.shape[0], "tokenizer": len(tokenizer), "lines": lines, "faults": faults}, ensure_ascii=False))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
