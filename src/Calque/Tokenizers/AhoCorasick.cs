using System;
using System.Collections.Generic;
using System.Buffers;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers;

/// <summary>
/// Finds many strings at once, in one pass (Aho and Corasick 1975): the match that starts first, and of those the longest. Of equal
/// strings the first given counts. Safe for use from several threads at once.
/// </summary>
internal sealed class AhoCorasick
{
    private readonly PieceTrie _trie;
    private readonly int[] _fail;
    private readonly int[] _depth;
    private readonly int[] _output; // the longest key that is a suffix of a node's text (the text itself counted): its node, or -1
    private readonly SearchValues<byte> _firstBytes;

    /// <param name="keys">UTF-8, none empty.</param>
    /// <param name="values">What is reported for each.</param>
    public AhoCorasick(IReadOnlyList<byte[]> keys, IReadOnlyList<int> values)
    {
        _trie = PieceTrie.Build(keys, values, lastWins: false);
        int nodes = _trie.NodeCount;
        _fail = new int[nodes];
        _depth = new int[nodes];
        _output = new int[nodes];
        _output[0] = -1;
        var first = new List<byte>();
        for (int node = 0; node < nodes; node++)
        {
            // Numbers go breadth-first, so the failure link of a node is complete before its children need it.
            for (int child = _trie.FirstChild(node); child < _trie.FirstChild(node + 1); child++)
            {
                byte label = _trie.Label(child);
                _depth[child] = _depth[node] + 1;
                _fail[child] = node == 0 ? 0 : Step(_fail[node], label);
                _output[child] = _trie.Value(child) >= 0 ? child : _output[_fail[child]];
                if (node == 0)
                    first.Add(label);
            }
        }

        _firstBytes = SearchValues.Create([.. first]);
    }

    /// <summary>Whether any byte of the text could begin a match.</summary>
    public bool MayMatch(ReadOnlySpan<byte> text) => text.ContainsAny(_firstBytes);

    /// <summary>The next match from <paramref name="from"/> on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin; the match starts there or later.</param>
    /// <param name="start">First byte of the match.</param>
    /// <param name="end">The byte after its last.</param>
    /// <returns>The value of the key that matched, or -1.</returns>
    public int Find(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        start = -1;
        end = -1;
        int best = -1;
        int node = 0;
        for (int i = from; i < text.Length; i++)
        {
            if (node == 0)
            {
                if (best >= 0)
                    break;
                int skip = text[i..].IndexOfAny(_firstBytes);
                if (skip < 0)
                    return -1;
                i += skip;
            }

            node = Step(node, text[i]);
            if (best >= 0 && i + 1 - _depth[node] > start)
                break; // nothing that starts as early can still come
            int found = _output[node];
            if (found < 0)
                continue;
            int at = i + 1 - _depth[found];
            if (best < 0 || at < start || at == start)
            {
                best = _trie.Value(found);
                start = at;
                end = i + 1;
            }
        }

        return best;
    }

    private int Step(int node, byte label)
    {
        while (true)
        {
            int child = _trie.Child(node, label);
            if (child >= 0)
                return child;
            if (node == 0)
                return 0;
            node = _fail[node];
        }
    }
}
