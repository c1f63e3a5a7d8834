using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Loading;

/// <summary>Turns written merges into pairs of ids; an entry that the vocabulary does not bear out is named.</summary>
internal sealed class BpeMergeReader
{
    private readonly Vocabulary _vocabulary;
    private readonly int _prefixLength;
    private readonly byte[] _joined;
    private int _rank;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="prefixLength">Bytes of the continuing prefix, which the second part loses when it is joined.</param>
    /// <param name="place">File and path, for messages.</param>
    /// <param name="expected">About how many merges there are; only for the first allocation.</param>
    public BpeMergeReader(Vocabulary vocabulary, int prefixLength, string place, int expected)
    {
        _vocabulary = vocabulary;
        _prefixLength = prefixLength;
        _joined = new byte[2 * vocabulary.LongestToken];
        Place = place;
        Table = new BpeMergeTable(expected);
    }

    /// <summary>File and path, for messages.</summary>
    public string Place { get; }

    /// <summary>The merges so far.</summary>
    public BpeMergeTable Table { get; }

    /// <summary>Adds an entry "a b", the parts divided by its only space.</summary>
    public void Add(ReadOnlySpan<byte> entry)
    {
        int space = entry.IndexOf((byte)' ');
        if (space < 0 || entry[(space + 1)..].IndexOf((byte)' ') >= 0)
            Refuse($"the entry {VocabularyBuilder.Quote(entry)}", "two parts divided by one space");
        Add(entry[..space], entry[(space + 1)..]);
    }

    /// <summary>Adds a pair; its rank is the number of entries before it.</summary>
    public void Add(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int leftId = Find(left, left, right);
        int rightId = Find(right, left, right);
        if (right.Length < _prefixLength)
            Refuse($"the merge {Describe(left, right)}", "a second part that begins with the continuing prefix");
        left.CopyTo(_joined);
        right[_prefixLength..].CopyTo(_joined.AsSpan(left.Length));
        int result = Find(_joined.AsSpan(0, left.Length + right.Length - _prefixLength), left, right);
        Table.Set(leftId, rightId, _rank++, result);
    }

    /// <summary>Raises the error of the entry that is being read.</summary>
    [DoesNotReturn]
    public void Refuse(string found, string expected) => throw new InvalidTokenizerException(
        string.Create(CultureInfo.InvariantCulture, $"{Place}[{_rank}]"), found, expected,
        "The file is damaged (spaces may have been changed in it); fetch it again from its source.");

    private int Find(ReadOnlySpan<byte> token, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!_vocabulary.TryGetId(token, out int id))
            Refuse($"the merge {Describe(left, right)}, for which {VocabularyBuilder.Quote(token)} is not in the vocabulary", "parts and result in the vocabulary");
        return id;
    }

    private static string Describe(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        $"{VocabularyBuilder.Quote(left)} + {VocabularyBuilder.Quote(right)}";
}
