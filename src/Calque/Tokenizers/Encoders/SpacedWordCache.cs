using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// What words with the spaces before them became, for one thread. Two tables of fixed size (10 MB together): one of lines of the processor's
/// cache for words of up to 24 bytes and 6 tokens, in pairs of which the second is given up first; one for longer words. What an answer is
/// never depends on what is remembered.
/// </summary>
internal sealed unsafe class SpacedWordCache
{
    /// <summary>The longest word of the first table, in bytes.</summary>
    public const int ShortKey = 24;

    /// <summary>The most tokens of a word of the first table.</summary>
    public const int ShortTokens = 6;

    /// <summary>Ids are copied so many at a time; there must be room for them.</summary>
    public const int CopiedIds = 8;

    /// <summary>The longest word that is remembered, in bytes.</summary>
    public const int LongKey = 96;

    private const int LongTokens = 24;
    private const int PairCount = 1 << 16;
    private const int LongCount = 1 << 13;

    private readonly byte[] _shortMemory = GC.AllocateArray<byte>((PairCount * 2 * sizeof(ShortWord)) + 128, pinned: true);
    private readonly LongWord[] _long = new LongWord[LongCount];
    private readonly ShortWord* _short;

    public SpacedWordCache()
    {
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_shortMemory)); // pinned for as long as the array lives
        _short = (ShortWord*)((address + 63) & ~(nint)63);
    }

    /// <summary>The 32 bytes from <c>32 - length</c> on keep the first <c>length</c> of 32.</summary>
    private static ReadOnlySpan<byte> Masks
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get =>
        [
            255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];
    }

    /// <summary>The first table's key of a word: its bytes, then zeros, then a sign that tells its length and where it stands.</summary>
    /// <param name="bytes">32 bytes that begin with the word.</param>
    /// <param name="length">Its length, up to <see cref="ShortKey"/>.</param>
    /// <param name="place">Words that stand at different places have different signs: 0, 64 or 128.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MakeKey(Vector256<byte> bytes, int length, int place)
    {
        Vector256<byte> mask = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(Masks), (nuint)(32 - length));
        return (bytes & mask).WithElement(ShortKey, (byte)(length | place));
    }

    /// <summary>The word of a key, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ShortWord* Find(Vector256<byte> key)
    {
        ShortWord* first = PairOf(key);
        // Behind the key and its sign stand seven bytes that say other things.
        Vector256<byte> compared = Vector256.Create(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0xFF).AsByte();
        if (((Vector256.Load((byte*)first) ^ key) & compared) == Vector256<byte>.Zero)
            return first;
        ShortWord* second = first + 1;
        if (((Vector256.Load((byte*)second) ^ key) & compared) != Vector256<byte>.Zero)
            return null;
        (*first, *second) = (*second, *first); // what is asked for twice stays
        return first;
    }

    /// <summary>Remembers a word that was not found, if it fits into the first table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(Vector256<byte> key, SpacedWordTokens tokens)
    {
        if (tokens.Count > ShortTokens || !tokens.BeginsWithWord)
            return false;
        ShortWord* word = PairOf(key) + 1;
        Vector256.Store(key, (byte*)word);
        word->Count = (byte)tokens.Count;
        word->WordBits = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            word->Ids[i] = tokens.Ids[i];
            word->Ranges[2 * i] = (byte)tokens.Starts[i];
            word->Ranges[(2 * i) + 1] = (byte)tokens.Ends[i];
            word->WordBits |= (byte)(tokens.Words[i] > (i == 0 ? 0 : tokens.Words[i - 1]) ? 1 << i : 0);
        }

        return true;
    }

    /// <summary>The tokens of a longer word, if they are remembered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryFindLong(ReadOnlySpan<byte> bytes, uint hash, int place, SpacedWordTokens tokens)
    {
        if (bytes.Length > LongKey)
            return false;
        ref LongWord word = ref _long[hash & (LongCount - 1)];
        if (word.Length != (bytes.Length | place << 1) || !MemoryMarshal.CreateReadOnlySpan(ref word.Key[0], LongKey)[..bytes.Length].SequenceEqual(bytes))
            return false;
        tokens.Clear();
        for (int i = 0; i < word.Count; i++)
            tokens.Add(word.Ids[i], word.Ranges[2 * i], word.Ranges[(2 * i) + 1], word.Words[i]);
        tokens.WordCount = word.WordCount;
        return true;
    }

    /// <summary>Remembers the tokens of a longer word where they fit.</summary>
    public void AddLong(ReadOnlySpan<byte> bytes, uint hash, int place, SpacedWordTokens tokens)
    {
        if (bytes.Length > LongKey || tokens.Count > LongTokens || tokens.WordCount > byte.MaxValue)
            return;
        ref LongWord word = ref _long[hash & (LongCount - 1)];
        word.Length = bytes.Length | place << 1;
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref word.Key[0], LongKey));
        word.Count = (byte)tokens.Count;
        word.WordCount = (byte)tokens.WordCount;
        for (int i = 0; i < tokens.Count; i++)
        {
            word.Ids[i] = tokens.Ids[i];
            word.Ranges[2 * i] = (byte)tokens.Starts[i];
            word.Ranges[(2 * i) + 1] = (byte)tokens.Ends[i];
            word.Words[i] = (byte)tokens.Words[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ShortWord* PairOf(Vector256<byte> key)
    {
        Vector256<ulong> parts = key.AsUInt64();
        ulong high = Math.BigMul(parts[0] ^ 0x9E3779B97F4A7C15, parts[1] ^ 0xBF58476D1CE4E5B9, out ulong low);
        ulong hash = (high ^ low ^ BitOperations.RotateLeft(parts[2] ^ parts[3], 23)) * 0xD6E8FEB86659FD93;
        return _short + (2 * (hash >> 48)); // the upper 16 bits
    }

    /// <summary>A word of the first table: 64 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ShortWord
    {
        public fixed byte Key[ShortKey];
        public byte Sign;

        /// <summary>How many tokens there are.</summary>
        public byte Count;

        /// <summary>Which tokens begin a word of the pre-tokenizer.</summary>
        public byte WordBits;
        public byte Unused;
        public fixed int Ids[ShortTokens];

        /// <summary>Start and end of each token, in bytes of the word.</summary>
        public fixed byte Ranges[2 * ShortTokens];
    }

    [InlineArray(LongKey)]
    private struct LongBytes
    {
        private byte _first;
    }

    [InlineArray(LongTokens)]
    private struct LongIds
    {
        private int _first;
    }

    [InlineArray(2 * LongTokens)]
    private struct LongRanges
    {
        private byte _first;
    }

    [InlineArray(LongTokens)]
    private struct LongWordNumbers
    {
        private byte _first;
    }

    private struct LongWord
    {
        public int Length; // with the sign of the place; 0 where nothing is remembered
        public byte Count;
        public byte WordCount;
        public LongBytes Key;
        public LongIds Ids;
        public LongRanges Ranges;
        public LongWordNumbers Words;
    }
}
