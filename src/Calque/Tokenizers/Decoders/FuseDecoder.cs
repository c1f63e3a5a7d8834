using System.Collections.Generic;

namespace Calque.Tokenizers.Decoders;

/// <summary><c>Fuse</c>: joins all pieces into one.</summary>
public sealed class FuseDecoder : Decoder
{
    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens) => [string.Concat(tokens)];
}
