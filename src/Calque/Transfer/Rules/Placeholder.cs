using System.Text.RegularExpressions;

namespace Calque.Transfer.Rules;

/// <summary>Names of vocabulary entries that only keep a place: their rows were never trained.</summary>
internal static partial class Placeholder
{
    internal static bool IsMatch(string token) => Pattern().IsMatch(token);

    // BERT [unused7], Gemma <unused7>, RoBERTa madeupword0001, T5 <extra_id_7>, Llama 3 <|reserved_special_token_7|>.
    [GeneratedRegex(@"^(\[unused\d+\]|<unused\d+>|madeupword\d+|<extra_id_\d+>|<\|reserved_special_token_\d+\|>)$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
