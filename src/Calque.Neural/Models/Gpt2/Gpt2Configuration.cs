using System;

namespace Calque.Neural.Models.Gpt2;

/// <summary>The sizes of a GPT-2 decoder (Radford et al. 2019).</summary>
internal sealed record Gpt2Configuration
{
    public Gpt2Configuration(ModelConfiguration json)
    {
        if (json.Flag("add_cross_attention", false))
            throw new InvalidModelException(json.Place, "add_cross_attention true", "a decoder alone", "The engine has no encoder beside this family.");
        VocabularySize = json.Size("vocab_size");
        HiddenSize = json.Size("n_embd");
        Layers = json.Size("n_layer");
        Heads = json.Size("n_head");
        IntermediateSize = json.Size("n_inner", checked(4 * HiddenSize));
        Positions = json.Size("n_positions", 1024);
        Activation = json.Text("activation_function", "gelu_new");
        EmbeddingDropout = json.Share("embd_pdrop", 0.1);
        ResidualDropout = json.Share("resid_pdrop", 0.1);
        AttentionDropout = json.Share("attn_pdrop", 0.1);
        ClassifierDropout = json.Share("classifier_dropout", json.Share("hidden_dropout", 0.1));
        Epsilon = json.Number("layer_norm_epsilon", 1e-5);
        ScalesScores = json.Flag("scale_attn_weights", true);
        ScalesByLayer = json.Flag("scale_attn_by_inverse_layer_idx", false);
        Place = json.Place;
        if (HiddenSize % Heads != 0)
            throw new InvalidModelException(json.Place, $"n_embd {HiddenSize} for {Heads} heads", "a multiple of n_head", "The configuration was changed by hand, or is cut short.");
    }

    public int VocabularySize { get; }

    public int HiddenSize { get; }

    public int Layers { get; }

    public int Heads { get; }

    public int IntermediateSize { get; }

    public int Positions { get; }

    public string Activation { get; }

    public double EmbeddingDropout { get; }

    public double ResidualDropout { get; }

    public double AttentionDropout { get; }

    public double ClassifierDropout { get; }

    public double Epsilon { get; }

    /// <summary>Whether scores are divided by the square root of a head's width.</summary>
    public bool ScalesScores { get; }

    /// <summary>Whether scores of layer i, counted from 0, are divided by i + 1 too.</summary>
    public bool ScalesByLayer { get; }

    public string Place { get; }

    /// <summary>What the scores of a layer are multiplied by.</summary>
    public double Scale(int layer) => (ScalesScores ? 1 / Math.Sqrt(HiddenSize / Heads) : 1) / (ScalesByLayer ? layer + 1 : 1);
}
