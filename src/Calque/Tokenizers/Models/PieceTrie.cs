using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Models;

/// <summary>
/// A trie over byte strings, built from the sorted strings level by level: the children of a node lie side by side, in the order
/// of their labels, and nodes are numbered in breadth-first order.
/// </summary>
internal sealed class PieceTrie
{
    private readonly int[] _firstChild; // [nodes + 1]
    private readonly byte[] _labels; // label of the edge that leads to a node
    private readonly int[] _values; // key that ends at a node, or -1
    private readonly int[] _rootChildren = new int[256];

    private PieceTrie(int[] firstChild, byte[] labels, int[] values)
    {
        _firstChild = firstChild;
        _labels = labels;
        _values = values;
        for (int label = 0; label < 256; label++)
            _rootChildren[label] = FindChild(0, (byte)label);
    }

    /// <summary>Nodes; the root is 0, a child's number is higher than its parent's.</summary>
    public int NodeCount => _values.Length;

    /// <summary>The child of a node along a byte, or -1.</summary>
    public int Child(int node, byte label) => node == 0 ? _rootChildren[label] : FindChild(node, label);

    /// <summary>The value of the key that ends at a node, or -1.</summary>
    public int Value(int node) => _values[node];

    /// <summary>The first child of a node; its children end where those of the next node begin.</summary>
    public int FirstChild(int node) => _firstChild[node];

    /// <summary>The label of the edge that leads to a node.</summary>
    public byte Label(int node) => _labels[node];

    /// <summary>Builds the trie. Empty keys are left out; of equal keys the one with <paramref name="lastWins"/> counts.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">The value of each key, not negative.</param>
    /// <param name="lastWins">Whether the last or the first of equal keys is kept.</param>
    public static PieceTrie Build(ReadOnlySpan<ReadOnlyMemory<byte>> keys, ReadOnlySpan<int> values, bool lastWins)
    {
        int[] order = Sort(keys);
        int nodeBound = 1;
        foreach (ReadOnlyMemory<byte> key in keys)
            nodeBound += key.Length;
        var firstChild = new List<int>(Math.Min(nodeBound + 1, 1 << 20));
        var labels = new List<byte>(firstChild.Capacity) { 0 };
        var nodeValues = new List<int>(firstChild.Capacity);
        var ranges = new List<Range> { new(0, order.Length, 0) };
        for (int node = 0; node < ranges.Count; node++)
        {
            (int low, int high, int depth) = ranges[node];
            firstChild.Add(ranges.Count);
            int value = -1;
            while (low < high && keys[order[low]].Length == depth)
            {
                if (depth > 0 && (value < 0 || lastWins))
                    value = values[order[low]];
                low++;
            }

            nodeValues.Add(value);
            while (low < high)
            {
                byte label = keys[order[low]].Span[depth];
                int end = low + 1;
                while (end < high && keys[order[end]].Span[depth] == label)
                    end++;
                labels.Add(label);
                ranges.Add(new Range(low, end, depth + 1));
                low = end;
            }
        }

        firstChild.Add(ranges.Count);
        return new PieceTrie([.. firstChild], [.. labels], [.. nodeValues]);
    }

    private static int[] Sort(ReadOnlySpan<ReadOnlyMemory<byte>> keys)
    {
        ReadOnlyMemory<byte>[] texts = keys.ToArray();
        int[] order = new int[texts.Length];
        ulong[] heads = new ulong[texts.Length]; // the first seven bytes and, last, the length up to 255: decides most comparisons
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            ReadOnlySpan<byte> text = texts[i].Span;
            ulong head = 0;
            for (int b = 0; b < 7; b++)
                head = (head << 8) | (b < text.Length ? text[b] : 0UL);
            heads[i] = (head << 8) | (uint)Math.Min(text.Length, 8);
        }

        Array.Sort(heads, order);
        for (int low = 0; low < order.Length;)
        {
            int high = low + 1;
            while (high < order.Length && heads[high] == heads[low])
                high++;
            if (high - low > 1)
            {
                Array.Sort(order, low, high - low, Comparer<int>.Create((a, b) =>
                {
                    int compared = texts[a].Span.SequenceCompareTo(texts[b].Span);
                    return compared != 0 ? compared : a.CompareTo(b);
                }));
            }

            low = high;
        }

        return order;
    }

    private int FindChild(int node, byte label)
    {
        int first = _firstChild[node];
        int last = _firstChild[node + 1];
        if (first == last)
            return -1;
        if (_labels[first] == label)
            return first;
        int offset = _labels.AsSpan(first, last - first).IndexOf(label);
        return offset < 0 ? -1 : first + offset;
    }

    private readonly record struct Range(int Low, int High, int Depth);
}
