using System;
using System.Collections.Generic;
using Calque.Neural.Layers;

namespace Calque.Neural.Models.Llama;

/// <summary>The sizes of a Llama decoder (Touvron et al. 2023).</summary>
internal sealed record LlamaConfiguration
{
    public LlamaConfiguration(ModelConfiguration json)
    {
        VocabularySize = json.Size("vocab_size");
        HiddenSize = json.Size("hidden_size");
        Layers = json.Size("num_hidden_layers");
        Heads = json.Size("num_attention_heads");
        KeyHeads = json.Size("num_key_value_heads", Heads);
        IntermediateSize = json.Size("intermediate_size");
        Activation = json.Text("hidden_act", "silu");
        AttentionDropout = json.Share("attention_dropout", 0);
        ClassifierDropout = json.Share("classifier_dropout", json.Share("hidden_dropout", 0.1));
        Positions = json.Size("max_position_embeddings", 2048);
        Epsilon = json.Number("rms_norm_eps", 1e-6);
        AttentionBias = json.Flag("attention_bias", false);
        InnerBias = json.Flag("mlp_bias", false);
        Place = json.Place;
        if (Heads % KeyHeads != 0)
        {
            throw new InvalidModelException(
                json.Place, $"num_key_value_heads {KeyHeads} for {Heads} heads", "a divisor of num_attention_heads", "The configuration was changed by hand, or is cut short.");
        }

        if (HiddenSize % Heads != 0 && !json.Json.ContainsKey("head_dim"))
        {
            throw new InvalidModelException(
                json.Place, $"hidden_size {HiddenSize} for {Heads} heads, and no head_dim", "a multiple of num_attention_heads, or head_dim", "The configuration was changed by hand, or is cut short.");
        }

        HeadWidth = json.Size("head_dim", Math.Max(1, HiddenSize / Heads));
        if (HeadWidth % 2 != 0)
            throw new InvalidModelException(json.Place, $"heads of width {HeadWidth}", "an even width: rotary positions turn pairs", "The configuration was changed by hand, or is cut short.");
        Frequencies = LlamaRotaryScaling.Frequencies(json, HeadWidth);
    }

    public int VocabularySize { get; }

    public int HiddenSize { get; }

    public int Layers { get; }

    public int Heads { get; }

    /// <summary>Heads of keys and values (Ainslie et al. 2023).</summary>
    public int KeyHeads { get; }

    public int HeadWidth { get; }

    public int IntermediateSize { get; }

    public string Activation { get; }

    public double AttentionDropout { get; }

    public double ClassifierDropout { get; }

    public int Positions { get; }

    public double Epsilon { get; }

    /// <summary>Whether the four layers of an attention have biases.</summary>
    public bool AttentionBias { get; }

    /// <summary>Whether the three layers of a feed-forward part have biases.</summary>
    public bool InnerBias { get; }

    /// <summary>Radians a position, for each pair of a head (<see cref="RotaryPositions"/>).</summary>
    public IReadOnlyList<double> Frequencies { get; }

    public string Place { get; }
}
