namespace Calque.Alignment;

/// <summary>What self-learning starts from (<c>--start dictionary|identical|numerals|nothing</c>).</summary>
public enum SelfLearningStart
{
    /// <summary>The pairs that are given, few or many.</summary>
    Dictionary,

    /// <summary>Words that are spelt alike on both sides.</summary>
    Identical,

    /// <summary>Words that consist of digits and are equal on both sides.</summary>
    Numerals,

    /// <summary>No pairs: words are matched by the distributions of their similarities to the words of their own language (Artetxe et al. 2018b).</summary>
    Nothing,
}
