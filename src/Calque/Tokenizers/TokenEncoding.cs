using System;
using System.Collections.Generic;

namespace Calque.Tokenizers;

/// <summary>What a text became: parallel arrays, one element for each token.</summary>
public sealed partial class TokenEncoding
{
    // Where the sequences lie in it, as the Rust library keeps them: an encoding that was cut has none, and counts as one.
    private readonly List<SequenceRange> _ranges;

    internal TokenEncoding(int[] ids, int[] typeIds, string[] tokens, TextRange[] offsets, int[] wordIds, int[] specialTokensMask,
        int[] attentionMask, List<SequenceRange>? ranges = null)
    {
        Ids = ids;
        TypeIds = typeIds;
        Tokens = tokens;
        Offsets = offsets;
        WordIds = wordIds;
        SpecialTokensMask = specialTokensMask;
        AttentionMask = attentionMask;
        _ranges = ranges ?? [];
    }

    /// <summary>The ids of the tokens.</summary>
    public int[] Ids { get; private set; }

    /// <summary>Which segment each token is of (token type ids).</summary>
    public int[] TypeIds { get; private set; }

    /// <summary>The tokens; an added token shows the text that it matched.</summary>
    public string[] Tokens { get; private set; }

    /// <summary>The code points of the text that each token stands for; (0, 0) for tokens that were put in.</summary>
    public TextRange[] Offsets { get; private set; }

    /// <summary>The piece (word) of the text that each token comes from; -1 for tokens that were put in.</summary>
    public int[] WordIds { get; private set; }

    /// <summary>1 for tokens that were put in, else 0.</summary>
    public int[] SpecialTokensMask { get; private set; }

    /// <summary>0 for padding, else 1.</summary>
    public int[] AttentionMask { get; private set; }

    /// <summary>The sequence that each token comes from, 0 or 1; -1 for tokens that were put in.</summary>
    public int[] SequenceIds => MakeSequenceIds();

    /// <summary>How many tokens there are.</summary>
    public int Length => Ids.Length;

    /// <summary>The parts that were cut off; they have no overflowing parts of their own.</summary>
    public IReadOnlyList<TokenEncoding> Overflowing => OverflowingParts;

    internal List<TokenEncoding> OverflowingParts { get; set; } = [];

    internal static TokenEncoding Empty() => new([], [], [], [], [], [], []);

    /// <summary>Tokens of a template.</summary>
    internal static TokenEncoding OfSpecialTokens(IReadOnlyList<int> ids, IReadOnlyList<string> tokens, int typeId)
    {
        int[] types = new int[ids.Count];
        int[] words = new int[ids.Count];
        int[] ones = new int[ids.Count];
        Array.Fill(types, typeId);
        Array.Fill(words, -1);
        Array.Fill(ones, 1);
        return new TokenEncoding([.. ids], types, [.. tokens], new TextRange[ids.Count], words, ones, (int[])ones.Clone());
    }

    internal TokenEncoding Clone() => new((int[])Ids.Clone(), (int[])TypeIds.Clone(), (string[])Tokens.Clone(), (TextRange[])Offsets.Clone(),
        (int[])WordIds.Clone(), (int[])SpecialTokensMask.Clone(), (int[])AttentionMask.Clone(), [.. _ranges])
    {
        OverflowingParts = OverflowingParts,
    };

    internal void SetTypeIds(int typeId) => TypeIds.AsSpan().Fill(typeId);

    internal void SetSequence(int sequence) => SetRange(sequence, 0, Length);

    /// <summary>The same tokens between special tokens (BERT's and RoBERTa's own post-processors).</summary>
    internal TokenEncoding Surround(string? leftToken, int leftId, int leftType, string rightToken, int rightId, int rightType, int sequence)
    {
        int left = leftToken is null ? 0 : 1;
        TokenEncoding result = leftToken is null ? Empty() : OfSpecialTokens([leftId], [leftToken], leftType);
        var middle = new TokenEncoding(Ids, TypeIds, Tokens, Offsets, WordIds, new int[Length], AttentionMask);
        result = Concatenate(result, middle);
        result = Concatenate(result, OfSpecialTokens([rightId], [rightToken], rightType));
        result._ranges.Clear();
        result.SetRange(sequence, left, left + Length);
        Array.Fill(result.AttentionMask, 1);
        return result;
    }

    private int[] MakeSequenceIds()
    {
        int[] result = new int[Length];
        Array.Fill(result, -1);
        int sequences = Math.Max(1, _ranges.Count);
        for (int sequence = 0; sequence < sequences; sequence++)
        {
            int index = _ranges.FindIndex(range => range.Sequence == sequence);
            int start = index < 0 ? 0 : Math.Min(_ranges[index].Start, Length);
            int end = index < 0 ? Length : Math.Min(_ranges[index].End, Length);
            if (end > start)
                result.AsSpan(start, end - start).Fill(sequence);
        }

        return result;
    }

    private void SetRange(int sequence, int start, int end)
    {
        _ranges.RemoveAll(range => range.Sequence == sequence);
        _ranges.Add(new SequenceRange(sequence, start, end));
    }

    internal readonly record struct SequenceRange(int Sequence, int Start, int End);
}
