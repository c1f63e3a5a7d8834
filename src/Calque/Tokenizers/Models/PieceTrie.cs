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
    public static PieceTrie Build(IReadOnlyList<byte[]> keys, IReadOnlyList<int> values, bool lastWins)
    {
        byte[][] texts = new byte[keys.Count][];
        var sorted = new List<Key>(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = keys[i];
            sorted.Add(new Key(keys[i], i));
        }

        sorted.Sort(Key.Compare);
        int[] order = new int[texts.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = sorted[i].Index;
        var firstChild = new List<int>();
        var labels = new List<byte> { 0 };
        var nodeValues = new List<int>();
        var ranges = new List<int> { 0, order.Length, 0 }; // first key, key behind the last, depth: of each node
        for (int node = 0; 3 * node < ranges.Count; node++)
        {
            int low = ranges[3 * node], high = ranges[(3 * node) + 1], depth = ranges[(3 * node) + 2];
            firstChild.Add(ranges.Count / 3);
            int value = -1;
            while (low < high && texts[order[low]].Length == depth)
            {
                if (depth > 0 && (value < 0 || lastWins))
                    value = values[order[low]];
                low++;
            }

            nodeValues.Add(value);
            while (low < high)
            {
                byte label = texts[order[low]][depth];
                int end = low + 1;
                while (end < high && texts[order[end]][depth] == label)
                    end++;
                labels.Add(label);
                ranges.Add(low);
                ranges.Add(end);
                ranges.Add(depth + 1);
                low = end;
            }
        }

        firstChild.Add(ranges.Count / 3);
        return new PieceTrie([.. firstChild], [.. labels], [.. nodeValues]);
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

    // A class, and compared byte by byte: lists of classes are compiled already in the runtime's own library, vector code never is.
    private sealed class Key(byte[] text, int index)
    {
        public int Index => index;

        private byte[] Text => text;

        /// <summary>Bytes in order, shorter texts before those that go on; equal ones in the order given.</summary>
        public static int Compare(Key x, Key y)
        {
            byte[] left = x.Text, right = y.Text;
            int i = 0;
            while (i < left.Length && i < right.Length && left[i] == right[i])
                i++;
            if (i < left.Length && i < right.Length)
                return left[i].CompareTo(right[i]);
            return left.Length != right.Length ? left.Length.CompareTo(right.Length) : x.Index.CompareTo(y.Index);
        }
    }
}
