namespace Calque.Neural.Models.Bert;

/// <summary>The sizes of a BERT encoder (Devlin et al. 2019); RoBERTa's are the same.</summary>
internal sealed record BertConfiguration
{
    public BertConfiguration(ModelConfiguration json)
    {
        json.Require("position_embedding_type", "absolute");
        if (json.Flag("is_decoder", false))
            throw new InvalidModelException(json.Place, "is_decoder true", "an encoder", "The engine runs this family as an encoder only.");
        VocabularySize = json.Size("vocab_size");
        HiddenSize = json.Size("hidden_size");
        Layers = json.Size("num_hidden_layers");
        Heads = json.Size("num_attention_heads");
        IntermediateSize = json.Size("intermediate_size");
        Activation = json.Text("hidden_act", "gelu");
        HiddenDropout = json.Share("hidden_dropout_prob", 0.1);
        AttentionDropout = json.Share("attention_probs_dropout_prob", 0.1);
        ClassifierDropout = json.Share("classifier_dropout", HiddenDropout);
        Positions = json.Size("max_position_embeddings");
        TokenTypes = json.Size("type_vocab_size", 2);
        Epsilon = json.Number("layer_norm_eps", 1e-12);
        Place = json.Place;
        if (HiddenSize % Heads != 0)
            throw new InvalidModelException(json.Place, $"hidden_size {HiddenSize} for {Heads} heads", "a multiple of num_attention_heads", "The configuration was changed by hand, or is cut short.");
    }

    public int VocabularySize { get; }

    public int HiddenSize { get; }

    public int Layers { get; }

    public int Heads { get; }

    public int IntermediateSize { get; }

    public string Activation { get; }

    public double HiddenDropout { get; }

    public double AttentionDropout { get; }

    public double ClassifierDropout { get; }

    public int Positions { get; }

    public int TokenTypes { get; }

    public double Epsilon { get; }

    public string Place { get; }
}
