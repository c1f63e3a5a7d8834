using System;

namespace Calque.Tokenizers.Models;

/// <summary>
/// The part of a tokenizer that turns a piece of prepared text into tokens of its vocabulary. Safe for use from several
/// threads at once: what changes is in the workspace that the caller gives.
/// </summary>
public abstract class TokenizerModel
{
    private protected TokenizerModel(Vocabulary vocabulary) => Vocabulary = vocabulary;

    /// <summary>The name of the model as <c>tokenizer.json</c> has it: BPE, WordPiece, Unigram or WordLevel.</summary>
    public abstract string Kind { get; }

    /// <summary>The model's own tokens, without those that were added.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether encodings show, for some ids, the text that a token stands for instead of its own.</summary>
    internal virtual bool ShowsMatchedText => false;

    /// <summary>Appends the tokens of a piece; starts and ends are bytes of the piece.</summary>
    /// <param name="piece">Valid UTF-8.</param>
    /// <param name="workspace">The memory to work in, of one thread at a time.</param>
    /// <param name="output">Where the tokens go.</param>
    /// <exception cref="InvalidTokenizerException">The piece needs the unknown token and the model has none.</exception>
    internal abstract void Tokenize(ReadOnlySpan<byte> piece, ModelWorkspace workspace, TokenBuffer output);

    /// <summary>A token as encodings show it.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="matched">The bytes of the piece that it stands for.</param>
    internal virtual string GetTokenText(int id, ReadOnlySpan<byte> matched) => Vocabulary.GetToken(id) ?? "";

    /// <summary>Writes the uppercase name of a byte token, <c>&lt;0xNN&gt;</c>, six bytes.</summary>
    internal static ReadOnlySpan<byte> ByteTokenName(byte value, Span<byte> destination)
    {
        const string Digits = "0123456789ABCDEF";
        "<0x"u8.CopyTo(destination);
        destination[3] = (byte)Digits[value >> 4];
        destination[4] = (byte)Digits[value & 15];
        destination[5] = (byte)'>';
        return destination[..6];
    }

    /// <summary>The ids of the 256 byte tokens, -1 where one is missing.</summary>
    private protected static int[] FindByteTokens(Vocabulary vocabulary)
    {
        int[] ids = new int[256];
        Span<byte> name = stackalloc byte[6];
        for (int value = 0; value < 256; value++)
            ids[value] = vocabulary.TryGetId(ByteTokenName((byte)value, name), out int id) ? id : -1;
        return ids;
    }

    /// <summary>The length in bytes of the character that begins with this byte, in valid UTF-8.</summary>
    private protected static int CharacterLength(byte lead) => lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}
