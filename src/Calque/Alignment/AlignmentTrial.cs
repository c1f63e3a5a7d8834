namespace Calque.Alignment;

/// <summary>One setting that was tried by cross-validation.</summary>
/// <param name="Method">The aligner.</param>
/// <param name="Normalization">The normalisation.</param>
/// <param name="Setting">Its parameters in words; empty where it has none.</param>
/// <param name="Words">Held-out source words that were asked for, over the parts tried.</param>
/// <param name="Right">How many of them were answered rightly at once (CSLS).</param>
/// <param name="MeanReciprocalRank">The mean of 1 / rank of the first right answer among ten, 0 where there is none.</param>
/// <param name="Chosen">Whether the alignment was made with it.</param>
public sealed record AlignmentTrial(
    string Method, VectorNormalization Normalization, string Setting, int Words, int Right, double MeanReciprocalRank, bool Chosen);
