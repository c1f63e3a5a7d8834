using System;
using System.Collections.Generic;

namespace Calque.Tokenizers;

/// <content>Joining, cutting and filling up, by the rules of the Rust library up to its version 0.22.</content>
public sealed partial class TokenEncoding
{
    /// <summary>Joins encodings; their overflowing parts are joined in all combinations.</summary>
    internal static TokenEncoding Merge(IReadOnlyList<TokenEncoding> parts)
    {
        TokenEncoding result = Empty();
        foreach (TokenEncoding part in parts)
        {
            var overflowing = new List<TokenEncoding>();
            foreach (TokenEncoding own in result.OverflowingParts)
            {
                overflowing.Add(Concatenate(own, part));
                foreach (TokenEncoding other in part.OverflowingParts)
                    overflowing.Add(Concatenate(own, other));
            }

            foreach (TokenEncoding other in part.OverflowingParts)
                overflowing.Add(Concatenate(result, other));
            result = Concatenate(result, part);
            result.OverflowingParts = overflowing;
        }

        return result;
    }

    /// <summary>Joins two, without what overflows.</summary>
    internal static TokenEncoding Concatenate(TokenEncoding first, TokenEncoding second)
    {
        var ranges = new List<SequenceRange>(first._ranges);
        var result = new TokenEncoding([.. first.Ids, .. second.Ids], [.. first.TypeIds, .. second.TypeIds], [.. first.Tokens, .. second.Tokens],
            [.. first.Offsets, .. second.Offsets], [.. first.WordIds, .. second.WordIds],
            [.. first.SpecialTokensMask, .. second.SpecialTokensMask], [.. first.AttentionMask, .. second.AttentionMask], ranges);
        foreach (SequenceRange range in second._ranges)
            result.SetRange(range.Sequence, first.Length + range.Start, first.Length + range.End);
        return result;
    }

    /// <summary>Cuts the encoding to a length; the windows that do not fit become its overflowing parts.</summary>
    /// <exception cref="InvalidOptionException">The stride is not below the length.</exception>
    internal TokenEncoding Truncate(int length, int stride, TextSide side)
    {
        if (length >= Length)
            return this;
        if (length == 0)
        {
            TokenEncoding nothing = Empty();
            nothing.OverflowingParts = [this];
            return nothing;
        }

        if (stride >= length || stride < 0)
        {
            throw new InvalidOptionException("stride", $"a stride of {stride} tokens for windows of {length}",
                "a stride that is at least 0 and below the room that special tokens leave", "Lower the stride or raise the maximum length.");
        }

        int step = length - stride;
        var windows = new List<TokenEncoding>();
        if (side == TextSide.Right)
        {
            for (int start = 0, end = 0; end < Length; start += step)
            {
                end = Math.Min(start + length, Length);
                windows.Add(Window(start, end));
            }
        }
        else
        {
            for (int end = Length, start = Length; start > 0; end -= step)
            {
                start = Math.Max(0, end - length);
                windows.Add(Window(start, end));
            }
        }

        TokenEncoding result = windows[0];
        windows.RemoveAt(0);
        result.OverflowingParts = windows;
        return result;
    }

    /// <summary>Fills the encoding and what overflows up to a length.</summary>
    internal void Pad(int length, PaddingOptions options)
    {
        foreach (TokenEncoding part in OverflowingParts)
            part.Pad(length, options);
        int missing = length - Length;
        if (missing <= 0)
            return;
        TokenEncoding padding = OfSpecialTokens(Repeat(options.Id, missing), Repeat(options.Token, missing), options.TypeId);
        Array.Clear(padding.AttentionMask);
        TokenEncoding result = options.Side == TextSide.Left ? Concatenate(padding, this) : Concatenate(this, padding);
        Ids = result.Ids;
        TypeIds = result.TypeIds;
        Tokens = result.Tokens;
        Offsets = result.Offsets;
        WordIds = result.WordIds;
        SpecialTokensMask = result.SpecialTokensMask;
        AttentionMask = result.AttentionMask;
        _ranges.Clear();
        _ranges.AddRange(result._ranges);
    }

    private static T[] Repeat<T>(T value, int count)
    {
        var values = new T[count];
        Array.Fill(values, value);
        return values;
    }

    private TokenEncoding Window(int start, int end) => new(Ids[start..end], TypeIds[start..end], Tokens[start..end], Offsets[start..end],
        WordIds[start..end], SpecialTokensMask[start..end], AttentionMask[start..end]);
}
