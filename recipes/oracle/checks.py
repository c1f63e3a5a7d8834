"""Checks of the oracle itself, each against something that shares no code with it. Ends with an error at the first that fails."""
import cmath
import itertools
import os
import math
import tempfile
import zlib

import torch

import fixtures
import generation
import llama
import t5
import tensors
from layers import Draw, cross_entropy, gelu, gelu_tanh, layer_norm, rms_norm, silu

torch.set_num_threads(1)


def near(a, b, tolerance, what):
    apart = (a - b).abs().max().item()
    assert apart <= tolerance, f"{what}: {apart:.3e} apart"
    return apart


def prepare(name):
    case = fixtures.CASES[name]
    w = fixtures.FAMILIES[case["family"]].draw_weights(Draw(zlib.crc32(case.get("seed", name).encode())), case["config"], case["head"])
    return case, {n: t.to(case["store"]).double() for n, t in w.items()}, fixtures.draw_inputs(Draw(zlib.crc32(name.encode()) + 1), case)


def evaluate(case, w, inputs):
    with torch.no_grad():
        return fixtures.FAMILIES[case["family"]].run(w, case["config"], case["head"], inputs)


def gradients_against_finite_differences():
    worst, step, count = 0.0, 1e-5, 0
    for name in fixtures.CASES:
        case, w, inputs = prepare(name)
        gradients = fixtures.run(case, w, inputs, torch.float64)
        draw = Draw(zlib.crc32(name.encode()) + 2)
        names = sorted(w)
        for n in draw.integers(0, len(names), 2 if name.endswith("-long") else 8).tolist():
            tensor, place = w[names[n]], 0
            gradient = gradients["grad." + names[n]].reshape(-1)
            place = gradient.abs().argmax().item() if count % 2 else draw.integers(0, tensor.numel(), 1).item()
            flat, kept, losses = tensor.view(-1), tensor.view(-1)[place].item(), []
            for sign in (1, -1):
                flat[place] = kept + sign * step
                losses.append(evaluate(case, w, inputs)["loss"].item())
            flat[place] = kept
            slope = (losses[0] - losses[1]) / (2 * step)
            apart = abs(slope - gradient[place].item()) / max(1.0, abs(slope))
            assert apart < 1e-7, f"{name}, {names[n]}[{place}]: {gradient[place].item()} and by differences {slope}"
            worst, count = max(worst, apart), count + 1
    return f"{count} derivatives, {worst:.1e} apart at most"


def formulas_against_torch():
    draw = Draw(1)
    x, w = draw.normal(3, 5, 16, std=2.0), {"n.weight": draw.normal(16), "n.bias": draw.normal(16)}
    f = torch.nn.functional
    near(layer_norm(w, "n", x, 1e-5), f.layer_norm(x, (16,), w["n.weight"], w["n.bias"], 1e-5), 1e-14, "layer norm")
    near(gelu(x), f.gelu(x), 1e-14, "gelu")
    near(gelu_tanh(x), f.gelu(x, approximate="tanh"), 1e-14, "gelu tanh")
    near(silu(x), f.silu(x), 1e-14, "silu")
    one_row = x[0, 0]
    by_hand = torch.tensor([v / math.sqrt(sum(u * u for u in one_row.tolist()) / 16 + 1e-6) * g for v, g in zip(one_row.tolist(), w["n.weight"].tolist())])
    near(rms_norm(w, "n", one_row, 1e-6), by_hand.double(), 1e-6, "rms norm")
    labels = torch.tensor([[1, -100, 3, 0, 15], [-100] * 5, [2, 2, -100, 9, 9]])
    near(cross_entropy(x, labels), f.cross_entropy(x.reshape(-1, 16), labels.reshape(-1), ignore_index=-100), 1e-14, "cross-entropy")
    return "layer norm, gelu (both), silu, rms norm, cross-entropy"


def encoder_layers_against_torch():
    """A post-norm BERT and a pre-norm GPT-2 layer against torch.nn.TransformerEncoderLayer."""
    case, w, inputs = prepare("bert-mlm")
    config, outputs = case["config"], evaluate(case, w, inputs)
    layer = torch.nn.TransformerEncoderLayer(16, 4, 24, 0.0, activation=torch.nn.functional.gelu, layer_norm_eps=1e-12, batch_first=True).double()
    p, state = "bert.encoder.layer.0.", {}
    for kind in ("weight", "bias"):
        state["self_attn.in_proj_" + kind] = torch.cat([w[f"{p}attention.self.{part}.{kind}"] for part in ("query", "key", "value")])
        for ours, theirs in (("attention.output.dense", "self_attn.out_proj"), ("intermediate.dense", "linear1"), ("output.dense", "linear2"),
                             ("attention.output.LayerNorm", "norm1"), ("output.LayerNorm", "norm2")):
            state[f"{theirs}.{kind}"] = w[f"{p}{ours}.{kind}"]
    layer.load_state_dict(state)
    kept = inputs["attention_mask"].bool()
    with torch.no_grad():
        theirs = layer.train()(outputs["hidden.0"], src_key_padding_mask=~kept)
    near(outputs["hidden.1"][kept], theirs[kept], 1e-12, "BERT layer")
    assert config["num_hidden_layers"] == 2

    case, w, inputs = prepare("gpt2-seqcls-single")
    outputs = evaluate(case, w, inputs)
    layer = torch.nn.TransformerEncoderLayer(
        16, 4, 64, 0.0, activation=lambda x: torch.nn.functional.gelu(x, approximate="tanh"), layer_norm_eps=1e-5, batch_first=True, norm_first=True).double()
    p, state = "transformer.h.0.", {}
    for ours, theirs in (("attn.c_attn", "self_attn.in_proj_"), ("attn.c_proj", "self_attn.out_proj."), ("mlp.c_fc", "linear1."), ("mlp.c_proj", "linear2.")):
        state[theirs + "weight"], state[theirs + "bias"] = w[f"{p}{ours}.weight"].T, w[f"{p}{ours}.bias"]
    for kind in ("weight", "bias"):
        state["norm1." + kind], state["norm2." + kind] = w[f"{p}ln_1.{kind}"], w[f"{p}ln_2.{kind}"]
    layer.load_state_dict(state)
    count, kept = inputs["input_ids"].shape[1], inputs["attention_mask"].bool()
    with torch.no_grad():
        theirs = layer.train()(outputs["hidden.0"], src_mask=torch.ones(count, count).triu(1).bool())
    near(outputs["hidden.1"][kept], theirs[kept], 1e-12, "GPT-2 layer")
    return "BERT's and GPT-2's layer"


def padding_changes_nothing():
    """Each text of a batch alone, without padding, gives the numbers it has in the batch."""
    for name in fixtures.CASES:
        case, w, inputs = prepare(name)
        together = evaluate(case, w, inputs)
        for n, length in enumerate(case["lengths"]):
            alone = {k: t[n:n + 1, :length] if t.dim() == 2 else t[n:n + 1] for k, t in inputs.items()}
            if case["head"] == "seq2seq":
                size = inputs["decoder_attention_mask"][n].sum().item()
                alone.update({k: inputs[k][n:n + 1, :size] for k in ("labels", "decoder_input_ids", "decoder_attention_mask")})
            for key, t in evaluate(case, w, alone).items():
                if t.dim() > 0:
                    whole = together[key][n:n + 1]
                    near(t, whole[:, :t.shape[1]] if t.dim() > 1 else whole, 1e-11, f"{name} {key} text {n}")
    return f"{len(fixtures.CASES)} fixtures"


def later_tokens_are_not_seen():
    for name in ("gpt2-clm", "llama-clm", "t5-seq2seq"):
        case, w, inputs = prepare(name)
        ids = "decoder_input_ids" if name.startswith("t5") else "input_ids"
        before = evaluate(case, w, inputs)["logits"]
        changed = {**inputs, ids: inputs[ids].clone()}
        changed[ids][0, 4] = 11 if inputs[ids][0, 4] != 11 else 12
        after = evaluate(case, w, changed)["logits"]
        near(after[0, :4], before[0, :4], 0.0, name + " before the change")
        assert (after[0, 4] - before[0, 4]).abs().max() > 1e-3, name
    return "GPT-2, Llama, T5's decoder"


def buckets_against_a_table():
    """First distance of each bucket, by hand from 8 * 16^(n/8) and 16 * 8^(n/16), and the published formula in float32."""
    firsts = {True: [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91],
              False: list(range(17)) + [19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113]}
    for both, table in firsts.items():
        for distance in range(3000):
            expected = max(n for n, first in enumerate(table) if first <= distance)
            assert t5.bucket(-distance, both, 32, 128) == expected, (both, distance)
            assert t5.bucket(distance, both, 32, 128) == ((16 + expected if distance else 0) if both else 0), (both, distance)
    for both, buckets, furthest in itertools.product((True, False), (8, 16, 32, 64), (12, 64, 128, 256)):
        exact = (buckets // 2 if both else buckets) // 2
        if furthest <= exact:
            continue
        rest = (buckets // 2 if both else buckets) - exact
        distances = torch.arange(exact, 2000)
        large = exact + (torch.log(distances.float() / exact) / math.log(furthest / exact) * rest).long()
        large = large.clamp(max=exact + rest - 1)
        for distance, expected in zip(distances.tolist(), large.tolist()):
            assert t5.bucket(-distance, both, buckets, furthest) == expected, (both, buckets, furthest, distance)
    return "32 buckets to 128 both ways, and other sizes in float32"


def rotation_against_complex_numbers():
    draw, size, theta = Draw(3), 6, 1000.0
    q, k = draw.normal(1, 1, 12, size), draw.normal(1, 1, 12, size)
    turned = llama.rotate(q, theta)
    for position in range(12):
        for i in range(size // 2):
            number = complex(q[0, 0, position, i], q[0, 0, position, i + size // 2]) * cmath.exp(1j * position * theta ** (-2 * i / size))
            near(turned[0, 0, position, [i, i + size // 2]], torch.tensor([number.real, number.imag], dtype=torch.float64), 1e-14, "rotation")
    same = llama.rotate(q[:, :, :1].expand(-1, -1, 12, -1), theta)[0, 0], llama.rotate(k[:, :, :1].expand(-1, -1, 12, -1), theta)[0, 0]
    scores = same[0] @ same[1].T
    for difference in range(-11, 12):
        diagonal = scores.diagonal(difference)
        near(diagonal, diagonal[:1], 1e-13, "score by distance")
    return "complex form, and scores that depend on the distance alone"


def key_heads_are_shared():
    """Two key heads for four equal four key heads, each written out twice."""
    case, w, inputs = prepare("llama-clm")
    written_out = dict(w)
    for name, t in w.items():
        if ".k_proj." in name or ".v_proj." in name:
            written_out[name] = t.reshape(2, 4, 16)[[0, 0, 1, 1]].reshape(16, 16)
    more = {**case, "config": {**case["config"], "num_key_value_heads": 4}}
    return f"{near(evaluate(case, w, inputs)['logits'], evaluate(more, written_out, inputs)['logits'], 1e-13, 'key heads'):.1e} apart"


def tied_gradient_is_a_sum():
    """The gradient of a tied embedding is the sum of those of its two places."""
    case, w, inputs = prepare("gpt2-clm")
    together = fixtures.run(case, w, inputs, torch.float64)["grad.transformer.wte.weight"]
    apart = {n: t.clone().requires_grad_() for n, t in w.items()}
    head = w["transformer.wte.weight"].clone().requires_grad_()
    x = fixtures.FAMILIES["gpt2"].decode(apart, case["config"], inputs["input_ids"], inputs["attention_mask"])[-1]
    torch.nn.functional.cross_entropy((x @ head.T)[:, :-1].reshape(-1, 56), inputs["labels"][:, 1:].reshape(-1)).backward()
    return f"{near(together, head.grad + apart['transformer.wte.weight'].grad, 1e-13, 'tied gradient'):.1e} apart"


def beam_search_against_all_sequences():
    """With as many beams as there are sequences the search is exhaustive: the best of all that end, or are full, by score."""
    draw, count, length = Draw(5), 4, 3
    for trial in range(30):
        table = torch.log_softmax(draw.normal(count ** length * 2, count, std=1.5), -1)

        def next_logits(rows):
            return torch.stack([table[sum((t + 1) * (count + 1) ** n for n, t in enumerate(row[1:])) % len(table)] for row in rows.tolist()])

        penalty, best = (0.5, 1.0, 2.0)[trial % 3], (-math.inf, None)
        for n in range(1, length + 1):
            for tokens in itertools.product(range(count), repeat=n):
                if 3 in tokens[:-1] or (n < length and tokens[-1] != 3):
                    continue
                total = sum(next_logits(torch.tensor([[0, *tokens[:i]]]))[0, t].item() for i, t in enumerate(tokens))
                best = max(best, (total / n ** penalty, list(tokens)))
        found = generation.beam_search(next_logits, [0], length, 3, count ** length, penalty)
        assert found[0] == best[1] and abs(found[1] - best[0]) < 1e-12, (trial, found, best)
        narrow = generation.beam_search(next_logits, [0], length, 3, 1, 1.0)
        assert narrow[0] == generation.greedy(next_logits, [0], length, 3)[0], trial
    return "30 drawn models; one beam is greedy"


def files_are_read_back():
    draw = Draw(6)
    given = {"a": draw.normal(2, 3).float(), "b": draw.integers(0, 9, 4), "c": draw.normal(5).bfloat16(), "d": draw.normal(1, 1).half(), "e": torch.tensor([], dtype=torch.float64)}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.safetensors")
        tensors.save(path, given)
        for name, t in tensors.load(path).items():
            assert t.dtype == given[name].dtype and torch.equal(t, given[name]), name
    return "five types"


if __name__ == "__main__":
    for check in (formulas_against_torch, encoder_layers_against_torch, buckets_against_a_table, rotation_against_complex_numbers, key_heads_are_shared,
                  tied_gradient_is_a_sum, later_tokens_are_not_seen, padding_changes_nothing, beam_search_against_all_sequences, files_are_read_back,
                  gradients_against_finite_differences):
        print(check.__name__.replace("_", " ") + ": " + check(), flush=True)
