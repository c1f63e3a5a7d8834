"""Writes generation.json beside the goldens: generated.py FOLDER. Prompts are drawn until every comparison that a search made is decided by more
than 1e-3, so that no rounding of an engine can turn one."""
import json
import os
import sys
import zlib

import torch

import fixtures
import t5
import tensors
from generation import beam_search, greedy
from layers import Draw

NEW_TOKENS = 16
LEAST_GAP = 1e-3
MODELS = ("gpt2-clm", "llama-clm", "llama-clm-one-key-head", "t5-seq2seq", "mt5-seq2seq")


def searches(next_logits, start, end):
    """All cases of one prompt with one end token, or None where a comparison is too close."""
    cases = []
    tokens, scores, gap = greedy(next_logits, start, NEW_TOKENS, end)
    cases.append({"num_beams": 1, "eos_token_id": end, "generated": tokens, "log_probabilities": scores})
    for beams, penalty in ((2, 1.0), (4, 1.0), (4, 2.0)):
        if gap < LEAST_GAP:
            return None
        tokens, score, here = beam_search(next_logits, start, NEW_TOKENS, end, beams, penalty)
        gap = min(gap, here)
        cases.append({"num_beams": beams, "length_penalty": penalty, "early_stopping": False, "eos_token_id": end, "generated": tokens, "score": score})
    return None if gap < LEAST_GAP else [{**case, "max_new_tokens": NEW_TOKENS} for case in cases]


def generate(folder, name):
    config = fixtures.CASES[name]["config"]
    family = fixtures.FAMILIES[fixtures.CASES[name]["family"]]
    w = {n: t.double() for n, t in tensors.load(os.path.join(folder, name, "model.safetensors")).items()}
    draw, results = Draw(zlib.crc32((name + "/generation").encode())), []
    while len(results) < 3:
        prompt = draw.integers(6, config["vocab_size"], 4 + len(results)).tolist()
        if config.get("is_encoder_decoder"):
            prompt = prompt[:-1] + [config["eos_token_id"]]
            ids, start = torch.tensor([prompt]), [config["decoder_start_token_id"]]
            memory = t5.stack(w, config, "encoder", ids, torch.ones_like(ids))[-1]

            def next_logits(rows):
                return t5.next_logits(w, config, rows, memory.expand(len(rows), -1, -1), torch.ones(len(rows), len(prompt), dtype=torch.long))
        else:
            start = prompt

            def next_logits(rows):
                return family.next_logits(w, config, rows)
        with torch.no_grad():
            endless = searches(next_logits, start, None)
            if endless is None:
                continue
            free = endless[0]["generated"]
            ends = [t for n, t in enumerate(free) if n >= 3 and t not in free[:n] and t not in prompt][:1]  # ends the greedy text after some tokens
            ended = searches(next_logits, start, ends[0]) if ends else None
        if ended is not None:
            results.append({"prompt": prompt, "cases": endless + ended})
    return results


if __name__ == "__main__":
    for name in MODELS:
        results = generate(sys.argv[1], name)
        with open(os.path.join(sys.argv[1], name, "generation.json"), "w") as out:
            out.write("[\n")
            for n, result in enumerate(results):
                lines = ",\n".join("  " + json.dumps(case) for case in result["cases"])
                out.write(f' {{"prompt": {result["prompt"]}, "cases": [\n{lines}\n ]}}{"," if n + 1 < len(results) else ""}\n')
            out.write("]\n")
        print(name, [[len(case["generated"]) for case in result["cases"]] for result in results], flush=True)
