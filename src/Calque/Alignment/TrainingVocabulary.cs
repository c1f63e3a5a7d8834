using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Calque.Vectors;

namespace Calque.Alignment;

/// <summary>The words of one side of a dictionary and their vectors, as a file has them, and those of entries of several words where these are composed.</summary>
internal sealed class TrainingVocabulary(WordVectors vectors, bool composes)
{
    private HashSet<int>? _functionWords;

    /// <summary>Whether a text has a vector: it is a word, by its exact bytes, or its words are.</summary>
    public bool Contains(string text) => IsWord(text) || (composes && HasSeveralWords(text) && Parts(text).Count > 0);

    /// <summary>Whether a text is a word of the vectors.</summary>
    public bool IsWord(string text) => Row(text) >= 0;

    /// <summary>The words that a text is made of, those that count: itself where it is a word; none where one is unknown.</summary>
    public IReadOnlyList<string> Parts(string text)
    {
        if (IsWord(text))
            return [text];
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (!words.All(IsWord))
            return [];
        string[] content = [.. words.Where(word => !FunctionWords.Contains(Row(word)))];
        return content.Length > 0 ? content : words;
    }

    /// <summary>The vector of a text that has one; of several words the mean of theirs.</summary>
    public void GetVector(string text, Span<float> destination)
    {
        IReadOnlyList<string> words = Parts(text);
        if (words.Count == 1)
        {
            vectors.GetVector(Encoding.UTF8.GetBytes(words[0]), destination);
            return;
        }

        double[] sum = new double[vectors.Dimension];
        foreach (string word in words)
        {
            vectors.GetVector(Encoding.UTF8.GetBytes(word), destination);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += destination[i];
        }

        for (int i = 0; i < sum.Length; i++)
            destination[i] = (float)(sum[i] / words.Count);
    }

    private HashSet<int> FunctionWords => _functionWords ??= [.. Enumerable.Range(0, vectors.Count)
        .Where(row => !vectors.GetWordUtf8(row).SequenceEqual("</s>"u8))
        .OrderByDescending(vectors.GetFrequency)
        .Take(VocabularyVectors.FunctionWords)];

    private static bool HasSeveralWords(string text) => text.Trim().Any(char.IsWhiteSpace);

    private int Row(string word) => vectors.IndexOf(Encoding.UTF8.GetBytes(word));
}
