using System;
using System.Globalization;
using System.Text.Encodings.Web;

namespace Calque.Formats.HuggingFace;

/// <summary>
/// Escapes in JSON text what JSON asks for and nothing else, as Python's <c>ensure_ascii=False</c> does: quotation marks,
/// backslashes and control characters. The runtime's most relaxed encoder still escapes everything above U+FFFF.
/// </summary>
internal sealed class PlainJsonEncoder : JavaScriptEncoder
{
    /// <summary>The one instance that is needed.</summary>
    public static PlainJsonEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (int i = 0; i < textLength; i++)
        {
            if (WillEncode(text[i]))
                return i;
            if (!char.IsSurrogate(text[i]))
                continue;
            // Half a pair cannot be written as UTF-8: the caller puts U+FFFD in its place.
            if (i + 1 == textLength || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }
        return -1;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        string escaped = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\b' => "\\b",
            '\f' => "\\f",
            < 0x20 => "\\u" + unicodeScalar.ToString("x4", CultureInfo.InvariantCulture),
            _ => char.ConvertFromUtf32(unicodeScalar),
        };
        numberOfCharactersWritten = 0;
        if (!escaped.AsSpan().TryCopyTo(new Span<char>(buffer, bufferLength)))
            return false;
        numberOfCharactersWritten = escaped.Length;
        return true;
    }
}
