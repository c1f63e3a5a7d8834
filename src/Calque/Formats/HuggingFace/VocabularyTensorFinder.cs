using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Formats.Safetensors;

namespace Calque.Formats.HuggingFace;

/// <summary>Finds the tensors with one entry for each token, by the table of families and by the names that the user gives.</summary>
internal sealed class VocabularyTensorFinder
{
    private readonly ModelFamily? _family;
    private readonly EmbeddingTensorNames _names;

    public VocabularyTensorFinder(ModelFamily? family, EmbeddingTensorNames? names)
    {
        _family = family;
        _names = names ?? new EmbeddingTensorNames(null, null, null);
    }

    /// <summary>Which of several names of the same bytes is kept: the given ones first, then the table's in its order.</summary>
    public int Rank(string name)
    {
        int rank = 0;
        foreach (string candidate in Inputs().Concat(Heads()).Concat(Biases()))
        {
            if (candidate == name)
                return rank;
            rank++;
        }
        return int.MaxValue;
    }

    /// <summary>Whether a name is one of the output head's.</summary>
    public bool IsHead(string name) => Heads().Contains(name, StringComparer.Ordinal);

    /// <summary>All stored tensors with one entry for each token: the input embedding first, then its copies, heads, biases.</summary>
    /// <param name="directory">The model directory, for messages.</param>
    /// <param name="modelType">The model's type, for messages.</param>
    /// <param name="vocabularySize">vocab_size of config.json; null if it says none.</param>
    /// <param name="weights">The open files.</param>
    /// <exception cref="InvalidModelException">There is no input embedding, or shapes or types contradict one another.</exception>
    /// <exception cref="InvalidOptionException">A tensor that the user named does not exist.</exception>
    public List<VocabularyTensor> Find(string directory, string modelType, long? vocabularySize, WeightFiles weights)
    {
        CheckNames(weights);
        List<VocabularyTensor> found = [];
        Collect(found, Inputs(), VocabularyTensorRole.Input, weights);
        if (found.Count == 0)
            throw NoEmbedding(directory, modelType, vocabularySize, weights);
        long rows = CheckInputs(found, vocabularySize);
        Collect(found, Heads(), VocabularyTensorRole.Head, weights);
        Collect(found, Biases(), VocabularyTensorRole.Bias, weights);
        for (int i = 0; i < found.Count; i++)
        {
            CheckType(found[i].Tensor);
            if (found[i].Role != VocabularyTensorRole.Input)
                found[i] = found[i] with { VocabularyAxis = FindAxis(found[i], rows, vocabularySize) };
        }
        return found;
    }

    /// <summary>The table's names with and without the family's prefixes: all forms of one name before the next name.</summary>
    public IEnumerable<string> WithPrefixes(IEnumerable<string> names) =>
        names.SelectMany(name => (_family?.Prefixes ?? []).Select(prefix => prefix + name).Append(name));

    // A name that the user gives stands for the whole role: none of the table's names joins it.
    private IEnumerable<string> Inputs() =>
        _names.Embedding is not null ? [_names.Embedding] : WithPrefixes(_family?.Embeddings ?? []);

    private IEnumerable<string> Heads() => _names.Head is not null ? [_names.Head] : WithPrefixes(_family?.Heads ?? []);

    private IEnumerable<string> Biases() => _names.Bias is not null ? [_names.Bias] : WithPrefixes(_family?.Biases ?? []);

    private void CheckNames(WeightFiles weights)
    {
        foreach ((string option, string? name) in new[]
        {
            ("--embedding-tensor", _names.Embedding), ("--head-tensor", _names.Head), ("--bias-tensor", _names.Bias),
        })
        {
            if (name is not null && weights.FindTensor(name) is null)
            {
                throw new InvalidOptionException(
                    option, $"'{name}', which the model does not have", "the name of one of its tensors",
                    $"Its tensors begin with: {Join(weights.Tensors.Select(tensor => tensor.Name).Take(8))}.");
            }
        }
    }

    private static void Collect(List<VocabularyTensor> found, IEnumerable<string> names, VocabularyTensorRole role, WeightFiles weights)
    {
        foreach (string name in names)
        {
            if (weights.FindTensor(name) is ModelTensor tensor && found.TrueForAll(other => other.Tensor != tensor))
                found.Add(new VocabularyTensor(tensor, role, 0));
        }
    }

    private static long CheckInputs(List<VocabularyTensor> inputs, long? vocabularySize)
    {
        ModelTensor main = inputs[0].Tensor;
        if (main.Shape is not [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue])
            throw Invalid(main, $"the shape {Format(main)}", "a matrix with a row for each token");
        long rows = main.Shape[0];
        if (rows < vocabularySize)
            throw Invalid(main, $"{rows} rows", $"at least {vocabularySize}, the vocab_size of config.json");
        foreach (VocabularyTensor copy in inputs.Skip(1))
        {
            if (!copy.Tensor.Shape.SequenceEqual(main.Shape))
                throw Invalid(copy.Tensor, $"the shape {Format(copy.Tensor)}", $"{Format(main)}, the shape of '{main.Name}', which it is a copy of");
        }
        return rows;
    }

    private static int FindAxis(VocabularyTensor vocabularyTensor, long rows, long? vocabularySize)
    {
        ModelTensor tensor = vocabularyTensor.Tensor;
        // Padding rows may be on one tensor and not on the other: any length from the vocabulary to the embedding will do.
        bool Fits(long length) => length <= rows && length >= (vocabularySize ?? rows);
        IReadOnlyList<long> shape = tensor.Shape;
        if (vocabularyTensor.Role == VocabularyTensorRole.Head)
        {
            if (shape.Count == 2 && Fits(shape[0]))
                return 0;
            if (shape.Count == 2 && Fits(shape[1]))
                return 1;
            throw Invalid(tensor, $"the shape {Format(tensor)}", $"a matrix with {rows} rows, as many as the input embedding");
        }
        if (shape.Count == 1 && Fits(shape[0]))
            return 0;
        if (shape is [1, _] && Fits(shape[1]))
            return 1;
        throw Invalid(tensor, $"the shape {Format(tensor)}", $"{rows} numbers, as many as the input embedding has rows");
    }

    private static void CheckType(ModelTensor tensor)
    {
        if (!ElementTypes.IsFloatingPoint(tensor.ElementType))
        {
            throw new InvalidModelException(
                Place(tensor), $"elements of type {tensor.ElementTypeName}", "F32, F16, BF16 or F64",
                "Quantised weights cannot be mixed row by row; use the model that it was quantised from.");
        }
    }

    private InvalidModelException NoEmbedding(string directory, string modelType, long? vocabularySize, WeightFiles weights)
    {
        string[] candidates =
        [
            .. weights.Tensors
                .Where(tensor => tensor.Shape.Count == 2 && (vocabularySize is null ? tensor.Shape[0] > tensor.Shape[1] : tensor.Shape[0] >= vocabularySize))
                .OrderByDescending(tensor => tensor.Shape[0] == vocabularySize)
                .Select(tensor => $"{tensor.Name} {Format(tensor)}")
                .Take(6),
        ];
        string hint = candidates.Length == 0
            ? "No matrix has as many rows as the vocabulary: the weights may belong to another config.json, or be an adapter or a part of a model."
            : $"Matrices with enough rows: {Join(candidates)}.";
        return _family is null
            ? new InvalidModelException(
                directory, $"the model type '{modelType}', which the table of families does not know",
                "a known family, or the tensors' names in --embedding-tensor, --head-tensor and --bias-tensor", hint)
            : new InvalidModelException(
                directory, $"no input embedding of the family {_family.Name}", $"a tensor {string.Join(" or ", WithPrefixes(_family.Embeddings))}",
                $"Name it with --embedding-tensor. {hint}");
    }

    private static InvalidModelException Invalid(ModelTensor tensor, string found, string expected) =>
        new(Place(tensor), found, expected, "Weights and config.json do not belong together, or another tensor is meant (--embedding-tensor, --head-tensor, --bias-tensor).");

    private static string Place(ModelTensor tensor) => $"{tensor.File}, tensor '{tensor.Name}'";

    private static string Format(ModelTensor tensor) => $"[{string.Join(", ", tensor.Shape)}]";

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);
}
