using System;
using System.Collections.Generic;
using System.Text;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers;

/// <summary>The added tokens of a tokenizer and the two matchers that cut them out of text: one for raw, one for normalized text.</summary>
internal sealed class AddedVocabulary
{
    private readonly List<AddedToken> _tokens = []; // in the order of the file, without repeats
    private readonly Dictionary<string, int> _idOfContent = new(StringComparer.Ordinal);
    private readonly Dictionary<int, AddedToken> _tokenOfId = [];
    private readonly Dictionary<int, string> _normalizedOfId = [];
    private readonly HashSet<string> _specialContents = new(StringComparer.Ordinal);
    private readonly List<AddedToken> _everNormalized = [];
    private int _nextId;
    private AhoCorasick? _raw;
    private AhoCorasick? _normalized;

    /// <summary>The tokens, in the order of the file.</summary>
    public IReadOnlyList<AddedToken> Tokens => _tokens;

    /// <summary>The highest id + 1, or 0.</summary>
    public int IdLimit { get; private set; }

    /// <summary>The added token of an id.</summary>
    public bool TryGet(int id, out AddedToken token)
    {
        bool found = _tokenOfId.TryGetValue(id, out AddedToken? value);
        token = value!; // only read where found
        return found;
    }

    /// <summary>An added token as decoding writes it: in its normalized form where it is looked for in normalized text (Rust library, 0.23).</summary>
    public string? GetDecodedText(int id) =>
        _normalizedOfId.TryGetValue(id, out string? text) ? text : _tokenOfId.TryGetValue(id, out AddedToken? token) ? token.Content : null;

    /// <summary>The id of an added token.</summary>
    public bool TryGetId(string content, out int id) => _idOfContent.TryGetValue(content, out id);

    /// <summary>
    /// Adds a token. Its id is that of the model's token of the same text, else the one given, else the next after those given out
    /// here, counted from the number of the model's tokens, as in the Rust library (where the model's ids have holes, that may be
    /// an id of the model); what a <c>tokenizer.json</c> wishes is not heard.
    /// </summary>
    /// <param name="token">The token; its id is not used.</param>
    /// <param name="model">The model.</param>
    /// <param name="givenId">An id to use where the model does not know the text, or -1.</param>
    public void Add(AddedToken token, TokenizerModel model, int givenId = -1)
    {
        if (token.Content.Length == 0)
            return;
        bool known = _idOfContent.TryGetValue(token.Content, out int id);
        if (!known && !model.Vocabulary.TryGetId(token.Content, out id))
        {
            id = givenId >= 0 ? givenId : Math.Max(_nextId, model.Vocabulary.Count);
            _nextId = id + 1;
        }

        token = token with { Id = id };
        if (_tokenOfId.TryGetValue(id, out AddedToken? earlier) && IsSame(earlier, token))
            return;
        _idOfContent[token.Content] = id;
        _tokenOfId[id] = token;
        if (token.Special)
            _specialContents.Add(token.Content);
        // Kept from the Rust library: once a text was given as a normalized token, decoding writes its normalized form.
        if (token.Normalized)
            _everNormalized.Add(token);
        if (known)
            _tokens.RemoveAll(other => other.Content == token.Content);
        _tokens.Add(token);
        IdLimit = Math.Max(IdLimit, id + 1);
    }

    /// <summary>Builds the matchers; to be called after the last token was added.</summary>
    /// <param name="normalizer">What the text goes through before the second matcher sees it.</param>
    public void BuildMatchers(Normalizer? normalizer)
    {
        var raw = (Keys: new List<byte[]>(), Ids: new List<int>());
        var normalized = (Keys: new List<byte[]>(), Ids: new List<int>());
        // Special tokens first: of two whose normalized texts are equal, the first counts (in the Rust library chance decides).
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (AddedToken token in _tokens)
            {
                if (_specialContents.Contains(token.Content) != (pass == 0))
                    continue;
                byte[] key = System.Text.Encoding.UTF8.GetBytes(token.Content);
                if (token.Normalized && normalizer is not null)
                {
                    var text = new NormalizedText(key, 0, trackOffsets: false);
                    normalizer.Normalize(text);
                    key = text.Bytes.ToArray();
                }

                if (key.Length == 0)
                    continue;
                (token.Normalized ? normalized : raw).Keys.Add(key);
                (token.Normalized ? normalized : raw).Ids.Add(token.Id);
            }
        }

        foreach (AddedToken token in _everNormalized)
        {
            var text = new NormalizedText(System.Text.Encoding.UTF8.GetBytes(token.Content), 0, trackOffsets: false);
            normalizer?.Normalize(text);
            _normalizedOfId[token.Id] = text.ToString();
        }

        _raw = raw.Keys.Count == 0 ? null : new AhoCorasick(raw.Keys, raw.Ids);
        _normalized = normalized.Keys.Count == 0 ? null : new AhoCorasick(normalized.Keys, normalized.Ids);
    }

    /// <summary>Whether any token is looked for in normalized text.</summary>
    public bool HasNormalized => _normalized is not null;

    /// <summary>Whether a token may be in raw text; false for sure where no byte of the text begins one.</summary>
    public bool MayBeInRaw(ReadOnlySpan<byte> text) => _raw is not null && _raw.MayMatch(text);

    /// <summary>Whether a token may be in normalized text; false for sure where no byte of the text begins one.</summary>
    public bool MayBeInNormalized(ReadOnlySpan<byte> text) => _normalized is not null && _normalized.MayMatch(text);

    /// <summary>Cuts the tokens that are looked for in raw text.</summary>
    public void SplitRaw(ReadOnlySpan<byte> text, bool specialAsText, List<PieceRange> result) => Split(text, _raw, specialAsText, result);

    /// <summary>Cuts the tokens that are looked for in normalized text.</summary>
    public void SplitNormalized(ReadOnlySpan<byte> text, bool specialAsText, List<PieceRange> result) =>
        Split(text, _normalized, specialAsText, result);

    // What is appended covers the text; no range is empty.
    private void Split(ReadOnlySpan<byte> bytes, AhoCorasick? matcher, bool specialAsText, List<PieceRange> result)
    {
        int done = 0;
        for (int from = 0; matcher is not null && matcher.Find(bytes, from, out int start, out int end) is int id and >= 0;)
        {
            from = end;
            AddedToken token = _tokenOfId[id];
            if (specialAsText && _specialContents.Contains(token.Content))
                continue;
            if (token.SingleWord && (EndsWithWord(bytes[..start]) || StartsWithWord(bytes[end..])))
                continue;
            if (token.StripsLeft)
                start = Math.Max(done, start - TrailingSpace(bytes[..start]));
            if (token.StripsRight)
                end += LeadingSpace(bytes[end..]);
            if (done < start)
                result.Add(new PieceRange(done, start, -1));
            // A match inside the white space that the one before took along leaves nothing.
            if (start < end)
                result.Add(new PieceRange(start, end, id));
            done = end;
        }

        if (done < bytes.Length)
            result.Add(new PieceRange(done, bytes.Length, -1));
    }

    // As the record's own equality, which would have the comparers of its fields made at run time.
    private static bool IsSame(AddedToken one, AddedToken other) =>
        one.Id == other.Id && string.Equals(one.Content, other.Content, StringComparison.Ordinal) && one.SingleWord == other.SingleWord &&
        one.StripsLeft == other.StripsLeft && one.StripsRight == other.StripsRight && one.Normalized == other.Normalized && one.Special == other.Special;

    private static int TrailingSpace(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (Rune.DecodeLastFromUtf8(text[..^length], out Rune rune, out int size) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(rune))
            length += size;
        return length;
    }

    private static int LeadingSpace(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (Rune.DecodeFromUtf8(text[length..], out Rune rune, out int size) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(rune))
            length += size;
        return length;
    }

    private static bool EndsWithWord(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out Rune rune, out _) == System.Buffers.OperationStatus.Done && TokenizerClasses.IsWord(rune.Value);

    private static bool StartsWithWord(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out Rune rune, out _) == System.Buffers.OperationStatus.Done && TokenizerClasses.IsWord(rune.Value);
}
