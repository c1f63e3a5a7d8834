"""The formulas that the families share. Letters: B texts, T positions, D width, H heads, V vocabulary. `w` is a dictionary of tensors by
their Hugging Face name; everything runs in the type of these tensors (float64 for the goldens)."""
import math

import torch


def linear(w, name, x):
    """x W^T + b with W stored [out, in]; a bias only where the checkpoint has one."""
    y = x @ w[name + ".weight"].T
    return y + w[name + ".bias"] if name + ".bias" in w else y


def layer_norm(w, name, x, eps):
    """Ba et al. 2016: the variance is the biased one, eps stands inside the root."""
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / torch.sqrt(variance + eps) * w[name + ".weight"] + w[name + ".bias"]


def rms_norm(w, name, x, eps):
    """Zhang and Sennrich 2019: no mean is taken off, no bias."""
    return x / torch.sqrt((x ** 2).mean(-1, keepdim=True) + eps) * w[name + ".weight"]


def gelu(x):
    """Hendrycks and Gimpel 2016, exact: "gelu"."""
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))


def gelu_tanh(x):
    """The same with the tanh approximation: "gelu_new", "gelu_pytorch_tanh" and T5's "gated-gelu"."""
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))


def silu(x):
    return x * torch.sigmoid(x)


ACTIVATIONS = {"gelu": gelu, "gelu_new": gelu_tanh, "gelu_pytorch_tanh": gelu_tanh, "relu": torch.relu, "silu": silu, "swish": silu, "tanh": torch.tanh}


def split_heads(x, heads):
    """[B, T, H * d] -> [B, H, T, d]"""
    return x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)


def join_heads(x):
    """[B, H, T, d] -> [B, T, H * d]"""
    return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], -1)


def attend(q, k, v, visible, scale, bias=None):
    """softmax(q k^T scale + bias) v over the keys where `visible` (broadcast to [B, H, T, S]) is true.
    A position that sees nothing does not occur: padding stands on the right and position 0 is always a token."""
    scores = q @ k.transpose(-1, -2) * scale
    if bias is not None:
        scores = scores + bias
    return torch.softmax(scores.masked_fill(~visible, float("-inf")), -1) @ v


def visible_keys(attention_mask):
    """[B, T] of 0 and 1 -> [B, 1, 1, T]"""
    return attention_mask.bool()[:, None, None, :]


def causal(attention_mask):
    """Each position sees itself and what stands before it, padding excepted: [B, 1, T, T]"""
    count = attention_mask.shape[1]
    return torch.ones(count, count, dtype=torch.bool).tril()[None, None] & visible_keys(attention_mask)


def cross_entropy(logits, labels):
    """Mean over the labels that are not -100 of -log softmax(logits)[label]."""
    logits, labels = logits.reshape(-1, logits.shape[-1]), labels.reshape(-1)
    kept = labels != -100
    return -torch.log_softmax(logits[kept], -1).gather(1, labels[kept, None]).mean()


def next_token_loss(logits, labels):
    """Causal models: the logits at t are held against the label at t + 1."""
    return cross_entropy(logits[:, :-1], labels[:, 1:])


def span_loss(start_logits, end_logits, start_positions, end_positions):
    """Extractive questions: the mean of the two cross-entropies over the positions. Padding gets no special treatment in the published heads:
    the softmax runs over all T positions of the padded batch. Here the logits of padding are taken out of it, since a model that never computes
    padding cannot know them; the README says so."""
    return (cross_entropy(start_logits, start_positions) + cross_entropy(end_logits, end_positions)) / 2


def last_token(attention_mask):
    """Index of the last token that is not padding, [B]."""
    return attention_mask.sum(-1) - 1


class Draw:
    """Seeded values in steps of 2^-12, so that a processor with another last bit of log or cosine draws the same numbers."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape, std=0.25, mean=0.0):
        values = torch.randn(*shape, generator=self.generator, dtype=torch.float64) * std + mean
        return torch.round(values * 4096) / 4096

    def integers(self, low, high, *shape):
        return torch.randint(low, high, shape, generator=self.generator)
