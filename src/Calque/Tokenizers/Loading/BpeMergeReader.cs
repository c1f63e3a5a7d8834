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
    private int _lastResult; // the entry of the token that the last merge made

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
        Merges = new BpeMergeList(expected);
    }

    /// <summary>File and path, for messages.</summary>
    public string Place { get; }

    /// <summary>The merges so far.</summary>
    public BpeMergeList Merges { get; }

    /// <summary>Adds an entry "a b", the parts divided by its only space.</summary>
    public void Add(ReadOnlySpan<byte> entry)
    {
        int space = entry.IndexOf((byte)' ');
        if (space < 0 || entry[(space + 1)..].IndexOf((byte)' ') >= 0)
            Refuse($"the entry {VocabularyBuilder.Quote(entry)}", "two parts divided by one space");
        Add(entry[..space], entry[(space + 1)..]);
    }

    /// <summary>Adds a pair.</summary>
    public void Add(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int leftId = Find(left, left, right);
        int rightId = Find(right, left, right);
        if (right.Length < _prefixLength)
            Refuse($"the merge {Describe(left, right)}", "a second part that begins with the continuing prefix");
        Merges.Add(leftId, rightId, FindJoined(left, right));
    }

    /// <summary>Raises the error of the entry that is being read.</summary>
    [DoesNotReturn]
    public void Refuse(string found, string expected) => throw new InvalidTokenizerException(
        string.Create(CultureInfo.InvariantCulture, $"{Place}[{Merges.Count}]"), found, expected,
        "The file is damaged (spaces may have been changed in it); fetch it again from its source.");

    // A trainer appends a token for each merge that makes a new one, so the token is nearly always that of the merge before, or the next.
    private int FindJoined(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        ReadOnlySpan<byte> rest = right[_prefixLength..];
        for (int entry = _lastResult; entry <= _lastResult + 1 && entry < _vocabulary.Count; entry++)
        {
            ReadOnlySpan<byte> token = _vocabulary.GetEntry(entry);
            if (token.Length == left.Length + rest.Length && token[..left.Length].SequenceEqual(left) && token[left.Length..].SequenceEqual(rest))
            {
                _lastResult = entry;
                return _vocabulary.GetEntryId(entry);
            }
        }

        left.CopyTo(_joined);
        rest.CopyTo(_joined.AsSpan(left.Length));
        int id = Find(_joined.AsSpan(0, left.Length + rest.Length), left, right);
        _lastResult = _vocabulary.EntryOfId(id);
        return id;
    }

    private int Find(ReadOnlySpan<byte> token, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!_vocabulary.TryGetId(token, out int id))
            Refuse($"the merge {Describe(left, right)}, for which {VocabularyBuilder.Quote(token)} is not in the vocabulary", "parts and result in the vocabulary");
        return id;
    }

    private static string Describe(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        $"{VocabularyBuilder.Quote(left)} + {VocabularyBuilder.Quote(right)}";
}
