using System;
using System.Collections.Generic;
using System.Text;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tokenizers.Decoders;

/// <summary><c>Metaspace</c>: turns the marks back into spaces; those of the first token vanish, all of them, unless none is ever put first.</summary>
public sealed class MetaspaceDecoder : Decoder
{
    private readonly string _mark;
    private readonly MetaspacePrefix _prefix;

    /// <summary>Makes the step from the mark and where it is put before text.</summary>
    public MetaspaceDecoder(Rune mark, MetaspacePrefix prefix)
    {
        _mark = mark.ToString();
        _prefix = prefix;
    }

    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var result = new List<string>(tokens.Count);
        for (int i = 0; i < tokens.Count; i++)
            result.Add(tokens[i].Replace(_mark, i == 0 && _prefix != MetaspacePrefix.Never ? "" : " ", StringComparison.Ordinal));
        return result;
    }
}
