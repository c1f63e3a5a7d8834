using System;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// A whole pipeline of known components as one pass over UTF-8 bytes: no string, no intermediate text, nothing allocated for each
/// token or call. It gives the same tokens and ranges as the components one after the other. Safe for use from several threads at
/// once: what changes is in the state that the caller gives.
/// </summary>
internal abstract class TextEncoder
{
    /// <summary>
    /// Whether the encoder does the normalizer's work, and the finding of added tokens in normalized text, itself. Else it is only given
    /// pieces that the normalizer leaves as they are, and the caller cuts added tokens out.
    /// </summary>
    public virtual bool Normalizes => false;

    /// <summary>Makes the memory that one thread at a time works in, caches among it.</summary>
    public abstract EncoderState CreateState();

    /// <summary>
    /// Appends the tokens of a piece, or says that it cannot, having appended nothing; the general path then takes the piece. Ranges are
    /// bytes of the whole text; <see cref="EncodingBuffer.Word"/> counts on with each word, one without tokens too.
    /// </summary>
    /// <param name="piece">Valid UTF-8, not empty, without added tokens of the first kind (see <see cref="Normalizes"/> for the second).</param>
    /// <param name="start">Where the piece begins in the whole text, in bytes.</param>
    /// <param name="specialAsText">Whether special tokens in normalized text are left as text; only for an encoder that normalizes.</param>
    /// <param name="state">What <see cref="CreateState"/> made.</param>
    /// <param name="output">Where the tokens go.</param>
    /// <exception cref="InvalidTokenizerException">The text needs an unknown token that the model lacks.</exception>
    public abstract bool TryEncode(ReadOnlySpan<byte> piece, int start, bool specialAsText, EncoderState state, EncodingBuffer output);
}
