"""Greedy and beam search written plainly: every step runs the whole model over all tokens so far, nothing is cached.

The beam search is that of huggingface/transformers 4.50 and later with its defaults (generation/utils.py, _beam_search; do_sample false, early_stopping
False), told for one text: from the running beams the 2 k best continuations by the sum of log-probabilities are taken (k = num_beams; one beam at
first). Those among the *first k* that end (the end token, or max_new_tokens is reached) become finished, with score = sum / (generated tokens,
the end token counted, the prompt not) ^ length_penalty; the k best finished ones are kept. The best k continuations that do not end run on. It stops
when max_new_tokens is reached, or when there are k finished ones and the best running sum / (tokens generated so far) ^ length_penalty
is not above the worst of them. The best finished one is the result. Versions before 4.38 counted the prompt of decoder-only models in
the length; ties go to the better beam, then to the lower token, and do not occur in the goldens."""
import torch


def log_probabilities(next_logits, rows):
    return torch.log_softmax(next_logits(torch.tensor(rows)), -1)


def greedy(next_logits, prompt, count, end):
    """Tokens generated (the end token included), the log-probability of each, and the smallest lead of a chosen token over the next one."""
    tokens, scores, lead = list(prompt), [], float("inf")
    for _ in range(count):
        best = log_probabilities(next_logits, [tokens])[0].topk(2)
        tokens.append(best.indices[0].item())
        scores.append(best.values[0].item())
        lead = min(lead, (best.values[0] - best.values[1]).item())
        if tokens[-1] == end:
            break
    return tokens[len(prompt):], scores, lead


def beam_search(next_logits, prompt, count, end, beams, penalty):
    """The best sequence's generated tokens, its score, and the smallest gap between two things that were compared."""
    running, finished, gap = [(0.0, list(prompt))], [], float("inf")
    for length in range(1, count + 1):
        scores = log_probabilities(next_logits, [tokens for _, tokens in running])
        candidates = sorted(
            ((total + scores[n, token].item(), -n, -token) for n, (total, _) in enumerate(running) for token in range(scores.shape[1])), reverse=True)
        best = candidates[:2 * beams + 1]
        gap = min([gap] + [a[0] - b[0] for a, b in zip(best, best[1:])])
        grown = [(total, running[-n][1] + [-token]) for total, n, token in candidates[:2 * beams]]
        ends = [tokens[-1] == end or length == count for _, tokens in grown]
        finished += [(total / length ** penalty, tokens) for (total, tokens), over in list(zip(grown, ends))[:beams] if over]
        finished = sorted(finished, reverse=True)[:beams]
        running = [beam for beam, over in zip(grown, ends) if not over][:beams]
        if length == count:
            break
        if len(finished) == beams:
            attainable = running[0][0] / length ** penalty
            gap = min(gap, abs(attainable - finished[-1][0]))
            if attainable <= finished[-1][0]:
                break
    if len(finished) > 1:
        gap = min(gap, finished[0][0] - finished[1][0])
    return finished[0][1][len(prompt):], finished[0][0], gap
