using System;
using System.Text;
using System.Threading;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.Vectors;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>What the command does with word vectors once they are open.</summary>
internal static class VectorsUse
{
    private static readonly byte[][] s_words = [.. Array.ConvertAll(["the", "</s>", "house", "unheard", "", " ", "é中", "\0"], Encoding.UTF8.GetBytes)];

    private static readonly Lazy<Tokenizer> s_tokenizer = new(() =>
    {
        using TemporaryDirectory directory = new();
        return Tokenizer.Load(TransferCase.WriteTokenizer(directory["tokenizer"], "ByteLevel", ["<s>"], TransferCase.SourceWords));
    });

    public static void Exercise(string path)
    {
        using WordVectors vectors = WordVectors.Open(path);
        _ = (vectors.Format, vectors.HasSubwords, vectors.Warnings.Count);
        float[] row = new float[vectors.Dimension];
        for (int index = 0; index < Math.Min(vectors.Count, 100); index++)
        {
            _ = vectors.GetWord(index);
            _ = vectors.GetFrequency(index);
            vectors.GetWordRow(index, row);
            if (vectors.IndexOf(vectors.GetWordUtf8(index)) < 0)
                throw new InvalidOperationException($"word {index} is not found again");
        }

        foreach (byte[] word in s_words)
            vectors.GetVector(word, row);
        TokenVectors.Compute(SubwordVectorMode.Ngrams, vectors, s_tokenizer.Value, threads: 1, null, CancellationToken.None);
        TokenVectors.Compute(SubwordVectorMode.Frequency, vectors, s_tokenizer.Value, threads: 1, null, CancellationToken.None);
    }
}
