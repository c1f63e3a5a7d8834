using System.Collections.Generic;
using System.Linq;
using Calque.Tests.Fuzz.Formats;

namespace Calque.Tests.Fuzz;

/// <summary>Every format that is fuzzed. A new one is one line here.</summary>
internal static class FuzzCatalogue
{
    /// <summary>The readers.</summary>
    public static IReadOnlyList<FuzzFormat> Readers { get; } =
    [
        new SafetensorsFormat(),
        ModelDirectoryFormat.Safetensors,
        ModelDirectoryFormat.Pickles,
        new ModelConfigFormat(),
        new PyTorchFormat(),
        new TokenizerJsonFormat("BPE"),
        new TokenizerJsonFormat("WordPiece"),
        new TokenizerJsonFormat("Unigram"),
        new TokenizerJsonFormat("WordLevel"),
        new VocabularyMergesFormat(),
        new WordPieceVocabularyFormat(),
        new SentencePieceFormat(),
        new TokenizerConfigFormat(),
        WordVectorsFormat.FastText,
        WordVectorsFormat.Binary,
        WordVectorsFormat.Text,
        WordVectorsFormat.Gzip,
        new DictionaryFormat(),
        new DictdFormat(),
        new PlanFormat(),
    ];

    /// <summary>The readers, and the verbs that take any file or text.</summary>
    public static IReadOnlyList<FuzzFormat> All { get; } =
    [
        .. Readers, InspectFormat.Manifest, InspectFormat.Provenance, InspectFormat.Any,
        TextInputFormat.EncodeText, TextInputFormat.EncodeJson, TextInputFormat.Decode, TextInputFormat.Words,
    ];

    public static FuzzFormat Find(string name) => All.Single(format => format.Name == name);
}
