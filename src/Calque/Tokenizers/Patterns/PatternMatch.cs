namespace Calque.Tokenizers.Patterns;

/// <summary>Where a pattern matched: bytes from <paramref name="Start"/> to <paramref name="End"/>, exclusive; both are equal for an empty match.</summary>
internal readonly record struct PatternMatch(int Start, int End);
