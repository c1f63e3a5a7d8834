namespace Calque.Alignment;

/// <summary>What an adversarial game is played on: words of both sides, the most frequent first.</summary>
/// <param name="Dimension">Dimensions of the vectors.</param>
/// <param name="SourceRows">Normalised vectors, [source words × <see cref="Dimension"/>], row-major.</param>
/// <param name="TargetRows">The same of the target side.</param>
/// <param name="ProfileWidth">Numbers of a profile; 0: there are no profiles.</param>
/// <param name="SourceProfiles">What is known of each word that no rotation changes, [source words × <see cref="ProfileWidth"/>]: mean 0, spread from 0 (all chance) to 1.</param>
/// <param name="TargetProfiles">The same of the target side.</param>
public sealed record AdversarialSpaces(
    int Dimension, float[] SourceRows, float[] TargetRows, int ProfileWidth, float[] SourceProfiles, float[] TargetProfiles)
{
    /// <summary>Source words.</summary>
    public int SourceWords => SourceRows.Length / Dimension;

    /// <summary>Target words.</summary>
    public int TargetWords => TargetRows.Length / Dimension;
}
