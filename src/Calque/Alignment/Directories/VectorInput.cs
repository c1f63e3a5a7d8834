using System.Collections.Generic;
using System.Globalization;
using Calque.Vectors;

namespace Calque.Alignment.Directories;

/// <summary>Reads vocabularies and says what was odd about their files.</summary>
internal static class VectorInput
{
    public static VocabularyVectors Load(string path, int? limit, List<string> warnings)
    {
        using WordVectors vectors = WordVectors.Open(path);
        return Load(vectors, limit, warnings);
    }

    public static VocabularyVectors Load(WordVectors vectors, int? limit, List<string> warnings)
    {
        VocabularyVectors vocabulary = VocabularyVectors.Load(vectors, limit);
        foreach (string warning in vectors.Warnings)
            warnings.Add($"{vectors.Path}: {warning}");
        if (vocabulary.ZeroRows > 0)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{vectors.Path}: {vocabulary.ZeroRows} of {vocabulary.Count + vocabulary.ZeroRows} words left out: their vectors are zero and have no direction"));
        }

        return vocabulary;
    }
}
