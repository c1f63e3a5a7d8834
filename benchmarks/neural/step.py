"""The peer's pretraining step at equal padding: batches of 32 texts of 64 tokens, 320 predicted positions, loss over these alone.
Prints for each "go": step_ms cpu_ms loss"""
from peer import Bert, arguments, serve


def main():
    options = arguments()
    import torch
    import tensors
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model, data, count = Bert(options), tensors.load(options.data), 0
    embedding = model.w["bert.embeddings.word_embeddings.weight"]

    def step():
        nonlocal count
        ids, positions, labels = (data[name][count % len(data["input_ids"])] for name in ("input_ids", "positions", "labels"))
        count += 1

        def loss_of():
            x = model.encode(ids).reshape(-1, embedding.shape[1]).index_select(0, positions)
            x = model.norm("cls.predictions.transform.LayerNorm", model.f.gelu(model.linear("cls.predictions.transform.dense", x)))
            return model.f.cross_entropy(model.f.linear(x, embedding, model.w["cls.predictions.bias"]).float(), labels)

        return (model.step(loss_of),)

    serve(step)


if __name__ == "__main__":
    main()
