using System.Collections.Generic;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary>A step that cuts normalized text into the pieces that the model sees one by one. Safe for use from several threads at once.</summary>
public abstract class PreTokenizer
{
    /// <summary>
    /// Whether the pieces depend on where they stand in the original, so that <see cref="NormalizedText.TracksOffsets"/> must be
    /// on for the answer to be right (a Metaspace with the scheme "first" behind another pre-tokenizer).
    /// </summary>
    public virtual bool NeedsOffsets => false;

    /// <summary>Whether the first piece of the input is treated unlike the others.</summary>
    internal virtual bool DependsOnPlace => false;

    /// <summary>Cuts <paramref name="piece"/> and adds the parts to <paramref name="result"/> in order; none is empty.</summary>
    /// <param name="piece">The text; it may be changed by the call.</param>
    /// <param name="result">The list that the parts are added to; what it holds already stays.</param>
    public abstract void PreTokenize(NormalizedText piece, List<NormalizedText> result);
}
