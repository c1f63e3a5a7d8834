using System;
using System.IO;
using System.Numerics.Tensors;
using System.Text;
using Calque.Vectors;

namespace Calque.Samples;

/// <summary>How near two words are in a file of word vectors; unknown words too, where the file has n-grams.</summary>
public static class ReadWordVectors
{
    public static void Run(string file, string first, string second, TextWriter output)
    {
        using WordVectors vectors = WordVectors.Open(file);
        float[] a = new float[vectors.Dimension];
        float[] b = new float[vectors.Dimension];
        VectorOrigin known = vectors.GetVector(Encoding.UTF8.GetBytes(first), a);
        VectorOrigin other = vectors.GetVector(Encoding.UTF8.GetBytes(second), b);

        output.WriteLine($"{vectors.Format}: {vectors.Count} words, {vectors.Dimension} values each");
        output.WriteLine($"{first} ({known}) and {second} ({other})");
        if (known != VectorOrigin.None && other != VectorOrigin.None)
            output.WriteLine(FormattableString.Invariant($"cosine {TensorPrimitives.CosineSimilarity(a, b):F3}"));
    }
}
