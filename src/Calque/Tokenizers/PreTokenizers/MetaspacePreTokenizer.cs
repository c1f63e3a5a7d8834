using System;
using System.Collections.Generic;
using System.Text;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary>
/// <c>Metaspace</c>: writes each space (U+0020 only) as a visible mark, puts one before the text as its scheme says unless
/// there is one already, and cuts before each mark.
/// </summary>
public sealed class MetaspacePreTokenizer : PreTokenizer
{
    private static readonly LiteralPattern Space = new([(byte)' ']);
    private readonly byte[] _mark;
    private readonly LiteralPattern _pattern;
    private readonly bool _split;

    /// <summary>Makes the step.</summary>
    /// <param name="mark">The mark, in general U+2581.</param>
    /// <param name="prefix">Where a mark is put before the text.</param>
    /// <param name="split">Whether the text is cut before each mark.</param>
    public MetaspacePreTokenizer(Rune mark, MetaspacePrefix prefix, bool split)
    {
        _mark = Encoding.UTF8.GetBytes(mark.ToString());
        _pattern = new LiteralPattern(_mark);
        Prefix = prefix;
        _split = split;
    }

    /// <summary>The mark, in UTF-8.</summary>
    internal byte[] Mark => _mark;

    /// <summary>Whether the text is cut before each mark.</summary>
    internal bool Splits => _split;

    /// <summary>Where a mark is put before the text.</summary>
    public MetaspacePrefix Prefix { get; }

    /// <inheritdoc/>
    internal override bool DependsOnPlace => Prefix == MetaspacePrefix.First;

    /// <inheritdoc/>
    public override void PreTokenize(NormalizedText piece, List<NormalizedText> result)
    {
        ArgumentNullException.ThrowIfNull(piece);
        ArgumentNullException.ThrowIfNull(result);
        if (piece.Length == 0)
            return;
        TextEdits.ReplaceAll(piece, Space, _mark);
        bool wanted = Prefix == MetaspacePrefix.Always || (Prefix == MetaspacePrefix.First && piece.OriginalStart == 0);
        if (wanted && !piece.Bytes.StartsWith(_mark))
            TextEdits.Prepend(piece, _mark);
        if (_split)
            TextSplitter.Split(piece, _pattern, SplitBehavior.MergedWithNext, invert: false, result);
        else
            result.Add(piece);
    }
}
