"""Writes tokenizers of made-up words (WordLevel, split at white space) into five of the fixtures, so that texts can be run: tokenizers.py FOLDER.
Words stand from id 6 to the vocabulary's end, in the order `word` counts them; special tokens below, where the family's config.json has them."""
import json
import os
import sys

import fixtures

# name: special tokens by id, role of each in tokenizer_config.json, template of one text, template of two
BERT = (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused]"],
        {"pad_token": 0, "unk_token": 1, "cls_token": 2, "sep_token": 3, "mask_token": 4}, "[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1")
TOKENIZERS = {
    "bert-mlm": BERT,
    "bert-seqcls-pair": BERT,
    "gpt2-clm": (["<unk>", "<end>", "<x2>", "<x3>", "<x4>", "<x5>"], {"unk_token": 0, "bos_token": 1, "eos_token": 1}, None, None),
    "llama-clm": (["<unk>", "<s>", "</s>", "<x3>", "<x4>", "<x5>"], {"unk_token": 0, "bos_token": 1, "eos_token": 2}, "<s> $A", "<s> $A <s> $B:1"),
    "t5-seq2seq": (["<pad>", "</s>", "<unk>", "<x3>", "<x4>", "<x5>"], {"pad_token": 0, "eos_token": 1, "unk_token": 2}, "$A </s>", "$A </s> $B </s>"),
}


def word(n):
    """0: baba, 1: babe, ... two syllables of a consonant and a vowel each."""
    syllables = [c + v for c in "bdgklmnprst" for v in "aeiou"]
    return syllables[n * 7 % len(syllables)] + syllables[n * 3 % len(syllables)]


def piece(text):
    name, _, kind = text.partition(":")
    content = {"id": name[1:], "type_id": int(kind or 0)} if name.startswith("$") else {"id": name, "type_id": int(kind or 0)}
    return {"Sequence" if name.startswith("$") else "SpecialToken": content}


def write(folder, size, special, roles, single, pair):
    tokens = special + [word(n) for n in range(size - len(special))]
    assert len(set(tokens)) == size
    added = [{"id": n, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True} for n, t in enumerate(special)]
    template = None
    if single:
        used = [t for t in special if t in single.split()]
        template = {
            "type": "TemplateProcessing", "single": [piece(p) for p in single.split()], "pair": [piece(p) for p in pair.split()],
            "special_tokens": {t: {"id": t, "ids": [special.index(t)], "tokens": [t]} for t in used}}
    model = {"type": "WordLevel", "vocab": {t: n for n, t in enumerate(tokens)}, "unk_token": special[roles["unk_token"]]}
    whole = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None, "pre_tokenizer": {"type": "WhitespaceSplit"},
             "post_processor": template, "decoder": None, "model": model}
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", **{role: special[n] for role, n in roles.items()}}
    for file, content in (("tokenizer.json", whole), ("tokenizer_config.json", settings)):
        with open(os.path.join(folder, file), "w") as out:
            json.dump(content, out, indent=1)
            out.write("\n")


if __name__ == "__main__":
    for name, parts in TOKENIZERS.items():
        write(os.path.join(sys.argv[1], name), fixtures.CASES[name]["config"]["vocab_size"], *parts)
