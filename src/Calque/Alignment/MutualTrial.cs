namespace Calque.Alignment;

/// <summary>One setting of the last whitening that self-learning tried.</summary>
/// <param name="Setting">Its parameters in words.</param>
/// <param name="Mutual">Words left out of the dictionary that were each other's best translation with it (CSLS).</param>
/// <param name="Chosen">Whether it was taken.</param>
public sealed record MutualTrial(string Setting, int Mutual, bool Chosen);
