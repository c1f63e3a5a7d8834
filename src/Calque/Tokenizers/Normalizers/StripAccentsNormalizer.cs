using System;
using Calque.Text;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>StripAccents</c>: drops all marks (M of Unicode 9); it does not take letters apart first.</summary>
public sealed class StripAccentsNormalizer : Normalizer
{
    private static readonly CodePointSet Marks = UnicodeTables.ReadSet("set:marks");

    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEdits.Map(text, static c => c >= 0x80 && Marks.Contains(c) ? -1 : c);
    }
}
