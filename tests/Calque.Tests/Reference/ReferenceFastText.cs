using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Calque.Tests.Reference;

/// <summary>fastText's word vectors in float64, from its file format and its definition of a subword. Shares no code with the library.</summary>
internal sealed class ReferenceFastText
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly float[] _rows;
    private readonly int _minimum, _maximum, _buckets;

    private ReferenceFastText(BinaryReader reader)
    {
        if (reader.ReadInt32() != 793712314 || reader.ReadInt32() != 12)
            throw new InvalidDataException("no fastText file of version 12");
        int[] arguments = new int[12];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = reader.ReadInt32();
        (Dimension, _buckets, _minimum, _maximum) = (arguments[0], arguments[8], arguments[9], arguments[10]);
        reader.ReadDouble(); // t

        int size = reader.ReadInt32();
        int words = reader.ReadInt32();
        reader.ReadInt32(); // labels
        reader.ReadInt64(); // tokens
        if (reader.ReadInt64() > 0 || words != size)
            throw new InvalidDataException("pruned, or with labels");
        for (int i = 0; i < size; i++)
        {
            List<byte> bytes = [];
            for (byte b = reader.ReadByte(); b != 0; b = reader.ReadByte())
                bytes.Add(b);
            string word = Encoding.UTF8.GetString([.. bytes]);
            Words.Add(word);
            Frequencies.Add(reader.ReadInt64());
            _ids.Add(word, i);
            reader.ReadByte(); // type
        }

        if (reader.ReadBoolean())
            throw new InvalidDataException("quantised");
        long count = reader.ReadInt64(), dimension = reader.ReadInt64();
        if (dimension != Dimension || count != words + _buckets)
            throw new InvalidDataException("another shape");
        _rows = new float[count * dimension];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_rows.AsSpan()));
    }

    public int Dimension { get; }

    public List<string> Words { get; } = [];

    public List<long> Frequencies { get; } = [];

    public static ReferenceFastText Read(string path)
    {
        using BinaryReader reader = new(File.OpenRead(path));
        return new ReferenceFastText(reader);
    }

    public bool Contains(string word) => _ids.ContainsKey(word);

    /// <summary>The mean of the word's own row, if it has one, and the rows of its n-grams; null where there is neither.</summary>
    public double[]? GetVector(string word)
    {
        List<long> rows = [];
        if (_ids.TryGetValue(word, out int id))
            rows.Add(id);
        if (word != "</s>" && _maximum > 0)
        {
            foreach (uint hash in HashNgrams("<" + word + ">"))
                rows.Add(Words.Count + hash % (uint)_buckets);
        }

        if (rows.Count == 0)
            return null;
        double[] vector = new double[Dimension];
        foreach (long row in rows)
        {
            for (int j = 0; j < Dimension; j++)
                vector[j] += _rows[row * Dimension + j];
        }

        bool isZero = true;
        for (int j = 0; j < Dimension; j++)
        {
            vector[j] /= rows.Count;
            isZero &= vector[j] == 0;
        }

        return isZero ? null : vector;
    }

    private IEnumerable<uint> HashNgrams(string marked)
    {
        // n-grams count characters, the hash runs over bytes.
        Rune[] characters = [.. marked.EnumerateRunes()];
        for (int start = 0; start < characters.Length; start++)
        {
            for (int n = _minimum; n <= _maximum && start + n <= characters.Length; n++)
            {
                // A mark alone is no n-gram.
                if (n < 1 || (n == 1 && (start == 0 || start + n == characters.Length)))
                    continue;
                yield return Hash(string.Concat(characters[start..(start + n)]));
            }
        }
    }

    // 32-bit FNV-1a in which each byte is widened with its sign, as the published models were made.
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ (uint)(sbyte)b) * 16777619);
        return hash;
    }
}
