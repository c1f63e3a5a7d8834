using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Calque.Formats.FastText;
using Calque.Formats.Word2Vec;
using Calque.Vectors;

namespace Calque.Inspection.Inspectors;

/// <summary>Static word vectors. Of large files only the beginning is read, unless a word is asked for.</summary>
internal sealed class WordVectorsInspector : Inspector
{
    /// <summary>Files up to this size are read whole, which takes less than a second.</summary>
    private const long ReadWholeBytes = 1 << 25;

    private const int SampleLines = 10;

    public override string Kind => "word vectors";

    public override bool ReadsGzip => true;

    public override bool Recognises(InspectedInput input)
    {
        if (input.IsDirectory || input.Sample.Length < sizeof(int))
            return false;
        if (BinaryPrimitives.ReadInt32LittleEndian(input.Sample) == FastTextFile.Magic)
            return true;
        ReadOnlyMemory<byte>[] lines = [.. input.Lines(SampleLines + 1)];
        // A header without any line after it, and binary floats, have no lines here: the header alone decides.
        if (FirstLine(input) is { } first && Word2VecHeader.TryParse(first.Span, out Word2VecHeader header) && header.Dimension > 0)
            return lines.Length < 2 || lines.Skip(1).Any(line => VectorLine.CountTrailingNumbers(line.Span) >= header.Dimension) || HasControlBytes(input);
        // Without a header: the same number of values on most lines, more than the one score that a dictionary may have.
        var widths = lines.Select(line => VectorLine.CountTrailingNumbers(line.Span)).GroupBy(count => count).OrderByDescending(group => group.Count()).FirstOrDefault();
        return widths is { Key: >= 2 } && widths.Count() * 2 > lines.Length;
    }

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        InspectionDraft draft = new(options.Limit);
        VectorFileFormat format = VectorFileProbe.Tell(input.Sample, input.Path);
        bool small = input.Length <= (input.IsGzip ? ReadWholeBytes / 4 : ReadWholeBytes);
        if (format == VectorFileFormat.FastTextModel && !input.IsGzip)
        {
            using FastTextFile file = FastTextFile.Open(input.Path);
            AddModel(draft, file);
            using FastTextWordVectors vectors = new(input.Path, file);
            AddWords(draft, vectors, file.Arguments, options);
        }
        else if (small || options.Token is not null)
        {
            progress?.Report(new OperationProgress("reading", 0, 0, "words"));
            using WordVectors vectors = WordVectors.Open(input.Path);
            draft.Section("vectors").Fact("format", vectors.Format).Fact("words", vectors.Count).Fact("dimension", vectors.Dimension)
                .Fact("vectors for unknown words", vectors.HasSubwords);
            AddWords(draft, vectors, null, options);
        }
        else
        {
            AddBeginning(draft, input, format, options.Limit);
            draft.Warnings.Add("only the beginning was read; with --token WORD the whole file is");
        }

        return draft.Finish(Kind, input.Path);
    }

    private static void AddModel(InspectionDraft draft, FastTextFile file)
    {
        FastTextArguments arguments = file.Arguments;
        draft.Section("vectors").Fact("format", "fastText model")
            .Fact("trained as", arguments.Model switch { 1 => "continuous bag of words", 2 => "skip-gram", FastTextArguments.Classifier => "classifier", _ => InspectionDraft.Text($"{arguments.Model}") })
            .Fact("words", file.WordCount).Fact("dimension", arguments.Dimension)
            .Fact("vectors for unknown words", arguments.HasSubwords);
        if (arguments.HasSubwords)
            draft.Fact("shortest n-gram", arguments.MinN).Fact("longest n-gram", arguments.MaxN).Fact("n-gram buckets", arguments.Bucket);
        draft.Fact("rows", file.RowCount).Fact("words of training text", file.TokenCount);
        if (file.LabelCount > 0)
            draft.Fact("labels", file.LabelCount);
    }

    private static void AddWords(InspectionDraft draft, WordVectors vectors, FastTextArguments? arguments, InspectOptions options)
    {
        draft.Warnings.AddRange(vectors.Warnings);
        if (options.Token is { } word)
        {
            AddWord(draft, vectors, arguments, word);
            return;
        }

        bool counted = arguments is not null;
        draft.Section("first words").Table(
            counted ? ["word", "count", "norm"] : ["word", "norm"],
            Enumerable.Range(0, vectors.Count).Select(index => (IReadOnlyList<InspectionValue>)(counted
                ? [vectors.GetWord(index), vectors.GetFrequency(index), RowNorm(vectors, index)]
                : [vectors.GetWord(index), RowNorm(vectors, index)])),
            vectors.Count);
    }

    private static void AddWord(InspectionDraft draft, WordVectors vectors, FastTextArguments? arguments, string word)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(word);
        float[] vector = new float[vectors.Dimension];
        VectorOrigin origin = vectors.GetVector(bytes, vector);
        int index = vectors.IndexOf(bytes);
        draft.Section($"word {word}").Fact("from", origin switch
        {
            VectorOrigin.Word => arguments is { HasSubwords: true } ? "its own row and its n-grams" : "its own row",
            VectorOrigin.Subwords => "its n-grams alone: the word is not in the vocabulary",
            _ => "nothing: the word is not in the vocabulary",
        });
        if (index >= 0)
        {
            draft.Fact("position", index);
            if (arguments is not null)
                draft.Fact("count", vectors.GetFrequency(index));
        }

        if (arguments is not null)
        {
            List<int> buckets = [];
            FastTextSubwords.Collect(bytes, arguments, buckets);
            draft.Fact("n-grams", buckets.Count);
        }

        draft.Fact("norm", Norm(vector)).Fact("first values", string.Join(' ', vector.Take(8).Select(value => InspectionDraft.Text($"{value:G4}"))));
    }

    private static void AddBeginning(InspectionDraft draft, InspectedInput input, VectorFileFormat format, int limit)
    {
        switch (format)
        {
            case VectorFileFormat.Word2VecText:
                using (Word2VecTextReader reader = Word2VecTextReader.Open(input.Path, input.Sample))
                {
                    draft.Section("vectors").Fact("format", "word2vec text").FactIfAny("words, by the header", Maybe(reader.ClaimedCount)).Fact("dimension", reader.Dimension);
                    List<IReadOnlyList<InspectionValue>> rows = [];
                    while (rows.Count < limit && reader.TryRead(out ReadOnlySpan<byte> word))
                        rows.Add([Encoding.UTF8.GetString(word), Norm(reader.Values)]);
                    draft.Section("first words").Table(["word", "norm"], rows);
                    draft.Warnings.AddRange(reader.DescribeLeftOut());
                }

                break;
            case VectorFileFormat.Word2VecBinary:
                draft.Section("vectors").Fact("format", "word2vec binary");
                if (FirstLine(input) is { } first && Word2VecHeader.TryParse(first.Span, out Word2VecHeader header))
                    draft.Fact("words, by the header", header.Count).Fact("dimension", header.Dimension);
                break;
            default:
                // The arguments stand at fixed places: magic number, version, dimension, …; the dictionary's counts follow them.
                draft.Section("vectors").Fact("format", "fastText model, packed");
                if (input.Sample.Length >= 76)
                {
                    draft.Fact("dimension", At(8)).Fact("shortest n-gram", At(44)).Fact("longest n-gram", At(48)).Fact("n-gram buckets", At(40)).Fact("words", At(68));
                }

                break;
        }

        int At(int offset) => BinaryPrimitives.ReadInt32LittleEndian(input.Sample.AsSpan(offset));
    }

    private static InspectionValue? Maybe(long? number) => number is { } known ? InspectionValue.Of(known) : null;

    private static bool HasControlBytes(InspectedInput input) => input.Sample.Any(value => value < 9);

    private static ReadOnlyMemory<byte>? FirstLine(InspectedInput input) => input.Lines(1).Cast<ReadOnlyMemory<byte>?>().FirstOrDefault();

    private static double RowNorm(WordVectors vectors, int index)
    {
        float[] row = new float[vectors.Dimension];
        vectors.GetWordRow(index, row);
        return Norm(row);
    }

    private static double Norm(ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (float value in vector)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }
}
