using System;

namespace Calque.Tokenizers.Models;

/// <summary>Byte-pair encoding (Sennrich et al. 2016) as the Rust library <c>tokenizers</c> does it.</summary>
public sealed class BpeModel : TokenizerModel
{
    private const int LongPiece = 1 << 12; // of that many bytes, whose symbols are not more
    private const int DirectCharacters = 0x800; // all characters of one or two bytes, those of byte-level BPE among them

    private readonly string _place;
    private readonly BpeMergeList _merges;
    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private int[]? _directIds; // made at the first text that comes here; threads make the same
    private readonly int[]? _byteIds;
    private readonly int _unknownId;

    internal BpeModel(Vocabulary vocabulary, BpeMergeList merges, BpeModelOptions options, string place)
        : base(vocabulary)
    {
        _place = place;
        _merges = merges;
        Options = options;
        _prefix = System.Text.Encoding.UTF8.GetBytes(options.ContinuingSubwordPrefix);
        _suffix = System.Text.Encoding.UTF8.GetBytes(options.EndOfWordSuffix);
        _byteIds = options.ByteFallback ? FindByteTokens(vocabulary) : null;
        _unknownId = options.UnknownToken is not null && vocabulary.TryGetId(options.UnknownToken, out int unknown) ? unknown : -1;
    }

    /// <inheritdoc/>
    public override string Kind => "BPE";

    /// <summary>The model's settings.</summary>
    public BpeModelOptions Options { get; }

    /// <summary>How many pairs merge.</summary>
    public int MergeCount => Merges.Count;

    /// <summary>The pairs that merge.</summary>
    internal BpeMergeTable Merges => _merges.Table;

    /// <summary>Whether symbols are characters as they are and merges are never left out.</summary>
    internal bool HasPlainSymbols => _prefix.Length == 0 && _suffix.Length == 0 && Options.Dropout <= 0;

    /// <summary>Whether each character without a token becomes byte tokens.</summary>
    internal bool KnowsAllBytes => _byteIds is not null && Array.IndexOf(_byteIds, -1) < 0;

    internal override void Tokenize(ReadOnlySpan<byte> piece, ModelWorkspace workspace, TokenBuffer output)
    {
        if (piece.IsEmpty)
            return;
        bool dropout = Options.Dropout > 0;
        if (Options.IgnoreMerges && !dropout && Vocabulary.TryGetId(piece, out int whole))
        {
            output.Add(whole, 0, piece.Length);
            return;
        }

        int first = output.Count;
        bool cached = piece.Length <= WordCache.LongestWord && !dropout;
        uint hash = 0;
        if (cached)
        {
            hash = ByteHash.Compute(piece);
            if (workspace.Cache.TryGet(piece, hash, output))
                return;
        }

        BpeSymbols symbols = workspace.Symbols;
        symbols.Clear();
        if (piece.Length > LongPiece)
            symbols.Reserve(piece.Length);
        AddSymbols(piece, symbols);
        symbols.Merge(Merges, dropout ? new BpeDropout(Options.Dropout, piece) : null, output);
        if (cached)
            workspace.Cache.Add(piece, hash, output, first);
    }

    private void AddSymbols(ReadOnlySpan<byte> piece, BpeSymbols symbols)
    {
        int[] directIds = _directIds ??= FindDirectIds(Vocabulary);
        int unknownLength = 0;
        for (int start = 0, length; start < piece.Length; start += length)
        {
            length = CharacterLength(piece[start]);
            bool plain = (start == 0 || _prefix.Length == 0) && (start + length < piece.Length || _suffix.Length == 0);
            ReadOnlySpan<byte> symbol = plain ? piece.Slice(start, length) : Decorate(piece, start, length);
            int id = plain && length <= 2
                ? directIds[length == 1 ? piece[start] : ((piece[start] & 0x1F) << 6) | (piece[start + 1] & 0x3F)]
                : Vocabulary.TryGetId(symbol, out int found) ? found : -1;
            if (id >= 0)
            {
                if (unknownLength > 0)
                    symbols.Add(_unknownId, unknownLength);
                unknownLength = 0;
                symbols.Add(id, length);
                continue;
            }

            // Kept from the Rust library: byte tokens do not flush an unknown token that waits, so it comes after them, and
            // the bytes of prefix and suffix are among them.
            if (_byteIds is not null && AllBytesKnown(symbol))
            {
                foreach (byte value in symbol)
                    symbols.Add(_byteIds[value], 1);
                continue;
            }

            if (Options.UnknownToken is null)
                continue;
            if (_unknownId < 0)
                throw UnknownTokenError.Make(_place, piece, Options.UnknownToken);
            if (unknownLength > 0 && !Options.FuseUnknown)
            {
                symbols.Add(_unknownId, unknownLength);
                unknownLength = 0;
            }

            unknownLength += length;
        }

        if (unknownLength > 0)
            symbols.Add(_unknownId, unknownLength);
    }

    private static int[] FindDirectIds(Vocabulary vocabulary)
    {
        int[] ids = new int[DirectCharacters];
        Span<byte> character = stackalloc byte[2];
        for (int i = 0; i < DirectCharacters; i++)
        {
            character[0] = (byte)(i < 0x80 ? i : 0xC0 | (i >> 6));
            character[1] = (byte)(0x80 | (i & 0x3F));
            ids[i] = vocabulary.TryGetId(character[..(i < 0x80 ? 1 : 2)], out int id) ? id : -1;
        }

        return ids;
    }

    private bool AllBytesKnown(ReadOnlySpan<byte> symbol)
    {
        foreach (byte value in symbol)
        {
            if (_byteIds![value] < 0) // only asked where byte fallback is on
                return false;
        }

        return true;
    }

    private byte[] Decorate(ReadOnlySpan<byte> piece, int start, int length)
    {
        ReadOnlySpan<byte> prefix = start == 0 ? default : _prefix;
        ReadOnlySpan<byte> suffix = start + length < piece.Length ? default : _suffix;
        byte[] symbol = new byte[prefix.Length + length + suffix.Length];
        prefix.CopyTo(symbol);
        piece.Slice(start, length).CopyTo(symbol.AsSpan(prefix.Length));
        suffix.CopyTo(symbol.AsSpan(prefix.Length + length));
        return symbol;
    }
}
