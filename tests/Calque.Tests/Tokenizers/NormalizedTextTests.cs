using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Calque.Tokenizers;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.PreTokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

public class NormalizedTextTests
{
    [Fact]
    public void OriginalRange_UnchangedText_IsThatOfTheCharacter()
    {
        NormalizedText text = Make("aé€", 10, true);
        Assert.Equal([10, 11, 11, 13, 13, 13], Enumerable.Range(0, 6).Select(text.OriginalStartOf));
        Assert.Equal([11, 13, 13, 16, 16, 16], Enumerable.Range(0, 6).Select(text.OriginalEndOf));
    }

    [Fact]
    public void Slice_OfChangedText_KeepsOffsetsAndIsApart()
    {
        NormalizedText text = Make("a b", 0, true);
        new PrependNormalizer("__").Normalize(text);
        NormalizedText tail = text.Slice(3, 5);
        new LowercaseNormalizer().Normalize(tail);
        new PrependNormalizer("x").Normalize(tail);
        Assert.Equal("__a b", text.ToString());
        Assert.Equal("x b", tail.ToString());
        Assert.Equal((1, 3), (tail.OriginalStart, tail.OriginalEnd));
        Assert.Equal([0, 0, 0, 1, 2], Enumerable.Range(0, 5).Select(text.OriginalStartOf));
        Assert.Equal([1, 1, 2], Enumerable.Range(0, 3).Select(tail.OriginalStartOf));
    }

    [Fact]
    public void OriginalStartOf_WithoutTracking_SaysSo() =>
        Assert.Throws<InvalidOperationException>(() => Make("a", 0, false).OriginalStartOf(0));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 4)]
    [InlineData(2, 1)]
    public void Slice_RangeOutsideTheText_Throws(int start, int end) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Make("abc", 0, true).Slice(start, end));

    [Fact]
    public void PreTokenize_MetaspaceFirst_MarksOnlyThePieceAtTheStart()
    {
        var metaspace = new MetaspacePreTokenizer(new Rune('_'), MetaspacePrefix.First, true);
        var result = new List<NormalizedText>();
        metaspace.PreTokenize(Make("a b", 0, false), result);
        metaspace.PreTokenize(Make("a b", 5, false), result);
        Assert.Equal(["_a", "_b", "a", "_b"], result.Select(piece => piece.ToString()));
    }

    [Fact]
    public void NeedsOffsets_MetaspaceFirstBehindAnother_IsTrue()
    {
        var first = new MetaspacePreTokenizer(new Rune('_'), MetaspacePrefix.First, true);
        Assert.False(first.NeedsOffsets);
        Assert.False(new PreTokenizerSequence([first, PatternPreTokenizer.Whitespace]).NeedsOffsets);
        Assert.True(new PreTokenizerSequence([PatternPreTokenizer.Whitespace, first]).NeedsOffsets);
    }

    private static NormalizedText Make(string text, int start, bool track) => new(Encoding.UTF8.GetBytes(text), start, track);
}
