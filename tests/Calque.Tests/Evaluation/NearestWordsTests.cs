using System;
using System.IO;
using System.Threading.Tasks;
using Calque.Alignment.Directories;
using Calque.Evaluation;
using Calque.Tests.Alignment.Directories;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Evaluation;

public sealed class NearestWordsTests
{
    [Fact]
    public async Task RunAsync_SourceWord_FindsItsTranslationAndTheWayBack()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions made = AlignmentCase.Write(directory.Path, noise: 0.1);
        await AlignVectors.RunAsync(made);

        NearestWordsResult result = await NearestWords.RunAsync(new NearestWordsOptions { Alignment = made.Output, Word = "s90", Count = 4 });

        Assert.Equal("t90", result.Source!.Translations[0].Word);
        Assert.Equal(1, result.Source.Translations[0].BackRank);
        Assert.Equal(4, result.Source.Around.Count);
        Assert.DoesNotContain(result.Source.Around, word => word.Word == "s90");
        Assert.Equal(91, result.Source.Rank);
        Assert.Null(result.Target);
    }

    [Fact]
    public async Task RunAsync_WordOfBothSides_AnswersBothWays()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions made = AlignmentCase.Write(directory.Path, noise: 0.1);
        File.WriteAllText(made.TargetEmbeddings, File.ReadAllText(made.TargetEmbeddings).Replace("\nt119 ", "\ns90 ", StringComparison.Ordinal));
        await AlignVectors.RunAsync(made);

        NearestWordsResult result = await NearestWords.RunAsync(new NearestWordsOptions { Alignment = made.Output, Word = "s90" });

        Assert.Equal("t90", result.Source!.Translations[0].Word);
        Assert.Equal("s119", result.Target!.Translations[0].Word);
    }

    [Fact]
    public async Task RunAsync_WordBeyondTheLimit_IsTakenIn()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions made = AlignmentCase.Write(directory.Path, noise: 0.1);
        await AlignVectors.RunAsync(made);

        NearestWordsResult result = await NearestWords.RunAsync(new NearestWordsOptions { Alignment = made.Output, Word = "t110", VocabularyLimit = 115 });
        NearestWordsResult beyond = await NearestWords.RunAsync(new NearestWordsOptions { Alignment = made.Output, Word = "t118", VocabularyLimit = 115 });

        Assert.Equal(111, result.Target!.Rank);
        Assert.Null(beyond.Target!.Rank);
        Assert.Equal(10, beyond.Target.Translations.Count);
    }

    [Fact]
    public async Task RunAsync_UnknownWord_NamesASpellingThatIsKnown()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions made = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(made);

        InvalidOptionException error = await Assert.ThrowsAsync<InvalidOptionException>(
            () => NearestWords.RunAsync(new NearestWordsOptions { Alignment = made.Output, Word = "S90" }));

        Assert.Equal("--word", error.Place);
        Assert.Contains("s90", error.Hint, StringComparison.Ordinal);
    }
}
