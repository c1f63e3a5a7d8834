using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Calque.World;

/// <summary>The files of text that follow from a world: the same lines say the same things in every language.</summary>
public static class WorldText
{
    /// <summary>Writes running text, one sentence a line.</summary>
    public static void WriteText(Stream stream, SentenceRenderer renderer, IEnumerable<Sentence> sentences) =>
        WriteLines(stream, sentences, renderer.RenderText);

    /// <summary>Writes text cut into words, one sentence a line, as static word vectors are trained on it.</summary>
    public static void WriteWords(Stream stream, SentenceRenderer renderer, IEnumerable<Sentence> sentences) =>
        WriteLines(stream, sentences, renderer.RenderWordText);

    /// <summary>Writes the topic of each sentence and its text, with a tab between them.</summary>
    public static void WriteTopics(Stream stream, SentenceRenderer renderer, IEnumerable<Sentence> sentences) =>
        WriteLines(stream, sentences, sentence => FormattableString.Invariant($"{sentence.Topic}\t{renderer.RenderText(sentence)}"));

    /// <summary>Writes words with their name tags (O, B-PER, B-LOC, B-ORG), a word a line and an empty line after each sentence.</summary>
    public static void WriteTags(Stream stream, SentenceRenderer renderer, IEnumerable<Sentence> sentences) =>
        WriteLines(stream, sentences, sentence =>
        {
            StringBuilder lines = new();
            foreach (SaidWord word in renderer.Render(sentence))
                lines.Append(word.Text).Append('\t').Append(TagName(word.NameTag)).Append('\n');
            return lines.ToString();
        });

    /// <summary>Writes a dictionary, a line for each entry, with a tab between the words.</summary>
    public static void WriteDictionary(Stream stream, IEnumerable<GoldEntry> entries)
    {
        using StreamWriter writer = Open(stream);
        foreach (GoldEntry entry in entries)
            writer.WriteLine(entry.Source + "\t" + entry.Target);
    }

    private static string TagName(NameTag tag) => tag switch
    {
        NameTag.Person => "B-PER",
        NameTag.Place => "B-LOC",
        NameTag.Organization => "B-ORG",
        _ => "O",
    };

    private static void WriteLines(Stream stream, IEnumerable<Sentence> sentences, Func<Sentence, string> line)
    {
        using StreamWriter writer = Open(stream);
        foreach (Sentence sentence in sentences)
            writer.WriteLine(line(sentence));
    }

    private static StreamWriter Open(Stream stream) => new(stream, new UTF8Encoding(false), -1, leaveOpen: true) { NewLine = "\n" };
}
