using System;
using System.Collections.Generic;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary><c>ByteLevel</c>: cuts words as GPT-2 does and writes each byte as a printable character (<see cref="ByteAlphabet"/>).</summary>
/// <param name="addPrefixSpace">Whether a space is put before text that does not begin with one.</param>
/// <param name="useRegex">Whether words are cut; else the piece stays whole.</param>
public sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex) : PreTokenizer
{
    /// <summary>Whether a space is put before text that does not begin with one.</summary>
    public bool AddPrefixSpace { get; } = addPrefixSpace;

    /// <summary>Whether words are cut; else the piece stays whole.</summary>
    public bool UseRegex { get; } = useRegex;

    /// <inheritdoc/>
    public override void PreTokenize(NormalizedText piece, List<NormalizedText> result)
    {
        ArgumentNullException.ThrowIfNull(piece);
        ArgumentNullException.ThrowIfNull(result);
        if (piece.Length == 0)
            return;
        if (AddPrefixSpace && piece.Bytes[0] != (byte)' ')
            TextEdits.Prepend(piece, " "u8);
        int first = result.Count;
        if (UseRegex)
            TextSplitter.Split(piece, Gpt2Pattern.Instance, SplitBehavior.Isolated, invert: false, result);
        else
            result.Add(piece);
        for (int i = first; i < result.Count; i++)
            TextEdits.WriteBytesAsCharacters(result[i]);
    }
}
