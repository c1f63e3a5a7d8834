using System;
using System.Collections.Generic;
using Calque.Text;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary>
/// <c>UnicodeScripts</c>: cuts where the script changes. Hiragana, Katakana and U+30FC count as Han; the space and code points that
/// the library's old table does not know belong to every script, and are dropped where they lead the text.
/// </summary>
public sealed class UnicodeScriptsPreTokenizer : PreTokenizer
{
    private const byte Any = 0;
    private static readonly CodePointTable Scripts = UnicodeTables.ReadTable("unicode-scripts");

    /// <inheritdoc/>
    public override void PreTokenize(NormalizedText piece, List<NormalizedText> result)
    {
        ArgumentNullException.ThrowIfNull(piece);
        ArgumentNullException.ThrowIfNull(result);
        ReadOnlySpan<byte> text = piece.Bytes;
        int start = -1;
        byte last = Any;
        for (int i = 0; i < text.Length;)
        {
            int at = i;
            byte script = Scripts[CodePoints.Decode(text, ref i)];
            if (script == Any || (script == last && start >= 0))
                continue;
            if (start >= 0)
                result.Add(piece.Slice(start, at));
            start = at;
            last = script;
        }

        if (start >= 0)
            result.Add(piece.Slice(start, text.Length));
    }
}
