using System;
using System.IO;
using System.Threading.Tasks;
using Calque.Alignment.Directories;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Alignment.Directories;

public sealed class AlignmentDirectoryTests
{
    [Fact]
    public async Task Open_VectorsAsTheyWere_MapsBothVocabularies()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);

        AlignedVocabularies aligned = AlignmentDirectory.Open(options.Output);

        Assert.Equal(AlignmentCase.Words, aligned.Source.Count);
        Assert.Equal(aligned.Alignment.ApplySource(aligned.OwnSource.Rows), aligned.Source.Rows);
        Assert.Equal(aligned.OwnTarget.Rows, aligned.Target.Rows);
        Assert.Empty(aligned.Warnings);
    }

    [Fact]
    public async Task Open_ChangedVectors_RefusesThemWithBothHashes()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        AlignVectorsResult made = await AlignVectors.RunAsync(options);
        File.AppendAllText(options.TargetEmbeddings, "late 1 2 3 4 5 6 7 8 9 10\n");
        string now = Calque.IO.FileDigest.Compute(options.TargetEmbeddings, default).Sha256;

        InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(() => AlignmentDirectory.Open(options.Output));

        Assert.Contains(now, error.Message, StringComparison.Ordinal);
        Assert.Contains(made.Manifest.Inputs[1].Sha256, error.Message, StringComparison.Ordinal);
        Assert.Contains("--target-embeddings", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OtherVectorsByHand_WarnsWithBothHashes()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        AlignVectorsResult made = await AlignVectors.RunAsync(options);
        File.Copy(options.SourceEmbeddings, directory["moved.vec"]);
        File.AppendAllText(directory["moved.vec"], "late 1 2 3 4 5 6 7 8 9 10\n");
        File.Delete(options.SourceEmbeddings);

        AlignedVocabularies aligned = AlignmentDirectory.Open(options.Output, new OpenAlignmentOptions { SourceEmbeddings = directory["moved.vec"] });

        Assert.Equal(AlignmentCase.Words + 1, aligned.Source.Count);
        string warning = Assert.Single(aligned.Warnings, one => one.Contains("SHA-256", StringComparison.Ordinal));
        Assert.Contains(made.Manifest.Inputs[0].Sha256, warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_VectorsThatAreGone_SaysWhichOptionHelps()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        File.Delete(options.SourceEmbeddings);

        InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(() => AlignmentDirectory.Open(options.Output));

        Assert.Equal(options.SourceEmbeddings, error.Place);
        Assert.Contains("--source-embeddings", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OtherDimension_SaysBoth()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        TinyVectors.Write(directory["other.vec"], TinyVectors.Hashed(4, "a", "b"));

        InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(
            () => AlignmentDirectory.Open(options.Output, new OpenAlignmentOptions { TargetEmbeddings = directory["other.vec"] }));

        Assert.Contains("4 dimensions", error.Found, StringComparison.Ordinal);
        Assert.Contains("10", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoAlignment_SaysSo()
    {
        using TemporaryDirectory directory = new();

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => AlignmentDirectory.Open(directory.Path));

        Assert.Contains("alignment.safetensors", error.Found, StringComparison.Ordinal);
    }
}
