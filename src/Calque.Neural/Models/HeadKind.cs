namespace Calque.Neural.Models;

/// <summary>What stands on a model's body.</summary>
public enum HeadKind
{
    /// <summary>Scores of the vocabulary for masked places.</summary>
    MaskedLanguageModeling,

    /// <summary>Scores of the vocabulary for the next token.</summary>
    CausalLanguageModeling,

    /// <summary>Scores of classes for a text or a pair of texts.</summary>
    SequenceClassification,

    /// <summary>Scores of classes for each token.</summary>
    TokenClassification,

    /// <summary>Scores of each token as an answer's beginning and end.</summary>
    QuestionAnswering,

    /// <summary>An encoder, and scores of the vocabulary for the decoder's next token.</summary>
    SequenceToSequence,
}
