namespace Calque.World;

/// <summary>The source models that the world has.</summary>
public enum WorldModelKind
{
    /// <summary>A BERT of one layer: the output head is the input matrix, with an output bias of its own.</summary>
    Bert,

    /// <summary>A GPT-2 of one layer with an output head of its own, another image of the concepts than the input matrix.</summary>
    UntiedGpt2,
}
