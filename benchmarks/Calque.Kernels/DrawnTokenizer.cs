using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Calque.Numerics.Randomness;
using Calque.Tokenizers;
using Calque.Tokenizers.Training;

namespace Calque.Kernels;

/// <summary>A byte-level tokenizer of 4,000 tokens and a text of drawn words, the same in every run.</summary>
internal static class DrawnTokenizer
{
    private static readonly string[] Words = MakeWords();

    /// <summary>Where the tokenizer was written, a folder of the system's temporary one.</summary>
    public static string Folder { get; } = Write();

    /// <summary>Lines of ten words, frequent ones more often.</summary>
    public static IEnumerable<string> Text
    {
        get
        {
            KeyedRandom random = new(1, "lines", 0);
            for (int line = 0; line < 2_000; line++)
                yield return string.Join(' ', Enumerable.Range(0, 10).Select(_ => Words[(int)(random.NextInt(Words.Length) * (long)random.NextInt(Words.Length) / Words.Length)])) + ".";
        }
    }

    private static string[] MakeWords()
    {
        const string Consonants = "bdfghjklmnprstvwyz", Vowels = "aeiou";
        KeyedRandom random = new(1, "words", 0);
        string Syllable() => $"{Consonants[random.NextInt(Consonants.Length)]}{Vowels[random.NextInt(Vowels.Length)]}";
        return [.. Enumerable.Range(0, 8_000).Select(_ => string.Concat(Enumerable.Range(0, 1 + random.NextInt(4)).Select(_ => Syllable())))];
    }

    private static string Write()
    {
        string folder = Path.Combine(Path.GetTempPath(), "calque-kernels-tokenizer");
        Directory.CreateDirectory(folder);
        Dictionary<string, long> counts = [];
        for (int i = 0; i < Words.Length; i++)
            counts[ByteAlphabet.GetCharacter((byte)' ') + Words[i]] = Words.Length / (i + 1);
        TrainedBpe trained = BpeTrainer.Train(counts, new BpeTrainerOptions
        {
            VocabularySize = 4_000,
            InitialAlphabet = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.GetCharacter((byte)value).ToString())],
        });
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("pre_tokenizer");
            json.WriteString("type", "ByteLevel");
            json.WriteBoolean("add_prefix_space", true);
            json.WriteBoolean("trim_offsets", true);
            json.WriteEndObject();
            json.WriteStartObject("model");
            json.WriteString("type", "BPE");
            json.WriteStartObject("vocab");
            for (int id = 0; id < trained.Vocabulary.Count; id++)
                json.WriteNumber(trained.Vocabulary[id], id);
            json.WriteEndObject();
            json.WriteStartArray("merges");
            foreach (BpeMerge merge in trained.Merges)
                json.WriteStringValue($"{merge.Left} {merge.Right}");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        File.WriteAllBytes(Path.Combine(folder, "tokenizer.json"), stream.ToArray());
        return folder;
    }
}
