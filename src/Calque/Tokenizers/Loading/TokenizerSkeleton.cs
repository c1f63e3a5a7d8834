using System.Collections.Generic;
using Calque.Tokenizers.Decoders;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.PostProcessors;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tokenizers.Loading;

/// <summary>The parts round a model that comes without a <c>tokenizer.json</c>, as the field's converters would write them.</summary>
internal sealed record TokenizerSkeleton
{
    public string Normalizer { get; init; } = "null";

    public string PreTokenizer { get; init; } = "null";

    public string Decoder { get; init; } = "null";

    public Normalizer? OwnNormalizer { get; init; }

    public Decoder? OwnDecoder { get; init; }

    public PostProcessor? PostProcessor { get; init; }

    /// <summary>Flags by the content of a token that differ from the usual ones (RoBERTa's mask takes the space before it).</summary>
    public IReadOnlyDictionary<string, AddedToken> Flags { get; init; } = new Dictionary<string, AddedToken>();

    /// <summary>Whether tokens beside the model are looked for in text.</summary>
    public bool MatchesAddedTokens { get; init; } = true;

    public IReadOnlyList<int> ControlIds { get; init; } = [];

    /// <summary>Puts the tokenizer together.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="names">What the files beside it say.</param>
    /// <param name="special">Special tokens of the family; those that the model lacks and no file names are left out.</param>
    public TokenizerParts Assemble(string path, TokenizerModel model, SpecialTokenNames names, IReadOnlyList<string> special)
    {
        JsonPart normalizer = JsonPart.Parse(System.Text.Encoding.UTF8.GetBytes(Normalizer));
        JsonPart preTokenizer = JsonPart.Parse(System.Text.Encoding.UTF8.GetBytes(PreTokenizer));
        JsonPart decoder = JsonPart.Parse(System.Text.Encoding.UTF8.GetBytes(Decoder));
        var added = new AddedVocabulary();
        if (MatchesAddedTokens)
        {
            foreach (string content in special)
            {
                if (model.Vocabulary.TryGetId(content, out _))
                    added.Add(Make(content), model);
            }

            var byId = new List<AddedToken>(names.AddedTokens);
            byId.Sort((a, b) => a.Id.CompareTo(b.Id));
            foreach (AddedToken token in byId)
                added.Add(token, model, token.Id);
            foreach (SpecialTokenNames.NamedToken token in names.Tokens)
            {
                // Tokens that no vocabulary knows are only names there; adding them would make ids that the model has no rows for.
                if (!added.TryGetId(token.Content, out _) && model.Vocabulary.TryGetId(token.Content, out _))
                    added.Add(Make(token.Content), model);
            }
        }

        return new TokenizerParts
        {
            Path = path,
            Model = model,
            Added = added,
            Normalizer = OwnNormalizer ?? NormalizerReader.ReadPart(normalizer, path),
            PreTokenizer = PreTokenizerReader.ReadPart(preTokenizer, path),
            PostProcessor = PostProcessor,
            Decoder = OwnDecoder ?? DecoderReader.ReadPart(decoder, path),
            Surfaces = SurfaceSchemeReader.Read(model, normalizer, preTokenizer, decoder) with { ControlIds = ControlIds },
        };
    }

    private AddedToken Make(string content) => Flags.TryGetValue(content, out AddedToken? token)
        ? token with { Content = content }
        : new AddedToken(0, content, false, false, false, false, true);
}
