using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.World;

/// <summary>Writes a world as files that any tool of the field can read.</summary>
/// <remarks>
/// <c>text/</c>, <c>words/</c>, <c>topics/</c> and <c>tags/</c> have one file a language; <c>dictionaries/</c> the gold
/// dictionaries; <c>vectors/</c> word vectors under a hidden rotation; <c>tokenizers/</c> trained tokenizers.
/// </remarks>
public static class WorldFiles
{
    /// <summary>Number of the first sentence of the held-out text: far behind any text to train on.</summary>
    public const int FirstHeldOutSentence = 1_000_000_000;

    /// <summary>Writes the files. Takes some seconds for the default world.</summary>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    public static Task<WorldFilesResult> RunAsync(
        WorldFilesOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellationToken), cancellationToken);
    }

    private static WorldFilesResult Run(WorldFilesOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        ArtificialWorld world = ArtificialWorld.Create(options.World);
        Sentence[] sentences = [.. world.Sentences.Generate(0, options.Sentences)];
        List<string> files = [];
        foreach (ArtificialLanguage language in world.Languages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new OperationProgress("language " + language.Name, files.Count, 0, "files"));
            SentenceRenderer renderer = world.CreateRenderer(language);
            Write($"text/{language.Name}.txt", stream => WorldText.WriteText(stream, renderer, sentences));
            Write($"words/{language.Name}.txt", stream => WorldText.WriteWords(stream, renderer, sentences));
            Write($"topics/{language.Name}.tsv", stream => WorldText.WriteTopics(stream, renderer, sentences.Take(sentences.Length / 10)));
            Write($"tags/{language.Name}.tsv", stream => WorldText.WriteTags(stream, renderer, sentences.Take(sentences.Length / 10)));
            Write($"vectors/{language.Name}.vec", KnownVectors.Create(world, language, options.Vectors).WriteText);
            if (language == world.A)
            {
                WriteTokenizer("a-wordpiece", WorldTokenizerKind.WordPiece, renderer);
                WriteTokenizer("a-bytelevel", WorldTokenizerKind.ByteLevelDecoder, renderer);
            }
            else
            {
                WriteTokenizer(language.Name + "-bytelevel", WorldTokenizerKind.ByteLevelEncoder, renderer);
            }
        }

        foreach ((ArtificialLanguage source, ArtificialLanguage target) in ((ArtificialLanguage, ArtificialLanguage)[])[(world.A, world.B), (world.A, world.C), (world.B, world.C)])
        {
            GoldDictionary gold = new(world, source, target);
            Write($"dictionaries/{source.Name}-{target.Name}.tsv", stream => WorldText.WriteDictionary(stream, gold.Entries));
        }

        return new WorldFilesResult(options.Output, files);

        void Write(string name, Action<Stream> content)
        {
            string path = Path.Combine(options.Output, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream stream = File.Create(path);
            content(stream);
            files.Add(name);
        }

        void WriteTokenizer(string name, WorldTokenizerKind kind, SentenceRenderer renderer)
        {
            string directory = Path.Combine(options.Output, "tokenizers", name);
            Directory.CreateDirectory(directory);
            WorldTokenizer.Train(kind, renderer, sentences, options.VocabularySize).Write(directory);
            files.Add("tokenizers/" + name);
        }
    }
}
