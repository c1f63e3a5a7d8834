using System;
using System.Collections.Generic;

namespace Calque.Text;

/// <summary>What normalisation needs to know of each code point, for one version of Unicode.</summary>
internal sealed class NormalizationTables
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28, HangulCount = LeadCount * VowelCount * TrailCount;

    private static readonly Lazy<NormalizationTables> LazyUnicode15 = new(() => new NormalizationTables(upTo9: false));
    private static readonly Lazy<NormalizationTables> LazyUnicode9 = new(() => new NormalizationTables(upTo9: true));

    private readonly CodePointTable _classes;
    private readonly CodePointTable _changing;
    private readonly Dictionary<int, int[]> _canonical;
    private readonly Dictionary<int, int[]> _compatible;
    private readonly Dictionary<long, int> _compositions = [];

    private NormalizationTables(bool upTo9)
    {
        CodePointSet newer = UnicodeTables.ReadSet("newer-than-9");
        var classes = new byte[0x110000];
        foreach (CodePointRun run in UnicodeTables.ReadRuns("combining-class"))
        {
            // Nearly all have none; and a loop, where Fill would be compiled in each process.
            for (int c = run.Start; run.Value != 0 && c < run.End; c++)
                classes[c] = (byte)run.Value;
        }

        Dictionary<int, int[]> canonical = UnicodeTables.ReadMap("canonical"), compatible = UnicodeTables.ReadMap("compatible");
        if (upTo9)
        {
            // What Unicode 9 did not know is left alone: no class, no decomposition, no composition.
            foreach (CodePointRun range in newer.Ranges())
            {
                for (int c = range.Start; c <= range.End; c++)
                {
                    classes[c] = 0;
                    canonical.Remove(c);
                    compatible.Remove(c);
                }
            }
        }

        var changing = new byte[0x110000];
        CodePointSet notComposed = UnicodeTables.ReadSet("not-composed");
        foreach ((int c, int[] parts) in canonical)
        {
            changing[c] |= (byte)(Bit(UnicodeForm.Nfd) | Bit(UnicodeForm.Nfkd));
            if (parts.Length == 2 && !notComposed.Contains(c))
            {
                _compositions.Add(Pair(parts[0], parts[1]), c);
                changing[parts[1]] |= (byte)(Bit(UnicodeForm.Nfc) | Bit(UnicodeForm.Nfkc));
            }
            else
            {
                changing[c] |= (byte)(Bit(UnicodeForm.Nfc) | Bit(UnicodeForm.Nfkc));
            }
        }

        _canonical = Expand(canonical, canonical, null);
        _compatible = Expand(canonical, canonical, compatible);
        foreach ((int c, int[] parts) in Expand(compatible, canonical, compatible))
            _compatible[c] = parts;
        foreach ((int c, int[] parts) in _compatible)
        {
            if (!_canonical.TryGetValue(c, out int[]? plain) || !parts.AsSpan().SequenceEqual(plain))
                changing[c] |= (byte)(Bit(UnicodeForm.Nfkc) | Bit(UnicodeForm.Nfkd));
        }

        for (int c = 0; c < classes.Length; c++)
        {
            if (classes[c] != 0)
                changing[c] = 0xF;
        }

        for (int i = 0; i < HangulCount; i++)
            changing[HangulBase + i] |= (byte)(Bit(UnicodeForm.Nfd) | Bit(UnicodeForm.Nfkd));
        for (int i = 0; i < VowelCount; i++)
            changing[VowelBase + i] |= (byte)(Bit(UnicodeForm.Nfc) | Bit(UnicodeForm.Nfkc));
        for (int i = 1; i < TrailCount; i++)
            changing[TrailBase + i] |= (byte)(Bit(UnicodeForm.Nfc) | Bit(UnicodeForm.Nfkc));
        _classes = new CodePointTable(classes);
        _changing = new CodePointTable(changing);
    }

    /// <summary>Unicode 15.</summary>
    public static NormalizationTables Unicode15 => LazyUnicode15.Value;

    /// <summary>Unicode 9, which the Rust library <c>tokenizers</c> normalises by.</summary>
    public static NormalizationTables Unicode9 => LazyUnicode9.Value;

    /// <summary>
    /// Whether the code point may change in the form, or take part in a change of what stands before it. All others are
    /// characters at which text can be cut without changing the result.
    /// </summary>
    public bool MayChange(int codePoint, UnicodeForm form) => (_changing[codePoint] & Bit(form)) != 0;

    /// <summary>The canonical combining class.</summary>
    public byte GetClass(int codePoint) => _classes[codePoint];

    /// <summary>Writes the full decomposition and returns its length, at most 18.</summary>
    public int Decompose(int codePoint, bool compatible, Span<int> parts)
    {
        int syllable = codePoint - HangulBase;
        if ((uint)syllable < HangulCount)
        {
            parts[0] = LeadBase + (syllable / (VowelCount * TrailCount));
            parts[1] = VowelBase + (syllable % (VowelCount * TrailCount) / TrailCount);
            int trail = syllable % TrailCount;
            parts[2] = TrailBase + trail;
            return trail == 0 ? 2 : 3;
        }

        if ((compatible ? _compatible : _canonical).TryGetValue(codePoint, out int[]? all))
        {
            all.CopyTo(parts);
            return all.Length;
        }

        parts[0] = codePoint;
        return 1;
    }

    /// <summary>The character that two make together; -1 where there is none.</summary>
    public int Compose(int first, int second)
    {
        int lead = first - LeadBase, vowel = second - VowelBase;
        if ((uint)lead < LeadCount && (uint)vowel < VowelCount)
            return HangulBase + (((lead * VowelCount) + vowel) * TrailCount);
        int syllable = first - HangulBase, trail = second - TrailBase;
        if ((uint)syllable < HangulCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
            return first + trail;
        return _compositions.TryGetValue(Pair(first, second), out int composed) ? composed : -1;
    }

    private static byte Bit(UnicodeForm form) => (byte)(1 << (int)form);

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static Dictionary<int, int[]> Expand(
        Dictionary<int, int[]> wanted, Dictionary<int, int[]> canonical, Dictionary<int, int[]>? compatible)
    {
        var full = new Dictionary<int, int[]>(wanted.Count);
        var parts = new List<int>();
        foreach (int c in wanted.Keys)
        {
            parts.Clear();
            Append(c);
            full.Add(c, [.. parts]);
        }

        return full;

        void Append(int c)
        {
            if (canonical.TryGetValue(c, out int[]? targets) || (compatible is not null && compatible.TryGetValue(c, out targets)))
            {
                foreach (int target in targets)
                    Append(target);
            }
            else
            {
                parts.Add(c);
            }
        }
    }
}
