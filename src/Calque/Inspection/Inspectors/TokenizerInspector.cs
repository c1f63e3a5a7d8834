using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Tokenizers;

namespace Calque.Inspection.Inspectors;

/// <summary>A tokenizer: its model, its parts, its special tokens with their roles, what its tokens stand for.</summary>
internal sealed class TokenizerInspector : Inspector
{
    private const int ExamplesOfKind = 5;

    private static readonly string[] s_wholeFiles = ["tokenizer.json", "vocab.txt", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "spm.model"];

    private static readonly SpecialTokenRole[] s_roles =
    [
        SpecialTokenRole.BeginningOfSequence, SpecialTokenRole.EndOfSequence, SpecialTokenRole.Unknown, SpecialTokenRole.Separator,
        SpecialTokenRole.Padding, SpecialTokenRole.Classification, SpecialTokenRole.Mask,
    ];

    public override string Kind => "tokenizer";

    /// <summary>A directory with a tokenizer's files, or one of these by its content.</summary>
    public override bool Recognises(InspectedInput input) =>
        input.IsDirectory ? HasTokenizer(input) : TokenizerFileProbe.IsTokenizer(input);

    /// <summary>Whether a directory holds a tokenizer.</summary>
    public static bool HasTokenizer(InspectedInput directory) =>
        s_wholeFiles.Any(directory.Has) || (directory.Has("vocab.json") && directory.Has("merges.txt"))
        || directory.FileNames.Count(name => name.EndsWith(".model", StringComparison.Ordinal)) == 1;

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        Tokenizer tokenizer = Tokenizer.Load(input.Path);
        JsonObject? config = ConfigBeside(input);
        InspectionDraft draft = new(options.Limit);
        if (options.Token is { } token)
        {
            AddToken(draft, tokenizer, FindToken(tokenizer, token), config);
            return draft.Finish(Kind, input.Path);
        }

        AddSummary(draft, tokenizer, config);
        draft.Section("files").Table(["file", "bytes"], tokenizer.Files.Select(file => (IReadOnlyList<InspectionValue>)
            [Path.GetFileName(file), new FileInfo(file).Length]));
        draft.Section("added tokens").Table(["id", "token", "special", "normalized", "single word", "strips"], tokenizer.AddedTokens.Select(added => (IReadOnlyList<InspectionValue>)
        [
            added.Id, added.Content, added.Special, added.Normalized, added.SingleWord,
            (added.StripsLeft, added.StripsRight) switch { (true, true) => "both sides", (true, false) => "left", (false, true) => "right", _ => "" },
        ]));
        AddSurfaces(draft, tokenizer, cancellation);
        draft.Section("first tokens").Table(["id", "token", "surface"], Enumerable.Range(0, tokenizer.VocabularySize).Select(id => (IReadOnlyList<InspectionValue>)
            [id, tokenizer.GetToken(id), tokenizer.GetSurface(id).Text]), tokenizer.VocabularySize);
        return draft.Finish(Kind, input.Path);
    }

    /// <summary>Adds what a tokenizer is in a few lines, for its own result and for that of a model directory.</summary>
    public static void AddSummary(InspectionDraft draft, Tokenizer tokenizer, JsonObject? modelConfig)
    {
        draft.Warnings.AddRange(tokenizer.Warnings);
        draft.Section("tokenizer").Fact("model", tokenizer.Model.Kind).Fact("ids", tokenizer.VocabularySize);
        draft.Fact("holes", Enumerable.Range(0, tokenizer.VocabularySize).Count(id => tokenizer.GetToken(id) is null)).Fact("added tokens", tokenizer.AddedTokens.Count);
        foreach (string file in tokenizer.Files.Where(IsTokenizerJson))
        {
            foreach ((string part, string names) in TokenizerComponents.Read(file))
                draft.Fact(part, names);
        }

        SpecialTokens special = SpecialTokens.Resolve(tokenizer, modelConfig);
        draft.Warnings.AddRange(special.Warnings);
        List<IReadOnlyList<InspectionValue>> rows = [];
        foreach (SpecialTokenRole role in s_roles)
        {
            if (special.GetId(role) is { } id)
                rows.Add([RoleName(role), id, tokenizer.GetToken(id), special.GetSource(role)]);
        }

        foreach (int id in special.Additional)
            rows.Add([RoleName(SpecialTokenRole.Additional), id, tokenizer.GetToken(id), ""]);
        draft.Section("special tokens").Table(["role", "id", "token", "named by"], rows);
    }

    /// <summary>The id that a text means: a token of the vocabulary, else a number.</summary>
    /// <exception cref="InvalidInputException">It is neither.</exception>
    public static int FindToken(Tokenizer tokenizer, string token)
    {
        if (tokenizer.TryGetId(token, out int id))
            return id;
        if (int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id < tokenizer.VocabularySize)
            return id;
        string pieces = string.Join(' ', tokenizer.Encode(token, new EncodeOptions { AddSpecialTokens = false }).Tokens);
        throw new InvalidInputException(
            tokenizer.Path, $"no token '{token}'; as text it is: {pieces}", "a token or an id of the vocabulary",
            "Tokens are written as in the vocabulary, with their word mark (Ġ, ▁, ##).");
    }

    /// <summary>Adds what there is to say of one id.</summary>
    public static void AddToken(InspectionDraft draft, Tokenizer tokenizer, int id, JsonObject? modelConfig)
    {
        TokenSurface surface = tokenizer.GetSurface(id);
        draft.Section("token").Fact("id", id).Fact("token", tokenizer.GetToken(id) ?? "none: the id is a hole").Fact("kind", KindName(surface.Kind))
            .Fact("surface", surface.Text).Fact("begins a word", surface.BeginsWord)
            .Fact("bytes", Convert.ToHexStringLower(surface.Bytes.Span)).Fact("special", tokenizer.IsSpecial(id));
        IReadOnlyList<SpecialTokenRole> roles = SpecialTokens.Resolve(tokenizer, modelConfig).GetRoles(id);
        if (roles.Count > 0)
            draft.Fact("roles", string.Join(", ", roles.Select(RoleName)));
    }

    private static void AddSurfaces(InspectionDraft draft, Tokenizer tokenizer, CancellationToken cancellation)
    {
        SortedDictionary<TokenSurfaceKind, (int Count, int Words, List<string> Examples)> kinds = [];
        for (int id = 0; id < tokenizer.VocabularySize; id++)
        {
            if (id % 4096 == 0)
                cancellation.ThrowIfCancellationRequested();
            TokenSurface surface = tokenizer.GetSurface(id);
            if (!kinds.TryGetValue(surface.Kind, out (int Count, int Words, List<string> Examples) seen))
                seen = (0, 0, []);
            if (seen.Examples.Count < ExamplesOfKind && tokenizer.GetToken(id) is { } token)
                seen.Examples.Add(token);
            kinds[surface.Kind] = (seen.Count + 1, seen.Words + (surface.BeginsWord ? 1 : 0), seen.Examples);
        }

        draft.Section("surfaces").Table(["kind", "tokens", "begin a word", "first"], kinds.Select(pair => (IReadOnlyList<InspectionValue>)
            [KindName(pair.Key), pair.Value.Count, pair.Value.Words, string.Join(' ', pair.Value.Examples)]));
    }

    // A tokenizer that lies beside a config.json may have its special ids named there.
    private static JsonObject? ConfigBeside(InspectedInput input)
    {
        string path = Path.Combine(input.IsDirectory ? input.Path : Path.GetDirectoryName(input.Path) ?? "", "config.json");
        return File.Exists(path) ? JsonSections.Read(path) : null;
    }

    private static bool IsTokenizerJson(string file) => TokenizerFileProbe.IsTokenizerJson(InspectedInput.Open(file));

    private static string KindName(TokenSurfaceKind kind) => kind switch
    {
        TokenSurfaceKind.Hole => "hole",
        TokenSurfaceKind.Special => "special",
        TokenSurfaceKind.Text => "text",
        TokenSurfaceKind.Empty => "white space or nothing",
        TokenSurfaceKind.Byte => "byte",
        _ => "part of a character",
    };

    private static string RoleName(SpecialTokenRole role) => role switch
    {
        SpecialTokenRole.BeginningOfSequence => "beginning of sequence",
        SpecialTokenRole.EndOfSequence => "end of sequence",
        SpecialTokenRole.Unknown => "unknown",
        SpecialTokenRole.Separator => "separator",
        SpecialTokenRole.Padding => "padding",
        SpecialTokenRole.Classification => "classification",
        SpecialTokenRole.Mask => "mask",
        _ => "additional",
    };
}
