using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.IO;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>
/// Writes a model directory with the parameters as they are now, in float32, under their stored names; tensors that the model does
/// not use are copied. Written beside the goal and exchanged in one step.
/// </summary>
public static class PretrainedModelWriter
{
    /// <summary>Writes the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="output">A directory that does not exist, or is empty, or may be replaced.</param>
    /// <param name="overwrite">Whether it may be replaced. It is exchanged when the new one is whole: a killed run leaves the old one.</param>
    /// <param name="write">Writes further files into the directory before it appears; null: none.</param>
    /// <param name="progress">Receives the stage <c>write</c> in bytes.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is left.</param>
    /// <exception cref="InvalidOptionException">The directory is there and may not be replaced, or there is not enough room.</exception>
    public static void Write(
        PretrainedModel model, string output, bool overwrite, Action<string>? write = null, IProgress<OperationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(output);
        using OutputDirectory directory = OutputDirectory.Create(output, overwrite);
        ModelDirectoryWriter.Write(model.Directory, directory.WorkingPath, Options(model), progress, cancellationToken);
        write?.Invoke(directory.WorkingPath);
        directory.Commit();
    }

    private static ModelDirectoryWriteOptions Options(PretrainedModel model)
    {
        Dictionary<ModelTensor, TensorReplacement> replacements = [];
        List<TensorAddition> additions = [];
        foreach (Parameter parameter in model.Weights.Parameters)
        {
            TensorRowFill fill = Rows(parameter);
            if (model.Weights.Stored.TryGetValue(parameter.Name, out ModelTensor? tensor))
                replacements[tensor] = new TensorReplacement(tensor, parameter.Shape, fill, ElementType.F32);
            else
                additions.Add(new TensorAddition(parameter.Name, ElementType.F32, parameter.Shape, fill));
        }

        // A tied head that the files hold a second time would keep the old numbers.
        ModelDirectory source = model.Directory;
        if (source.TiesByConfig && replacements.TryGetValue(source.InputEmbedding, out TensorReplacement? embedding))
        {
            foreach (VocabularyTensor copy in source.VocabularyTensors.Where(t => t.Role != VocabularyTensorRole.Bias && !replacements.ContainsKey(t.Tensor)))
            {
                if (copy.Tensor.Shape.SequenceEqual(embedding.Shape))
                    replacements[copy.Tensor] = embedding with { Tensor = copy.Tensor };
            }
        }

        return new ModelDirectoryWriteOptions
        {
            Config = Config(model),
            GenerationConfig = source.GenerationConfig,
            Replacements = [.. replacements.Values],
            Additions = additions,
        };
    }

    private static JsonObject Config(PretrainedModel model)
    {
        JsonObject config = (JsonObject)model.Configuration.Json.DeepClone();
        if (model.HeadKind is { } kind)
            config["architectures"] = new JsonArray(model.Architecture.HeadClasses[kind]);
        // Named torch_dtype up to version 4 of the public library, dtype from 5 on.
        config[config.ContainsKey("dtype") ? "dtype" : "torch_dtype"] = "float32";
        return config;
    }

    /// <summary>Rows of a parameter as little-endian float32.</summary>
    private static TensorRowFill Rows(Parameter parameter) => (firstRow, rowCount, destination) =>
    {
        using TensorScope scope = TensorScope.Open();
        Tensor rows = Operators.Detach(parameter.Value);
        if (parameter.Shape.Count > 0)
            rows = Operators.Narrow(rows, 0, firstRow, rowCount);
        float[] values = rows.ToArray<float>();
        ElementConversion.FromSingle(ElementType.F32, values, destination);
    };
}
