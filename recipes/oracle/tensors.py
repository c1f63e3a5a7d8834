"""A small safetensors reader and writer (format: https://huggingface.co/docs/safetensors): eight bytes with the header's length, a JSON
header of names, types, shapes and offsets, then the tensors. Tensors are written sorted by name, so that equal input gives equal bytes."""
import json
import struct

import numpy
import torch

TYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}
TYPES_BY_NAME = {name: kind for kind, name in TYPES.items()}


def to_bytes(tensor):
    tensor = tensor.detach().contiguous()
    if tensor.dtype == torch.bfloat16:  # NumPy has no bfloat16
        tensor = tensor.view(torch.int16)
    return tensor.numpy().tobytes()


def save(path, tensors, metadata=None):
    header = {"__metadata__": metadata or {"format": "pt"}}
    bodies, offset = [], 0
    for name in sorted(tensors):
        body = to_bytes(tensors[name])
        header[name] = {"dtype": TYPES[tensors[name].dtype], "shape": list(tensors[name].shape), "data_offsets": [offset, offset + len(body)]}
        bodies.append(body)
        offset += len(body)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(bodies))


def load(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        if name == "__metadata__":
            continue
        first, last = entry["data_offsets"]
        kind = TYPES_BY_NAME[entry["dtype"]]
        body = data[8 + length + first:8 + length + last]
        raw = numpy.frombuffer(body, numpy.int16).copy() if kind == torch.bfloat16 else None
        if raw is not None:
            tensor = torch.from_numpy(raw).view(torch.bfloat16)
        else:
            tensor = torch.from_numpy(numpy.frombuffer(body, torch.empty(0, dtype=kind).numpy().dtype).copy())
        tensors[name] = tensor.reshape(entry["shape"])
    return tensors
