namespace Calque.Neural.Models.DistilBert;

/// <summary>The sizes of a DistilBERT encoder (Sanh et al. 2019).</summary>
internal sealed record DistilBertConfiguration
{
    public DistilBertConfiguration(ModelConfiguration json)
    {
        VocabularySize = json.Size("vocab_size");
        HiddenSize = json.Size("dim");
        Layers = json.Size("n_layers");
        Heads = json.Size("n_heads");
        IntermediateSize = json.Size("hidden_dim");
        Activation = json.Text("activation", "gelu");
        Dropout = json.Share("dropout", 0.1);
        AttentionDropout = json.Share("attention_dropout", 0.1);
        ClassifierDropout = json.Share("seq_classif_dropout", 0.2);
        QuestionDropout = json.Share("qa_dropout", 0.1);
        Positions = json.Size("max_position_embeddings", 512);
        HasFixedPositions = json.Flag("sinusoidal_pos_embds", false);
        Place = json.Place;
        if (HiddenSize % Heads != 0)
            throw new InvalidModelException(json.Place, $"dim {HiddenSize} for {Heads} heads", "a multiple of n_heads", "The configuration was changed by hand, or is cut short.");
    }

    /// <summary>ε of every norm: the public class has no key for it.</summary>
    public const double Epsilon = 1e-12;

    public int VocabularySize { get; }

    public int HiddenSize { get; }

    public int Layers { get; }

    public int Heads { get; }

    public int IntermediateSize { get; }

    public string Activation { get; }

    public double Dropout { get; }

    public double AttentionDropout { get; }

    public double ClassifierDropout { get; }

    public double QuestionDropout { get; }

    public int Positions { get; }

    /// <summary>Whether the table of positions holds sines and cosines that training leaves alone.</summary>
    public bool HasFixedPositions { get; }

    public string Place { get; }
}
