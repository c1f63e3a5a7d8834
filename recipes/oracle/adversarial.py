"""Writes adversarial/adversarial.safetensors (steps of the adversarial aligner): adversarial.py FOLDER.

The game of Conneau et al. 2018, section 2.1, in plain formulas. A source word x with profile p is seen as [x W, p s], a target word z with profile q as [z, q s],
where s = length / sqrt(width of a profile) with length 2. The discriminator: linear layers, leaky ReLU (0.2) between them, a logit l; sigmoid(l) is the probability
of a source word. Cross-entropy with labels 0.9 and 0.1: the mean of -(y log sigmoid(l) + (1 - y) log(1 - sigmoid(l))) over all words of both sides. Its step descends
on the discriminator's parameters; the map's step exchanges the labels and descends on W (target words do not depend on W; `map_loss` is the source words' part of
the mean). Then W <- (1 + beta) W - beta W W^T W. Nothing is dropped. Gradients are checked against central differences first."""
import os
import sys
import zlib

import torch

import tensors
from layers import Draw

DIMENSION, WIDTH, HIDDEN, SOURCES, TARGETS, BATCH, ROUNDS, TURNS = 6, 3, 5, 12, 11, 4, 3, 2
SMOOTHING, SLOPE, RATE, BETA, LENGTH = 0.1, 0.2, 0.5, 0.01, 2.0


def given():
    draw = Draw(zlib.crc32(b"adversarial"))
    values = {"source": draw.normal(SOURCES, DIMENSION), "target": draw.normal(TARGETS, DIMENSION), "source_profiles": draw.normal(SOURCES, WIDTH),
              "target_profiles": draw.normal(TARGETS, WIDTH), "map": draw.normal(DIMENSION, DIMENSION, std=0.5)}
    inputs = DIMENSION + WIDTH
    for layer, outputs in enumerate((HIDDEN, HIDDEN, 1)):
        values[f"weight.{layer}"], values[f"bias.{layer}"] = draw.normal(outputs, inputs, std=0.5), draw.normal(outputs, std=0.5)
        inputs = outputs
    generator = torch.Generator().manual_seed(zlib.crc32(b"adversarial/words"))
    words = {"sources": torch.randint(SOURCES, (ROUNDS, TURNS + 1, BATCH), generator=generator), "targets": torch.randint(TARGETS, (ROUNDS, TURNS, BATCH), generator=generator)}
    return values, words


def logits(w, x):
    for layer in range(3):
        x = x @ w[f"weight.{layer}"].T + w[f"bias.{layer}"]
        if layer < 2:
            x = torch.where(x > 0, x, SLOPE * x)
    return x[:, 0]


def see_sources(w, words):
    return torch.cat([w["source"][words] @ w["map"], w["source_profiles"][words] * (LENGTH / WIDTH ** 0.5)], 1)


def see_targets(w, words):
    return torch.cat([w["target"][words], w["target_profiles"][words] * (LENGTH / WIDTH ** 0.5)], 1)


def entropy(l, label):
    p = torch.sigmoid(l)
    return -(label * torch.log(p) + (1 - label) * torch.log(1 - p))


def discriminator_loss(w, sources, targets):
    own, other = entropy(logits(w, see_sources(w, sources)), 1 - SMOOTHING), entropy(logits(w, see_targets(w, targets)), SMOOTHING)
    return torch.cat([own, other]).mean()


def map_loss(w, sources):
    return entropy(logits(w, see_sources(w, sources)), SMOOTHING).sum() / (2 * BATCH)


def gradients(w, names, loss):
    leaves = {n: t.detach().clone().requires_grad_(n in names) for n, t in w.items()}
    value = loss(leaves)
    return value.detach(), dict(zip(names, torch.autograd.grad(value, [leaves[n] for n in names])))


def check(w, names, loss):
    _, found = gradients(w, names, loss)
    for name in names:
        for place in range(w[name].numel()):
            values = []
            for step in (1e-5, -1e-5):
                moved = {n: t.clone() for n, t in w.items()}
                moved[name].view(-1)[place] += step
                values.append(loss(moved).item())
            difference = abs((values[0] - values[1]) / 2e-5 - found[name].view(-1)[place].item())
            assert difference < 1e-8, (name, place, difference)


def play(kind):
    values, words = given()
    w = {n: t.to(kind).clone() for n, t in values.items()}
    players = [n for n in w if n.startswith(("weight", "bias"))]
    if kind == torch.float64:
        check(w, players, lambda v: discriminator_loss(v, words["sources"][0, 0], words["targets"][0, 0]))
        check(w, ["map"], lambda v: map_loss(v, words["sources"][0, 0]))
    results, losses, map_losses = {}, [], []
    for name, gradient in gradients(w, players, lambda v: discriminator_loss(v, words["sources"][0, 0], words["targets"][0, 0]))[1].items():
        results["gradient." + name] = gradient
    results["gradient.map"] = gradients(w, ["map"], lambda v: map_loss(v, words["sources"][0, 0]))[1]["map"]
    for turn in range(ROUNDS):
        for n in range(TURNS):
            loss, found = gradients(w, players, lambda v: discriminator_loss(v, words["sources"][turn, n], words["targets"][turn, n]))
            losses.append(loss)
            for name in players:
                w[name] = w[name] - RATE * found[name]
        loss, found = gradients(w, ["map"], lambda v: map_loss(v, words["sources"][turn, TURNS]))
        map_losses.append(loss)
        stepped = w["map"] - RATE * found["map"]
        w["map"] = (1 + BETA) * stepped - BETA * stepped @ stepped.T @ stepped
        results[f"after.{turn + 1}.map"] = w["map"]
        results.update({f"after.{turn + 1}.{n}": w[n] for n in players})
    results.update(losses=torch.stack(losses), map_losses=torch.stack(map_losses))
    return {**{"start." + n: t.float() for n, t in values.items()}, **words}, results


if __name__ == "__main__":
    folder = os.path.join(sys.argv[1], "adversarial")
    os.makedirs(folder, exist_ok=True)
    (start, truth), (_, single) = play(torch.float64), play(torch.float32)
    tensors.save(os.path.join(folder, "adversarial.safetensors"), {**start, **{n: t.float() for n, t in truth.items()}})
    apart = sorted((((single[n].double() - t).abs().max() / t.abs().max()).item(), n) for n, t in truth.items())
    print(f"adversarial: float32 is {apart[-1][0]:.1e} away at most ({apart[-1][1]})", flush=True)
