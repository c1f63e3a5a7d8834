using System.Collections.Generic;

namespace Calque.Tokenizers.Surfaces;

/// <summary>How the tokens of a vocabulary write text.</summary>
internal sealed record SurfaceScheme
{
    /// <summary>Whether each byte is written as one printable character (GPT-2).</summary>
    public bool ByteLevel { get; init; }

    /// <summary>What a space is written as (<c>▁</c>), or null for itself.</summary>
    public string? SpaceMark
    {
        get;
        init
        {
            field = value;
            SpaceMarkUtf8 = Utf8Of(value);
        }
    }

    /// <summary>Whether <c>&lt;0xNN&gt;</c> tokens are bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>What pieces inside a word begin with (<c>##</c>), or null where words have no such mark.</summary>
    public string? ContinuingPrefix
    {
        get;
        init
        {
            field = value;
            ContinuingPrefixUtf8 = Utf8Of(value);
        }
    }

    /// <summary>What the last piece of a word ends with (<c>&lt;/w&gt;</c>), or null.</summary>
    public string? EndOfWordSuffix
    {
        get;
        init
        {
            field = value;
            EndOfWordSuffixUtf8 = Utf8Of(value);
        }
    }

    /// <summary>Whether every token is a whole word.</summary>
    public bool WholeWords { get; init; }

    /// <summary>Ids that are special by the model's own word (control pieces of SentencePiece, its unknown piece).</summary>
    public IReadOnlyList<int> ControlIds { get; init; } = [];

    /// <summary><see cref="SpaceMark"/> in UTF-8.</summary>
    public byte[]? SpaceMarkUtf8 { get; private init; }

    /// <summary><see cref="ContinuingPrefix"/> in UTF-8.</summary>
    public byte[]? ContinuingPrefixUtf8 { get; private init; }

    /// <summary><see cref="EndOfWordSuffix"/> in UTF-8.</summary>
    public byte[]? EndOfWordSuffixUtf8 { get; private init; }

    private static byte[]? Utf8Of(string? text) => text is null ? null : System.Text.Encoding.UTF8.GetBytes(text);
}
