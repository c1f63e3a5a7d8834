using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Calque.Formats.Safetensors;
using Calque.Numerics.Randomness;
using Calque.Tokenizers;

namespace Calque.World;

/// <summary>
/// A small source model of language A. Its embedding rows are a hidden linear image of the concept vectors plus noise, so that the
/// right row of every target token is known; its body is drawn at random, since a transfer does not look at it.
/// </summary>
/// <remarks>
/// A token that is a whole word has the image of the mean vector of the concepts it can say. A piece of words has the mean over
/// the words that contain it at such a place, weighted by how often they are said. Any other token is drawn.
/// </remarks>
public sealed class WorldModel
{
    internal const int Heads = 4;

    private readonly ArtificialWorld _world;
    private readonly Tokenizer _tokenizer;
    private readonly WorldModelOptions _options;
    private readonly double[]?[] _meanings;

    private WorldModel(ArtificialWorld world, Tokenizer tokenizer, WorldModelKind kind, WorldModelOptions options)
    {
        _world = world;
        _tokenizer = tokenizer;
        _options = options;
        Kind = kind;
        Input = new HiddenImage(world.Space, "input", options.HiddenSize);
        // BERT's only output rows of its own are one value each, the bias.
        Output = kind == WorldModelKind.Bert ? new HiddenImage(world.Space, "bias", 1) : new HiddenImage(world.Space, "head", options.HiddenSize);
        _meanings = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(GetMeaning)];
    }

    /// <summary>Which model it is.</summary>
    public WorldModelKind Kind { get; }

    /// <summary>The map behind the input embeddings.</summary>
    public HiddenImage Input { get; }

    /// <summary>The map behind what else has a row for each token: BERT's output bias (one value), the output head of the untied model.</summary>
    public HiddenImage Output { get; }

    /// <summary>Makes the model.</summary>
    /// <param name="world">The world.</param>
    /// <param name="tokenizer">A tokenizer of language A.</param>
    /// <param name="kind">Which model.</param>
    /// <param name="options">Its size and its noise.</param>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    public static WorldModel Create(ArtificialWorld world, Tokenizer tokenizer, WorldModelKind kind, WorldModelOptions? options = null)
    {
        options ??= new WorldModelOptions();
        options.Validate();
        return new WorldModel(world, tokenizer, kind, options);
    }

    /// <summary>The row that a word of any language should have under one of the maps; null for a string that is no word of it.</summary>
    /// <param name="image"><see cref="Input"/> or <see cref="Output"/>.</param>
    /// <param name="language">The language of the word.</param>
    /// <param name="word">The word, inflected or not.</param>
    public double[]? GetIdealRow(HiddenImage image, ArtificialLanguage language, string word)
    {
        IReadOnlyList<int> concepts = language.Lexicon.GetConcepts(word);
        if (concepts.Count == 0)
            return null;
        double[] meaning = new double[_world.Space.Dimension], row = new double[image.Width];
        _world.Space.GetMeanVector(concepts, meaning);
        image.Apply(meaning, row);
        return row;
    }

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c> in float32; the tokenizer's files are not touched.</summary>
    /// <param name="directory">An existing directory.</param>
    public void Write(string directory)
    {
        WorldModelConfig.Write(Path.Combine(directory, "config.json"), WorldModelConfig.Create(Kind, _options.HiddenSize, _tokenizer));
        IReadOnlyList<TensorSpec> specs = WorldModelConfig.GetTensors(Kind, _options.HiddenSize, _tokenizer.VocabularySize);
        using SafetensorsWriter writer = SafetensorsWriter.Create(Path.Combine(directory, "model.safetensors"), specs);
        foreach (TensorInfo tensor in writer.Tensors)
        {
            float[] values = new float[tensor.Shape.Aggregate(1L, (product, size) => product * size)];
            Fill(tensor.Name, values);
            writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        writer.Complete();
    }

    private void Fill(string name, float[] values)
    {
        if (name is "bert.embeddings.word_embeddings.weight" or "transformer.wte.weight")
            FillRows(Input, "input", values);
        else if (name is "cls.predictions.bias" or "lm_head.weight")
            FillRows(Output, "output", values);
        else if (name.EndsWith(".bias", StringComparison.Ordinal))
            Array.Clear(values);
        else if (name.Contains("LayerNorm", StringComparison.Ordinal) || name.Contains(".ln_", StringComparison.Ordinal))
            Array.Fill(values, 1f);
        else
            FillBody(name, values);
    }

    private void FillRows(HiddenImage image, string name, float[] values)
    {
        // Concept vectors are of unit length and the map's entries of unit variance: so are the values of a row.
        double[] row = new double[image.Width], noise = new double[image.Width];
        for (int id = 0; id < _meanings.Length; id++)
        {
            KeyedRandom random = new(_world.Options.Seed, "world/model-rows/" + name, _tokenizer.GetToken(id) ?? "");
            random.FillNormal(noise);
            Array.Clear(row);
            if (_meanings[id] is double[] meaning)
                image.Apply(meaning, row);
            double scale = _meanings[id] is null ? 1 : _options.Noise;
            for (int j = 0; j < row.Length; j++)
                values[id * row.Length + j] = (float)(row[j] + scale * noise[j]);
        }
    }

    private void FillBody(string name, float[] values)
    {
        double[] drawn = new double[values.Length];
        new KeyedRandom(_world.Options.Seed, "world/model-body", name).FillNormal(drawn);
        // 0.02 is the spread that BERT and GPT-2 start their training from.
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(0.02 * drawn[i]);
    }

    private double[]? GetMeaning(int id)
    {
        TokenSurface surface = _tokenizer.GetSurface(id);
        if (_tokenizer.IsSpecial(id) || surface.Kind != TokenSurfaceKind.Text)
            return null;
        Lexicon lexicon = _world.A.Lexicon;
        // A byte-level token without the space is a whole word at the beginning of a sentence; a WordPiece with ## never is.
        bool canBeWord = surface.BeginsWord || _tokenizer.GetToken(id) == surface.Text;
        IReadOnlyList<string> words = canBeWord && lexicon.Contains(surface.Text)
            ? [surface.Text]
            : [.. lexicon.Forms.Where(form => surface.BeginsWord
                ? form.StartsWith(surface.Text, StringComparison.Ordinal)
                : form.IndexOf(surface.Text, 1, StringComparison.Ordinal) > 0)];
        if (words.Count == 0)
            return null;

        double[] meaning = new double[_world.Space.Dimension], one = new double[meaning.Length];
        double total = 0;
        foreach (string word in words)
        {
            IReadOnlyList<int> concepts = lexicon.GetConcepts(word);
            double weight = concepts.Sum(concept => _world.Space.Concepts[concept].Frequency);
            _world.Space.GetMeanVector(concepts, one);
            total += weight;
            for (int j = 0; j < meaning.Length; j++)
                meaning[j] += weight * one[j];
        }

        for (int j = 0; j < meaning.Length; j++)
            meaning[j] /= total;
        return meaning;
    }
}
