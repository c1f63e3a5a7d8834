using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>A model of a Hugging Face directory: a body and a head, with its parameters under their stored names.</summary>
public sealed class PretrainedModel : IDisposable
{
    private readonly ModelDirectory _directory;

    private PretrainedModel(
        ModelDirectory directory, ModelArchitecture architecture, ModelConfiguration configuration, ModelWeights weights, ModelBody body, ModelHead? head, HeadKind? kind)
    {
        _directory = directory;
        Architecture = architecture;
        Configuration = configuration;
        Weights = weights;
        Body = body;
        Head = head;
        HeadKind = kind;
    }

    /// <summary>The family.</summary>
    public ModelArchitecture Architecture { get; }

    /// <summary>config.json.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The parameters.</summary>
    public ModelWeights Weights { get; }

    /// <summary>From ids to hidden states.</summary>
    public ModelBody Body { get; }

    /// <summary>From hidden states to scores; null for a body alone.</summary>
    public ModelHead? Head { get; }

    /// <summary>What the head is; null for a body alone.</summary>
    public HeadKind? HeadKind { get; }

    /// <summary>Where its parameters lie.</summary>
    public Device Device => Weights.Device;

    /// <summary>The directory it was loaded from.</summary>
    public ModelDirectory Directory => _directory;

    /// <summary>Loads a model directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="options">How; null: for inference, with the head that config.json names.</param>
    /// <exception cref="InvalidModelException">The directory cannot be used: no known family, missing tensors, other shapes, a head the family lacks.</exception>
    /// <exception cref="ArgumentException">A name of a class is given twice, or there is none.</exception>
    /// <exception cref="EngineUnavailableException">There is no libtorch.</exception>
    public static PretrainedModel Load(string path, ModelLoadOptions? options = null)
    {
        options ??= new ModelLoadOptions();
        if (options.Labels is { } labels && (labels.Count == 0 || labels.Distinct(StringComparer.Ordinal).Count() < labels.Count))
            throw new ArgumentException("a classifier needs names of classes, each once", nameof(options));
        ModelDirectory directory = ModelDirectory.Open(path);
        ModelWeights? weights = null;
        try
        {
            ModelConfiguration configuration = new(Path.Combine(path, "config.json"), Named(directory.Config, options.Labels));
            ModelArchitecture architecture = ModelCatalogue.Find(directory.ModelType) ?? throw new InvalidModelException(
                configuration.Place, $"model_type '{directory.ModelType}'", $"one of {string.Join(", ", ModelCatalogue.All.SelectMany(family => family.ModelTypes))}",
                "The engine runs no other family yet; docs/engine.md says how one is added.");
            HeadKind? kind = options.Head ?? NamedHead(architecture, configuration);
            if (kind is { } wanted && !architecture.HeadClasses.ContainsKey(wanted))
            {
                throw new InvalidModelException(
                    configuration.Place, $"model_type '{directory.ModelType}' for {wanted}", $"a head of this family: {string.Join(", ", architecture.HeadClasses.Keys)}",
                    "Take a model of another family for this task.");
            }

            TensorEngine.Load();
            weights = new ModelWeights(directory, configuration, architecture.BodyPrefix, options);
            ModelBody body = architecture.CreateBody(configuration, weights);
            ModelHead? head = kind is { } own ? architecture.CreateHead(own, configuration, weights) : null;
            return new PretrainedModel(directory, architecture, configuration, weights, body, head, kind);
        }
        catch
        {
            weights?.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>The scores of every token, or of every sequence.</summary>
    /// <param name="batch">Packed sequences.</param>
    /// <param name="context">The pass.</param>
    /// <exception cref="InvalidOperationException">The model has no head, or is an encoder-decoder.</exception>
    public Tensor Logits(TokenBatch batch, ForwardContext context)
    {
        ModelHead head = RequireHead();
        if (Body is EncoderDecoderBody)
            throw new InvalidOperationException("an encoder-decoder has scores of a decoder's batch: pass both");
        return head.Forward(Body.Forward(batch, context), batch, context);
    }

    /// <summary>The scores of every token of the decoder's batch.</summary>
    /// <param name="encoderBatch">The texts to be read.</param>
    /// <param name="decoderBatch">The texts being written, packed together with them (<see cref="TokenBatch.PackPairs"/>).</param>
    /// <param name="context">The pass.</param>
    /// <exception cref="InvalidOperationException">The model has no head, or no decoder beside an encoder.</exception>
    public Tensor Logits(TokenBatch encoderBatch, TokenBatch decoderBatch, ForwardContext context)
    {
        ModelHead head = RequireHead();
        EncoderDecoderBody body = Body as EncoderDecoderBody ?? throw new InvalidOperationException("a model of one stack has no decoder beside an encoder");
        return head.Forward(body.Decode(decoderBatch, body.Encode(encoderBatch, context), encoderBatch, context), decoderBatch, context);
    }

    /// <summary>Closes the files and frees the parameters.</summary>
    public void Dispose()
    {
        Weights.Dispose();
        _directory.Dispose();
    }

    private ModelHead RequireHead() => Head ?? throw new InvalidOperationException("a model without a head has no logits");

    /// <summary>The configuration with the names of the classes in place of its own.</summary>
    private static JsonObject Named(JsonObject config, IReadOnlyList<string>? labels)
    {
        if (labels is null)
            return config;
        JsonObject named = (JsonObject)config.DeepClone();
        named["id2label"] = new JsonObject(labels.Select((label, i) => KeyValuePair.Create(i.ToString(CultureInfo.InvariantCulture), (JsonNode?)label)));
        named["label2id"] = new JsonObject(labels.Select((label, i) => KeyValuePair.Create(label, (JsonNode?)i)));
        named.Remove("num_labels");
        return named;
    }

    /// <summary>The head of the class that config.json names; null where it names a body.</summary>
    private static HeadKind? NamedHead(ModelArchitecture architecture, ModelConfiguration configuration)
    {
        if (configuration.Json["architectures"] is not JsonArray { Count: > 0 } classes || classes[0]?.GetValueKind() != JsonValueKind.String)
            return null;
        string name = classes[0]!.GetValue<string>(); // checked in the line above
        foreach ((HeadKind kind, string @class) in architecture.HeadClasses)
        {
            if (@class == name)
                return kind;
        }

        return null;
    }
}
