using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Calque.Formats.HuggingFace;

/// <summary>Recognises checkpoints whose weights are quantised: their matrices cannot be mixed row by row.</summary>
internal static class QuantizedCheckpoint
{
    // GPTQ and AWQ; bitsandbytes 8 and 4 bit; compressed-tensors and FP8.
    private static readonly string[] s_endings =
    [
        ".qweight", ".qzeros", ".SCB", ".weight_format", ".absmax", ".quant_map", ".nested_absmax", ".quant_state.bitsandbytes__nf4",
        ".quant_state.bitsandbytes__fp4", ".weight_packed", ".weight_scale_inv",
    ];

    /// <summary>Refuses a quantised checkpoint by its config.</summary>
    /// <exception cref="InvalidModelException">config.json has a quantization_config.</exception>
    public static void RefuseByConfig(string configPath, JsonObject config)
    {
        if (config["quantization_config"] is not JsonObject quantization)
            return;
        JsonNode? method = quantization["quant_method"];
        string name = method?.GetValueKind() == JsonValueKind.String ? method.GetValue<string>() : "unnamed";
        throw Refuse($"{configPath}, quantization_config", $"a quantised checkpoint (method {name})");
    }

    /// <summary>Refuses a quantised checkpoint by its tensors' names.</summary>
    /// <exception cref="InvalidModelException">A tensor's name is one that only quantised layers have.</exception>
    public static void RefuseByTensors(IEnumerable<ModelTensor> tensors)
    {
        ModelTensor? tensor = tensors.FirstOrDefault(
            tensor => Array.Exists(s_endings, ending => tensor.Name.EndsWith(ending, StringComparison.Ordinal)));
        if (tensor is not null)
            throw Refuse($"{tensor.File}, tensor '{tensor.Name}'", "a part of a quantised layer");
    }

    private static InvalidModelException Refuse(string place, string found) => new(
        place, found, "weights in float32, float16 or bfloat16",
        "Use the model that it was quantised from, or save a dequantised copy (transformers: model.dequantize(), then save_pretrained), and quantise the result.");
}
