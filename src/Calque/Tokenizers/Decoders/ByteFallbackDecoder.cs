using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Calque.Tokenizers.Decoders;

/// <summary>
/// <c>ByteFallback</c>: joins runs of tokens <c>&lt;0xNN&gt;</c> to text; a run that is no UTF-8 gives one U+FFFD for each byte.
/// </summary>
public sealed class ByteFallbackDecoder : Decoder
{
    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var result = new List<string>(tokens.Count);
        var run = new List<byte>();
        foreach (string token in tokens)
        {
            if (TryGetByte(token, out byte value))
            {
                run.Add(value);
                continue;
            }

            Flush(run, result);
            result.Add(token);
        }

        Flush(run, result);
        return result;
    }

    private static void Flush(List<byte> run, List<string> result)
    {
        if (run.Count == 0)
            return;
        byte[] bytes = run.ToArray();
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            result.Add(Encoding.UTF8.GetString(bytes));
        }
        else
        {
            for (int i = 0; i < bytes.Length; i++)
                result.Add("\uFFFD");
        }

        run.Clear();
    }

    // Rust's from_str_radix takes a sign, so "<0x+5>" is a byte too.
    private static bool TryGetByte(string token, out byte value)
    {
        value = 0;
        if (token.Length != 6 || !token.StartsWith("<0x", StringComparison.Ordinal) || token[5] != '>')
            return false;
        ReadOnlySpan<char> digits = token.AsSpan(3, 2);
        if (digits[0] == '+')
            digits = digits[1..];
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
