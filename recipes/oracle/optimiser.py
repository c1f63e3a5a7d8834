"""Writes adamw/ (the optimiser alone) and bert-mlm/training.safetensors (20 steps of a model): optimiser.py FOLDER.

torch.optim.AdamW (Loshchilov and Hutter 2019: decay outside of the moments), betas 0.9 and 0.999. Biases and everything of a norm are not decayed,
as in the published fine-tuning scripts. Schedules are those of huggingface/transformers, optimization.py: step s (from 0) of n with m of warm-up
has the factor s / m while s < m (so the first step has rate 0), then (n - s) / (n - m), or (1 + cos(pi (s - m) / (n - m))) / 2. Gradients are
clipped by torch.nn.utils.clip_grad_norm_: all are multiplied by min(1, limit / (norm + 1e-6)), norm over all parameters."""
import math
import os
import sys
import zlib

import torch

import fixtures
import tensors
from layers import Draw

STEPS, WARM_UP, RATE = 20, 4, 5e-3


def linear_factor(step):
    return step / WARM_UP if step < WARM_UP else (STEPS - step) / (STEPS - WARM_UP)


def cosine_factor(step):
    return step / WARM_UP if step < WARM_UP else 0.5 * (1 + math.cos(math.pi * (step - WARM_UP) / (STEPS - WARM_UP)))


def is_decayed(name):
    return not name.endswith(".bias") and "norm" not in name.lower()


def optimiser(parameters, decay, eps):
    return torch.optim.AdamW([
        {"params": [p for n, p in parameters.items() if is_decayed(n)], "weight_decay": decay},
        {"params": [p for n, p in parameters.items() if not is_decayed(n)], "weight_decay": 0.0}], lr=RATE, betas=(0.9, 0.999), eps=eps)


def set_rate(adamw, factor):
    for group in adamw.param_groups:
        group["lr"] = RATE * factor


def alone(kind):
    """Gradients are given; the cosine schedule without the first step's zero; rows of zeros and tiny values among the gradients."""
    draw = Draw(zlib.crc32(b"adamw"))
    shapes = {"dense.weight": (7, 5), "dense.bias": (7,), "LayerNorm.weight": (5,), "embedding.weight": (9, 3)}
    start = {n: draw.normal(*shape) for n, shape in shapes.items()}
    gradients = {n: draw.normal(STEPS, *shape, std=0.5) for n, shape in shapes.items()}
    gradients["embedding.weight"][:, 4] = 0  # a token that never occurs: decayed all the same
    gradients["embedding.weight"][::3, 5] *= 2.0 ** -30
    gradients["dense.bias"][5:] *= 64.0
    w = {n: t.to(kind).clone().requires_grad_() for n, t in start.items()}  # a copy: the start is written too
    adamw, results = optimiser(w, 0.1, 1e-8), {}
    rates = [RATE * cosine_factor(step + 1) for step in range(STEPS)]
    for step, rate in enumerate(rates):
        for n, t in w.items():
            t.grad = gradients[n][step].to(kind)
        set_rate(adamw, rate / RATE)
        adamw.step()
        if step + 1 in (1, 5, 20):
            results.update({f"after.{step + 1}.{n}": t.detach().clone() for n, t in w.items()})
    for n, t in w.items():
        results["first_moment." + n], results["second_moment." + n] = adamw.state[t]["exp_avg"], adamw.state[t]["exp_avg_sq"]
    given = {"start." + n: t.float() for n, t in start.items()}
    given.update({"gradients." + n: t.float() for n, t in gradients.items()})
    given["rates"] = torch.tensor(rates, dtype=torch.float64)
    return given, results


def training(folder, kind):
    """The fixture bert-mlm: four batches in turn, rate linear with warm-up, clipped at 1; eps 1e-6, decay 0.01."""
    case = fixtures.CASES["bert-mlm"]
    w = {n: t.to(kind).requires_grad_() for n, t in tensors.load(os.path.join(folder, "bert-mlm", "model.safetensors")).items()}
    batches = [fixtures.draw_inputs(Draw(zlib.crc32(f"training/{n}".encode())), case) for n in range(4)]
    adamw, results, losses, norms = optimiser(w, 0.01, 1e-6), {}, [], []
    for step in range(STEPS):
        adamw.zero_grad()
        loss = fixtures.FAMILIES["bert"].run(w, case["config"], "mlm", batches[step % 4])["loss"]
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(list(w.values()), 1.0).item())
        losses.append(loss.item())
        set_rate(adamw, linear_factor(step))
        adamw.step()
        if step + 1 in (2, 5, 20):
            results.update({f"after.{step + 1}.{n}": t.detach().clone() for n, t in w.items()})
    results.update(losses=torch.tensor(losses, dtype=torch.float64), gradient_norms=torch.tensor(norms, dtype=torch.float64))
    given = {f"{n}.{name}": t for n, batch in enumerate(batches) for name, t in batch.items()}
    given["rates"] = torch.tensor([RATE * linear_factor(step) for step in range(STEPS)], dtype=torch.float64)
    return given, results


def write(path, compute):
    (given, truth), (_, single) = compute(torch.float64), compute(torch.float32)
    tensors.save(path, {**given, **{n: t if t.dim() == 1 and n in ("losses", "gradient_norms") else t.float() for n, t in truth.items()}})
    apart = sorted((((single[n].double() - t).abs().max() / t.abs().max()).item(), n) for n, t in truth.items() if not n.endswith("key.bias"))
    key_bias = [((single[n].double() - t).abs().max() / t.abs().max()).item() for n, t in truth.items() if n.endswith("key.bias")]
    print(f"{os.path.basename(os.path.dirname(path))}: float32 is {apart[-1][0]:.1e} away at most ({apart[-1][1]}), key biases {max(key_bias, default=0):.1e}", flush=True)


if __name__ == "__main__":
    root = sys.argv[1]
    os.makedirs(os.path.join(root, "adamw"), exist_ok=True)
    write(os.path.join(root, "adamw", "adamw.safetensors"), alone)
    write(os.path.join(root, "bert-mlm", "training.safetensors"), lambda kind: training(root, kind))
