using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>
/// Sequences packed one after another, without padding: every layer but attention works on [tokens × width]. Attention works on
/// groups of sequences of nearly one length, so what is computed in vain stays below <see cref="MostPadding"/>.
/// </summary>
/// <remarks>
/// Inside, sequences lie in order of their length (equal ones in the order given). <see cref="FirstToken"/> and <see cref="Tokens"/>
/// speak of sequences as they were given. Its tensors belong to the scope that it was packed in.
/// </remarks>
public sealed class TokenBatch
{
    /// <summary>The share of places of a group that may be padding: below it one more group costs more than the padding.</summary>
    public const double MostPadding = 0.125;

    private readonly int[] _starts;
    private readonly int[] _lengths;

    private TokenBatch(int[] starts, int[] lengths, int tokens, Tensor ids, Tensor positions, Tensor? tokenTypes, IReadOnlyList<AttentionGroup> groups)
    {
        _starts = starts;
        _lengths = lengths;
        TokenCount = tokens;
        Ids = ids;
        Positions = positions;
        TokenTypes = tokenTypes;
        Groups = groups;
    }

    /// <summary>How many sequences.</summary>
    public int SequenceCount => _starts.Length;

    /// <summary>How many tokens in all.</summary>
    public int TokenCount { get; }

    /// <summary>[tokens], Int64.</summary>
    public Tensor Ids { get; }

    /// <summary>[tokens], Int64: the place of each in its sequence, from 0.</summary>
    public Tensor Positions { get; }

    /// <summary>[tokens], Int64; null where no sequence has any.</summary>
    public Tensor? TokenTypes { get; }

    /// <summary>The groups in packed order.</summary>
    public IReadOnlyList<AttentionGroup> Groups { get; }

    /// <summary>Packs sequences.</summary>
    /// <param name="sequences">At least one, none empty.</param>
    /// <param name="device">Where the batch lies.</param>
    /// <param name="firstPosition">The position of each sequence's first token: what a cache holds already.</param>
    /// <exception cref="ArgumentException">There is none, or one is empty or has token types of another count.</exception>
    public static TokenBatch Pack(IReadOnlyList<TokenSequence> sequences, Device device = default, int firstPosition = 0)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        Check(sequences);
        int[] order = [.. Enumerable.Range(0, sequences.Count).OrderBy(i => sequences[i].Ids.Count)];
        return Pack(sequences, order, Boundaries([.. order.Select(i => (sequences[i].Ids.Count, 0))]), device, firstPosition);
    }

    /// <summary>Packs the sequences of an encoder and those of its decoder in one order and with one division into groups.</summary>
    /// <param name="encoder">At least one, none empty.</param>
    /// <param name="decoder">One for each of the encoder's.</param>
    /// <param name="device">Where the batches lie.</param>
    /// <exception cref="ArgumentException">As for <see cref="Pack(IReadOnlyList{TokenSequence}, Device, int)"/>, or the counts differ.</exception>
    public static (TokenBatch Encoder, TokenBatch Decoder) PackPairs(
        IReadOnlyList<TokenSequence> encoder, IReadOnlyList<TokenSequence> decoder, Device device = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        Check(encoder);
        Check(decoder);
        if (encoder.Count != decoder.Count)
            throw new ArgumentException($"{encoder.Count} sequences for the encoder and {decoder.Count} for the decoder", nameof(decoder));
        int[] order = [.. Enumerable.Range(0, encoder.Count).OrderBy(i => encoder[i].Ids.Count).ThenBy(i => decoder[i].Ids.Count)];
        int[] boundaries = Boundaries([.. order.Select(i => (encoder[i].Ids.Count, decoder[i].Ids.Count))]);
        return (Pack(encoder, order, boundaries, device, 0), Pack(decoder, order, boundaries, device, 0));
    }

    /// <summary>Where a sequence's tokens begin in the packed order.</summary>
    public int FirstToken(int sequence) => _starts[sequence];

    /// <summary>How many tokens a sequence has.</summary>
    public int Length(int sequence) => _lengths[sequence];

    /// <summary>The places of a sequence's tokens in the packed order.</summary>
    public Range Tokens(int sequence) => _starts[sequence]..(_starts[sequence] + _lengths[sequence]);

    /// <summary>[sequences], Int64: the place of each sequence's first token, in the order given.</summary>
    public Tensor FirstTokens() => On(Ids.Device, [.. _starts.Select(s => (long)s)]);

    /// <summary>[sequences], Int64: the place of each sequence's last token, in the order given.</summary>
    public Tensor LastTokens() => On(Ids.Device, [.. _starts.Zip(_lengths, (start, length) => (long)start + length - 1)]);

    /// <summary>Whole numbers as a tensor of one axis on a device.</summary>
    internal static Tensor On(Device device, long[] values)
    {
        Tensor made = Tensor.From<long>(values, values.Length);
        return device.IsCuda ? Operators.To(made, device) : made;
    }

    private static void Check(IReadOnlyList<TokenSequence> sequences)
    {
        if (sequences.Count == 0)
            throw new ArgumentException("a batch without sequences", nameof(sequences));
        for (int i = 0; i < sequences.Count; i++)
        {
            if (sequences[i].Ids.Count == 0)
                throw new ArgumentException($"sequence {i} of the batch has no tokens", nameof(sequences));
            if (sequences[i].TokenTypes is { } types && types.Count != sequences[i].Ids.Count)
                throw new ArgumentException($"sequence {i} has {sequences[i].Ids.Count} tokens and {types.Count} token types", nameof(sequences));
        }
    }

    private static TokenBatch Pack(IReadOnlyList<TokenSequence> sequences, int[] order, int[] boundaries, Device device, int firstPosition)
    {
        int[] lengths = [.. sequences.Select(s => s.Ids.Count)];
        int tokens = lengths.Sum();
        int[] starts = new int[sequences.Count];
        long[] ids = new long[tokens], positions = new long[tokens];
        long[]? types = sequences.Any(s => s.TokenTypes is not null) ? new long[tokens] : null;
        int next = 0;
        foreach (int sequence in order)
        {
            starts[sequence] = next;
            for (int i = 0; i < lengths[sequence]; i++, next++)
            {
                ids[next] = sequences[sequence].Ids[i];
                positions[next] = firstPosition + i;
                if (types is not null && sequences[sequence].TokenTypes is { } own)
                    types[next] = own[i];
            }
        }

        int[] inOrder = [.. order.Select(i => lengths[i])];
        List<AttentionGroup> groups = [];
        int firstToken = 0;
        for (int g = 0; g + 1 < boundaries.Length; g++)
        {
            groups.Add(MakeGroup(inOrder.AsSpan(boundaries[g]..boundaries[g + 1]), firstToken, device));
            firstToken += groups[^1].TokenCount;
        }

        return new TokenBatch(starts, lengths, tokens, On(device, ids), On(device, positions), types is null ? null : On(device, types), groups);
    }

    /// <summary>Divides sequences in their order into groups, each as long as what it computes in vain stays small.</summary>
    /// <param name="lengths">Two lengths a sequence (the second 0 where there is one).</param>
    /// <returns>Where each group begins, and the end.</returns>
    private static int[] Boundaries((int First, int Second)[] lengths)
    {
        List<int> boundaries = [0];
        int start = 0, longestFirst = 0, longestSecond = 0, tokens = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            int first = Math.Max(longestFirst, lengths[i].First), second = Math.Max(longestSecond, lengths[i].Second);
            int used = tokens + lengths[i].First + lengths[i].Second;
            if (i > start && (i + 1 - start) * (first + second) * (1 - MostPadding) > used)
            {
                boundaries.Add(i);
                (start, first, second, used) = (i, lengths[i].First, lengths[i].Second, lengths[i].First + lengths[i].Second);
            }

            (longestFirst, longestSecond, tokens) = (first, second, used);
        }

        boundaries.Add(lengths.Length);
        return [.. boundaries];
    }

    private static AttentionGroup MakeGroup(ReadOnlySpan<int> lengths, int firstToken, Device device)
    {
        int count = lengths.Length, length = 0, tokens = 0;
        foreach (int own in lengths)
        {
            length = Math.Max(length, own);
            tokens += own;
        }

        if (tokens == count * length)
            return new AttentionGroup(firstToken, tokens, count, length);
        long[] gather = new long[count * length], scatter = new long[tokens];
        float[] mask = new float[count * length];
        int token = 0;
        for (int sequence = 0; sequence < count; sequence++)
        {
            for (int i = 0; i < length; i++)
            {
                int place = (sequence * length) + i;
                bool inside = i < lengths[sequence];
                gather[place] = token + Math.Min(i, lengths[sequence] - 1);
                mask[place] = inside ? 0 : float.NegativeInfinity;
                if (inside)
                    scatter[token + i] = place;
            }

            token += lengths[sequence];
        }

        Tensor maskTensor = Tensor.From<float>(mask, count, 1, 1, length);
        return new AttentionGroup(
            firstToken, tokens, count, length, On(device, gather), On(device, scatter), device.IsCuda ? Operators.To(maskTensor, device) : maskTensor);
    }
}
