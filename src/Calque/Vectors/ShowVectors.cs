using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.Inputs;
using Calque.IO;

namespace Calque.Vectors;

/// <summary>The verb <c>vectors show</c>: writes the vectors of any words as word2vec text.</summary>
public static class ShowVectors
{
    private const int ReportEvery = 4096;

    /// <summary>
    /// Writes a row for each word of the input, in its order, repeats included: the stored or composed vector, zeros where nothing is known.
    /// Floats are written so that reading gives the same bits back.
    /// </summary>
    /// <param name="options">What to read and write.</param>
    /// <param name="progress">Told the words done.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="InvalidVectorsException">The vectors cannot be read.</exception>
    /// <exception cref="InvalidInputException">The words cannot be read.</exception>
    /// <exception cref="InvalidOptionException">The output exists or cannot be.</exception>
    public static Task<ShowVectorsResult> RunAsync(
        ShowVectorsOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static ShowVectorsResult Run(ShowVectorsOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        List<byte[]> words = ReadWords(options.Input, out int emptyLines);
        // A terminal is input and output at once.
        OutputPlacement.Check(options.Output, options.Input.StartsWith("/dev/", StringComparison.Ordinal) ? [options.Embeddings] : [options.Input, options.Embeddings]);
        using OutputFile output = OutputFile.Create(options.Output, overwrite: true);
        using WordVectors vectors = WordVectors.Open(options.Embeddings);
        Stream stream = output.Stream;
        stream.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{words.Count} {vectors.Dimension}\n")));
        float[] vector = new float[vectors.Dimension];
        int[] origins = new int[Enum.GetValues<VectorOrigin>().Length];
        for (int index = 0; index < words.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            origins[(int)vectors.GetVector(words[index], vector)]++;
            WriteRow(stream, words[index], vector);
            if ((index + 1) % ReportEvery == 0)
                progress?.Report(new OperationProgress("vectors", index + 1, words.Count, "words"));
        }

        output.Commit();
        return new ShowVectorsResult
        {
            Embeddings = options.Embeddings,
            Format = vectors.Format,
            VocabularySize = vectors.Count,
            Dimension = vectors.Dimension,
            Output = options.Output,
            Words = words.Count,
            KnownWords = origins[(int)VectorOrigin.Word],
            ComposedWords = origins[(int)VectorOrigin.Subwords],
            UnknownWords = origins[(int)VectorOrigin.None],
            EmptyLines = emptyLines,
            Warnings = vectors.Warnings,
        };
    }

    /// <summary>A line is a word, surrounding blanks left out; it may hold blanks inside, as vectors' words may.</summary>
    private static List<byte[]> ReadWords(string path, out int emptyLines)
    {
        using LineReader lines = new(InputFile.OpenRead(path, Fault), path, Fault);
        List<byte[]> words = [];
        emptyLines = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (lines.LineNumber == 1)
                ForeignContent.Refuse(line, path, "a list of words, one a line", Fault);
            line = line.Trim(" \t"u8);
            if (line.IsEmpty)
                emptyLines++;
            else
                words.Add(line.ToArray());
        }

        return words.Count > 0
            ? words
            : throw Fault(path, "no word", "a word a line", "Write the words whose vectors you want into this file.");
    }

    private static void WriteRow(Stream stream, ReadOnlySpan<byte> word, ReadOnlySpan<float> vector)
    {
        Span<byte> number = stackalloc byte[32];
        stream.Write(word);
        foreach (float value in vector)
        {
            number[0] = (byte)' ';
            // The default format is the shortest that reads back to the same bits; 32 bytes hold any.
            value.TryFormat(number[1..], out int length, default, CultureInfo.InvariantCulture);
            stream.Write(number[..(length + 1)]);
        }

        stream.WriteByte((byte)'\n');
    }

    private static InvalidInputException Fault(string place, string found, string expected, string hint, Exception? inner = null) =>
        new(place, found, expected, hint, inner);
}
