namespace Calque.Neural.Models.T5;

/// <summary>The sizes of a T5 encoder and decoder (Raffel et al. 2020), or of mT5's (Xue et al. 2021).</summary>
internal sealed record T5Configuration
{
    private const string Gated = "gated-";

    /// <param name="json">config.json.</param>
    /// <param name="isMultilingual">Whether the defaults of the public class are mT5's: gated GELU, an output layer of its own.</param>
    public T5Configuration(ModelConfiguration json, bool isMultilingual)
    {
        VocabularySize = json.Size("vocab_size");
        HiddenSize = json.Size("d_model");
        HeadWidth = json.Size("d_kv");
        Heads = json.Size("num_heads");
        IntermediateSize = json.Size("d_ff");
        EncoderLayers = json.Size("num_layers");
        DecoderLayers = json.Size("num_decoder_layers", EncoderLayers);
        Buckets = json.Size("relative_attention_num_buckets", 32);
        FarthestDistance = json.Size("relative_attention_max_distance", 128);
        Dropout = json.Share("dropout_rate", 0.1);
        Epsilon = json.Number("layer_norm_epsilon", 1e-6);
        IsTied = json.Flag("tie_word_embeddings", !isMultilingual);
        string projection = json.Text("feed_forward_proj", isMultilingual ? "gated-gelu" : "relu");
        IsGated = projection.StartsWith(Gated, System.StringComparison.Ordinal);
        // The gated GELU of these models is the one by a hyperbolic tangent; a plain "gelu" is the exact one.
        Activation = projection == "gated-gelu" ? "gelu_new" : IsGated ? projection[Gated.Length..] : projection;
        Place = json.Place;
        // Half of the buckets, and in the encoder half of each direction's, hold one distance each; the rest spread up to the farthest.
        if (Buckets < 4 || Buckets % 2 != 0 || FarthestDistance <= Buckets / 2)
        {
            throw new InvalidModelException(
                json.Place, $"relative_attention_num_buckets {Buckets} up to distance {FarthestDistance}",
                "an even number of 4 or more, and relative_attention_max_distance above half of it", "The configuration was changed by hand, or is cut short.");
        }
    }

    public int VocabularySize { get; }

    public int HiddenSize { get; }

    /// <summary>The width of a head; the heads together may be wider or narrower than a hidden state.</summary>
    public int HeadWidth { get; }

    public int Heads { get; }

    public int IntermediateSize { get; }

    public int EncoderLayers { get; }

    public int DecoderLayers { get; }

    /// <summary>How many classes of distance there are.</summary>
    public int Buckets { get; }

    /// <summary>From this distance on all share the last class.</summary>
    public int FarthestDistance { get; }

    public double Dropout { get; }

    public double Epsilon { get; }

    /// <summary>Whether the output layer is the input embedding.</summary>
    public bool IsTied { get; }

    /// <summary>Whether the feed-forward part is a product of two layers (Shazeer 2020).</summary>
    public bool IsGated { get; }

    public string Activation { get; }

    public string Place { get; }
}
