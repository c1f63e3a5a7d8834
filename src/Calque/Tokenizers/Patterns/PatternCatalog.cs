namespace Calque.Tokenizers.Patterns;

/// <summary>Regular expressions: those of well-known models by scanners of their own, the others by translation.</summary>
internal static class PatternCatalog
{
    /// <summary>The expression of GPT-2, which the pre-tokenizer ByteLevel splits by.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The expression by which T5 and XLM-R make one space of several.</summary>
    public const string SpaceRun = " {2,}";

    private const string Contractions = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string WordTail = @" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Llama3 = Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|" + WordTail;
    private const string Qwen2 = Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|" + WordTail;
    private const string Cl100k =
        @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";

    private const string Upper = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    private const string Lower = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    private const string O200k = @"[^\r\n\p{L}\p{N}]?" + Upper + "*" + Lower + "+" + Contractions + @"?|[^\r\n\p{L}\p{N}]?" + Upper + "+" + Lower
        + "*" + Contractions + @"?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The pattern of an expression.</summary>
    /// <exception cref="InvalidTokenizerException">The expression is damaged, or holds something that is not supported.</exception>
    public static Pattern Get(string expression, string place) => expression switch
    {
        Gpt2 => Gpt2Pattern.Instance,
        SpaceRun => SpaceRunPattern.Instance,
        Llama3 or Cl100k => WordPattern.ThreeDigits,
        Qwen2 => WordPattern.OneDigit,
        O200k => CasedWordPattern.Instance,
        _ => OnigurumaPattern.Parse(expression, place),
    };
}
