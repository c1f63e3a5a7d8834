using System;
using System.Text;
using Calque.Text;
using Calque.Tokenizers.Normalizers;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// BERT's normalizer for one short word, in memory that is used again: the same bytes as <see cref="BertNormalizer"/> gives, from the same
/// characters. Not safe for use from several threads at once.
/// </summary>
internal sealed class BertRewriter(BertNormalizer? rules)
{
    /// <summary>The longest word, in bytes, that is taken. Long runs of marks are put in order by insertion, whose cost grows with the square.</summary>
    public const int LongestWord = 256;

    // No more characters than bytes: a Chinese one has three at least, and gets two spaces. No canonical decomposition has more than four.
    private readonly Characters _cleaned = new(LongestWord);
    private readonly Characters _decomposed = new(4 * LongestWord);
    private readonly byte[] _classes = new byte[4 * LongestWord];
    private readonly bool[] _inserted = new bool[4 * LongestWord];

    /// <summary>Writes the normalized form of a word.</summary>
    /// <param name="word">Valid UTF-8, at most <see cref="LongestWord"/> bytes.</param>
    /// <param name="result">Where it goes; ranges are bytes of the word.</param>
    public void Rewrite(ReadOnlySpan<byte> word, RewrittenWord result)
    {
        result.Clear();
        bool strips = rules is { StripsAccents: true }, lowers = rules is { Lowers: true };
        Characters text = _cleaned;
        if (Clean(word, strips))
        {
            Decompose();
            text = _decomposed;
        }

        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < text.Count; i++)
        {
            int c = text.CodePoints[i], start = text.Starts[i], end = text.Ends[i];
            if (c < 0x80)
            {
                utf8[0] = (byte)(lowers && c is >= 'A' and <= 'Z' ? c | 0x20 : c);
                result.Add(utf8[..1], start, end);
                continue;
            }

            if (strips && BertNormalizer.IsAccent(c))
                continue;
            int[]? lower = lowers ? PythonCasing.LowerOf(c) : null;
            if (lower is null)
            {
                result.Add(utf8[..new Rune(c).EncodeToUtf8(utf8)], start, end);
                continue;
            }

            foreach (int part in lower)
                result.Add(utf8[..new Rune(part).EncodeToUtf8(utf8)], start, end);
        }
    }

    // Cleaned, with spaces round Chinese characters; each character has the range of the one it came from. Whether NFD may change it.
    private bool Clean(ReadOnlySpan<byte> word, bool strips)
    {
        bool changes = false;
        _cleaned.Count = 0;
        NormalizationTables? tables = strips ? NormalizationTables.Unicode9 : null;
        for (int i = 0; i < word.Length;)
        {
            int at = i;
            int c = CodePoints.Decode(word, ref i);
            if (rules is { CleansText: true })
            {
                c = BertNormalizer.Clean(c);
                if (c < 0)
                    continue;
            }

            if (c >= 0x80 && tables is not null && tables.MayChange(c, UnicodeForm.Nfd))
                changes = true;
            bool chinese = rules is { SetsChineseApart: true } && BertNormalizer.IsChinese(c);
            if (chinese)
                _cleaned.Add(' ', at, i);
            _cleaned.Add(c, at, i);
            if (chinese)
                _cleaned.Add(' ', at, i);
        }

        return changes;
    }

    // NFD. Ranges follow the Rust library's rule of one in, one out: the first part of each character takes the next range, whatever
    // character it stands for after marks changed places; other parts take the range before.
    private void Decompose()
    {
        NormalizationTables tables = NormalizationTables.Unicode9;
        Span<int> parts = stackalloc int[18];
        int[] codePoints = _decomposed.CodePoints;
        int count = 0;
        for (int i = 0; i < _cleaned.Count; i++)
        {
            parts[0] = _cleaned.CodePoints[i];
            int size = parts[0] < 0x80 ? 1 : tables.Decompose(parts[0], compatible: false, parts);
            for (int k = 0; k < size; k++)
            {
                byte combining = parts[k] < 0x80 ? (byte)0 : tables.GetClass(parts[k]);
                int place = count++;
                if (combining != 0)
                {
                    for (; place > 0 && _classes[place - 1] > combining; place--)
                    {
                        codePoints[place] = codePoints[place - 1];
                        _classes[place] = _classes[place - 1];
                        _inserted[place] = _inserted[place - 1];
                    }
                }

                codePoints[place] = parts[k];
                _classes[place] = combining;
                _inserted[place] = k > 0;
            }
        }

        int cursor = 0;
        for (int i = 0; i < count; i++)
        {
            int source = _inserted[i] ? cursor - 1 : cursor++;
            _decomposed.Starts[i] = source < 0 ? 0 : _cleaned.Starts[source];
            _decomposed.Ends[i] = source < 0 ? 0 : _cleaned.Ends[source];
        }

        _decomposed.Count = count;
    }

    // Characters with their ranges in the word.
    private sealed class Characters(int most)
    {
        public readonly int[] CodePoints = new int[most];
        public readonly int[] Starts = new int[most];
        public readonly int[] Ends = new int[most];
        public int Count;

        public void Add(int codePoint, int start, int end)
        {
            CodePoints[Count] = codePoint;
            Starts[Count] = start;
            Ends[Count++] = end;
        }
    }
}
