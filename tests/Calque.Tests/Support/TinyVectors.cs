using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Calque.Tests.Support;

/// <summary>Writes small files of word vectors in text form.</summary>
internal static class TinyVectors
{
    /// <summary>A <c>.vec</c> file with header.</summary>
    public static string Write(string path, IReadOnlyList<(string Word, float[] Vector)> words)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{words.Count} {words[0].Vector.Length}\n");
        foreach ((string word, float[] vector) in words)
            text.Append(word).Append(' ').AppendJoin(' ', vector.Select(value => value.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        File.WriteAllText(path, text.ToString());
        return path;
    }

    /// <summary>A vector for each word, drawn from the words' own bytes: equal words get equal vectors in any file.</summary>
    public static IReadOnlyList<(string Word, float[] Vector)> Hashed(int dimension, params string[] words) =>
        [.. words.Select(word => (word, Vector(word, dimension)))];

    /// <summary>The vector that <see cref="Hashed"/> gives a word.</summary>
    public static float[] Vector(string word, int dimension)
    {
        ulong state = 14695981039346656037UL;
        foreach (byte b in Encoding.UTF8.GetBytes(word))
            state = (state ^ b) * 1099511628211UL;
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            vector[i] = ((state >> 40) / (float)(1 << 23)) - 1f;
        }

        return vector;
    }
}
