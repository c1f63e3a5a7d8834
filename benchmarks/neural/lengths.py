"""The peer's fine-tuning step as the tutorials write it: 16 texts, each padded to 128 tokens, padding masked and computed.
Prints for each "go": step_ms cpu_ms loss tokens (those that are not padding)"""
from peer import Bert, arguments, serve

TEXTS, WIDTH = 16, 128


def main():
    options = arguments()
    import torch
    import tensors
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model, data, count = Bert(options), tensors.load(options.data), 0
    texts = data["tokens"].split(data["lengths"].tolist())
    order = torch.randperm(len(texts), generator=torch.Generator().manual_seed(1)).tolist()

    def step():
        nonlocal count
        chosen = [order[(count + n) % len(order)] for n in range(TEXTS)]
        count += TEXTS
        ids, mask = torch.zeros(TEXTS, WIDTH, dtype=torch.long), torch.full((TEXTS, 1, 1, WIDTH), torch.finfo(torch.float32).min)
        for row, n in enumerate(chosen):
            ids[row, :len(texts[n])] = texts[n]
            mask[row, :, :, :len(texts[n])] = 0
        labels = data["labels"][chosen]

        def loss_of():
            pooled = torch.tanh(model.linear("bert.pooler.dense", model.encode(ids, mask)[:, 0]))
            return model.f.cross_entropy(model.linear("classifier", model.drop(pooled)).float(), labels)

        return model.step(loss_of), sum(len(texts[n]) for n in chosen)

    serve(step)


if __name__ == "__main__":
    main()
