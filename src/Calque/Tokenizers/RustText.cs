using System;
using System.Text;

namespace Calque.Tokenizers;

/// <summary>String functions with the answers of Rust's, where .NET's differ.</summary>
internal static class RustText
{
    /// <summary><c>str::replace</c>: an empty <paramref name="old"/> stands before every character and at the end.</summary>
    public static string Replace(string text, string old, string replacement)
    {
        if (old.Length > 0)
            return text.Replace(old, replacement, StringComparison.Ordinal);
        if (replacement.Length == 0)
            return text;
        var result = new StringBuilder(replacement);
        foreach (Rune rune in text.EnumerateRunes())
            result.Append(rune.ToString()).Append(replacement);
        return result.ToString();
    }
}
