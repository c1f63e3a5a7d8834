namespace Calque.Alignment.Directories;

/// <summary>One of the two languages of an alignment.</summary>
public enum AlignmentSide
{
    /// <summary>The source language.</summary>
    Source,

    /// <summary>The target language.</summary>
    Target,
}
