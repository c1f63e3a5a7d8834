"""The peer: a BERT in PyTorch as one writes it who wants it fast, with nothing but what Debian's PyTorch 1.13 has. Both programs use it.

step.py and lengths.py read lines from standard input: on "go" they make one optimisation step on the next batch and print a line, at the end
of the input they stop. The first line they print is "ready"."""
import argparse
import json
import math
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "recipes" / "oracle"))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="a Hugging Face directory")
    parser.add_argument("--data", required=True, help="a safetensors file; see prepare.py")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--learning-rate", type=float, default=1e-4)
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    options = parser.parse_args()
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # read when libgomp is loaded
    return options


class Bert:
    """Weights by name, and the encoder over a batch of ids, all of one length."""

    def __init__(self, options):
        import torch
        import tensors
        self.torch, self.f, self.dropout = torch, torch.nn.functional, options.dropout
        folder = pathlib.Path(options.model)
        self.config = json.loads((folder / "config.json").read_text())
        self.w = {name: t.requires_grad_() for name, t in tensors.load(folder / "model.safetensors").items()}
        plain = [t for name, t in self.w.items() if name.endswith(".bias") or "LayerNorm" in name]
        decayed = [t for name, t in self.w.items() if not (name.endswith(".bias") or "LayerNorm" in name)]
        self.optimiser = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}], lr=options.learning_rate, foreach=True)
        self.precision = options.precision

    def linear(self, name, x):
        return self.f.linear(x, self.w[name + ".weight"], self.w[name + ".bias"])

    def norm(self, name, x):
        return self.f.layer_norm(x.float(), x.shape[-1:], self.w[name + ".weight"], self.w[name + ".bias"], self.config["layer_norm_eps"])

    def drop(self, x):
        return self.f.dropout(x, self.dropout) if self.dropout > 0 else x

    def encode(self, ids, mask=None):
        """[B, T] -> [B, T, D]. mask: [B, 1, 1, T], 0 for tokens and a very negative number for padding; None where there is no padding."""
        texts, count = ids.shape
        heads, width = self.config["num_attention_heads"], self.config["hidden_size"]
        x = self.f.embedding(ids, self.w["bert.embeddings.word_embeddings.weight"])
        x = x + self.w["bert.embeddings.token_type_embeddings.weight"][0] + self.w["bert.embeddings.position_embeddings.weight"][:count]
        x = self.drop(self.norm("bert.embeddings.LayerNorm", x))
        for n in range(self.config["num_hidden_layers"]):
            layer = f"bert.encoder.layer.{n}."
            q, k, v = (self.linear(layer + "attention.self." + part, x).view(texts, count, heads, -1).transpose(1, 2) for part in ("query", "key", "value"))
            scores = q @ k.transpose(-1, -2) / math.sqrt(width // heads)
            if mask is not None:
                scores = scores + mask
            mixed = (self.drop(self.torch.softmax(scores, -1)) @ v).transpose(1, 2).reshape(texts, count, width)
            x = self.norm(layer + "attention.output.LayerNorm", self.drop(self.linear(layer + "attention.output.dense", mixed)) + x)
            inner = self.f.gelu(self.linear(layer + "intermediate.dense", x))
            x = self.norm(layer + "output.LayerNorm", self.drop(self.linear(layer + "output.dense", inner)) + x)
        return x

    def step(self, loss_of):
        """One optimisation step; the loss."""
        self.optimiser.zero_grad(set_to_none=True)
        with self.torch.autocast("cpu", dtype=self.torch.bfloat16, enabled=self.precision == "bf16"):
            loss = loss_of()
        loss.backward()
        self.optimiser.step()
        return loss.item()


def serve(step):
    """step() -> loss and further numbers, which are printed behind it."""
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() != "go":
            break
        wall, cpu = time.perf_counter(), time.process_time()
        loss, *more = step()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{wall * 1e3:.3f} {cpu * 1e3:.3f} {loss!r}", *more, flush=True)
