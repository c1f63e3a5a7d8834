using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Decoders;

/// <summary>A step that turns tokens back into text. Safe for use from several threads at once.</summary>
public abstract class Decoder
{
    /// <summary>Turns the tokens into other pieces of text, which joined give the text. The list given is not changed.</summary>
    public abstract List<string> DecodeChain(List<string> tokens);

    /// <summary>The text of the tokens.</summary>
    public string Decode(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return string.Concat(DecodeChain(tokens));
    }
}
