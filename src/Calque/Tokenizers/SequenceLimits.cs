using System;
using System.Collections.Generic;

namespace Calque.Tokenizers;

/// <summary>How long sequences may be: the rules of truncation and padding (Rust library up to 0.22).</summary>
internal static class SequenceLimits
{
    /// <summary>Cuts one or two sequences so that they fit with the special tokens.</summary>
    /// <exception cref="InvalidOptionException">They cannot be cut as asked.</exception>
    public static (TokenEncoding First, TokenEncoding? Second) Truncate(TokenEncoding first, TokenEncoding? second, TruncationOptions options, int addedTokens)
    {
        int room = options.MaxLength - addedTokens;
        if (room < 0 || options.MaxLength < 0)
        {
            throw new InvalidOptionException("max_length", $"a maximum of {options.MaxLength} tokens",
                $"at least the {addedTokens} special tokens", "Raise the maximum, or leave special tokens out.");
        }

        if (room == 0)
            return (first.Truncate(0, options.Stride, options.Side), second?.Truncate(0, options.Stride, options.Side));
        int n1 = first.Length;
        int n2 = second?.Length ?? 0;
        int excess = n1 + n2 - room;
        if (excess <= 0)
            return (first, second);
        switch (options.Strategy)
        {
            case TruncationStrategy.OnlyFirst:
                n1 = Shorten(n1, excess);
                break;
            case TruncationStrategy.OnlySecond:
                if (second is null)
                {
                    throw new InvalidOptionException("strategy", "OnlySecond and one sequence", "a second sequence",
                        "Give a pair of texts or another strategy.");
                }

                n2 = Shorten(n2, excess);
                break;
            case TruncationStrategy.LongestFirst when second is null:
                n1 = room;
                break;
            default:
                int shorter = Math.Min(n1, n2);
                int longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
                if (shorter + longer > room)
                {
                    shorter = room / 2;
                    longer = shorter + (room % 2);
                }

                (n1, n2) = n1 > n2 ? (longer, shorter) : (shorter, longer);
                break;
        }

        return (first.Truncate(n1, options.Stride, options.Side), second?.Truncate(n2, options.Stride, options.Side));
    }

    /// <summary>The length that a batch is filled up to.</summary>
    public static int PaddedLength(IReadOnlyList<TokenEncoding> encodings, PaddingOptions options)
    {
        int length = options.Length ?? 0;
        if (options.Length is null)
        {
            foreach (TokenEncoding encoding in encodings)
                length = Math.Max(length, encoding.Length);
        }

        int multiple = options.MultipleOf ?? 0;
        return multiple > 0 && length % multiple > 0 ? length + multiple - (length % multiple) : length;
    }

    private static int Shorten(int length, int excess)
    {
        if (length <= excess)
        {
            throw new InvalidOptionException("strategy", $"a sequence of {length} tokens of which {excess} would be cut",
                "a sequence that keeps at least one token", "Choose LongestFirst or a larger maximum length.");
        }

        return length - excess;
    }
}
