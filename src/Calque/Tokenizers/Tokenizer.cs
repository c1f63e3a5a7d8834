using System;
using System.Collections.Generic;
using System.Threading;
using Calque.Tokenizers.Encoders;
using Calque.Tokenizers.Loading;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.PostProcessors;
using Calque.Tokenizers.Surfaces;

namespace Calque.Tokenizers;

/// <summary>
/// A tokenizer as model hubs hold it: text to tokens and back. Answers are those of the Rust library <c>tokenizers</c>, and for a
/// SentencePiece <c>.model</c> file those of the C++ library. Safe for use from several threads at once.
/// </summary>
public sealed partial class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedVocabulary _added;
    private readonly TokenSpaces _spaces;
    private readonly List<int> _specialIds = [];
    private readonly ulong[] _isSpecial; // one bit for each id
    private readonly Stack<TokenizerWorkspace> _workspaces = []; // under its own lock
    private TokenizerWorkspace? _spare;

    internal Tokenizer(TokenizerParts parts, string path, IReadOnlyList<string> files, SpecialTokenNames names)
    {
        _parts = parts;
        _added = parts.Added;
        _added.BuildMatchers(parts.Normalizer);
        _encoder = new Lazy<TextEncoder?>(() => TextEncoders.Find(_parts));
        Path = path;
        Files = files;
        SpecialTokenNames = names;
        VocabularySize = Math.Max(parts.Model.Vocabulary.IdLimit, _added.IdLimit);
        _spaces = new TokenSpaces(GetToken, parts.PostProcessor is { TrimsOffsets: true } ? VocabularySize : 0);
        _isSpecial = new ulong[(VocabularySize + 63) / 64];
        foreach (AddedToken token in _added.Tokens)
        {
            if (token.Special)
                AddSpecial(token.Id);
        }

        foreach (string content in names.Contents)
        {
            if (TryGetId(content, out int id))
                AddSpecial(id);
        }

        foreach (int id in parts.Surfaces.ControlIds)
            AddSpecial(id);
    }

    /// <summary>The directory or file that was loaded.</summary>
    public string Path { get; }

    /// <summary>Every file of the directory that belongs to the tokenizer, full paths; what has to be copied with a model.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The highest id + 1. Ids below it may have no token (holes).</summary>
    public int VocabularySize { get; }

    /// <summary>The tokens beside the model's own, in the order of the file.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => _added.Tokens;

    /// <summary>The model.</summary>
    public TokenizerModel Model => _parts.Model;

    /// <summary>The step that adds special tokens, or null.</summary>
    public PostProcessor? PostProcessor => _parts.PostProcessor;

    /// <summary>The truncation that the file carries; it is used only where the options of a call name it.</summary>
    public TruncationOptions? StoredTruncation => _parts.Truncation;

    /// <summary>The padding that the file carries; it is used only where the options of a call name it.</summary>
    public PaddingOptions? StoredPadding => _parts.Padding;

    /// <summary>What was odd in the files but did not keep them from being used.</summary>
    public IReadOnlyList<string> Warnings => _parts.Warnings;

    /// <summary>The ids of all special tokens, in no order.</summary>
    internal IReadOnlyCollection<int> SpecialIds => _specialIds;

    /// <summary>Which tokens the files beside the model name for which role.</summary>
    internal SpecialTokenNames SpecialTokenNames { get; }

    /// <summary>
    /// Loads a tokenizer: a directory (its <c>tokenizer.json</c>, else <c>vocab.json</c> with <c>merges.txt</c>, else
    /// <c>vocab.txt</c>, else a SentencePiece <c>.model</c>) or one of these files.
    /// </summary>
    /// <exception cref="InvalidTokenizerException">There is none, or it is damaged.</exception>
    public static Tokenizer Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TokenizerLoader.Load(path);
    }

    /// <summary>The token of an id, or null for a hole.</summary>
    public string? GetToken(int id) => _added.TryGet(id, out AddedToken token) ? token.Content : Model.Vocabulary.GetToken(id);

    /// <summary>The id of a token, an added one or the model's.</summary>
    public bool TryGetId(string token, out int id)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _added.TryGetId(token, out id) || Model.Vocabulary.TryGetId(token, out id);
    }

    /// <summary>
    /// Whether a token is a special one: flagged so in <c>tokenizer.json</c>, named in <c>tokenizer_config.json</c> or
    /// <c>special_tokens_map.json</c>, or a control piece of a SentencePiece model.
    /// </summary>
    public bool IsSpecial(int id) => (uint)id < (uint)VocabularySize && (_isSpecial[id >> 6] >> id & 1) != 0;

    /// <summary>What a token stands for.</summary>
    public TokenSurface GetSurface(int id)
    {
        if (_added.TryGet(id, out AddedToken added))
            return TokenSurfaceReader.ReadAdded(added.Content, IsSpecial(id));
        ReadOnlySpan<byte> token = Model.Vocabulary.GetTokenUtf8(id);
        if (token.IsEmpty && !Model.Vocabulary.Contains(id))
            return TokenSurfaceReader.Hole;
        return IsSpecial(id)
            ? TokenSurfaceReader.ReadAdded(Model.Vocabulary.GetToken(id) ?? "", special: true)
            : TokenSurfaceReader.Read(token, _parts.Surfaces);
    }

    private void AddSpecial(int id)
    {
        if (IsSpecial(id))
            return;
        _specialIds.Add(id);
        _isSpecial[id >> 6] |= 1UL << id;
    }

    // One workspace lies ready without a lock, which is all that a single thread needs.
    private TokenizerWorkspace RentWorkspace() =>
        Interlocked.Exchange(ref _spare, null) ?? TakeWorkspace();

    private TokenizerWorkspace TakeWorkspace()
    {
        lock (_workspaces)
            return _workspaces.TryPop(out TokenizerWorkspace? workspace) ? workspace : new TokenizerWorkspace();
    }

    private void ReturnWorkspace(TokenizerWorkspace workspace)
    {
        workspace.Clear();
        if (Interlocked.CompareExchange(ref _spare, workspace, null) is null)
            return;
        lock (_workspaces)
            _workspaces.Push(workspace);
    }
}
