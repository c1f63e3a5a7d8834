using System.Linq;
using Xunit;

namespace Calque.Tests;

/// <summary>What stands in a file may be anything; what stands in a message can be shown.</summary>
public sealed class CalqueExceptionTests
{
    [Theory]
    [InlineData("a\u001b[2Jb", "a\\u001B[2Jb")]
    [InlineData("a\nb\tc", "a\\nb\\tc")]
    [InlineData("\ud83d\ude00 is whole", "\ud83d\ude00 is whole")]
    [InlineData("left \u202E right", "left \\u202E right")]
    [InlineData("größer мир", "größer мир")]
    [InlineData(" ", "nothing")]
    public void Found_TextOfAFile_CanBeShown(string text, string shown)
    {
        InvalidModelException error = new("place", text, "expected", "Hint.");

        Assert.Equal(shown, error.Found);
        Assert.Contains(shown, error.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Found_HalfOfASurrogatePair_CanBeShown()
    {
        InvalidModelException error = new("place", "a" + (char)0xD83D, "expected", "Hint.");

        Assert.Equal("a\\uD83D", error.Found);
    }

    [Fact]
    public void Found_LongText_IsCutBetweenCharacters()
    {
        InvalidModelException error = new("place", string.Concat(Enumerable.Repeat("x\ud83d\ude00", 5000)), new string('\0', 5000), "Hint.");

        Assert.EndsWith("…", error.Found, System.StringComparison.Ordinal);
        Assert.InRange(error.Found.Length, 990, 1001);
        Assert.False(char.IsHighSurrogate(error.Found[^2]));
        Assert.InRange(error.Expected.Length, 990, 1001);
    }

    [Fact]
    public void Place_PathWithALineFeed_IsOneLineAndWhole()
    {
        string path = "/models/" + new string('x', 3000) + "\n/config.json";

        Assert.Equal(path.Replace("\n", "\\n", System.StringComparison.Ordinal), new InvalidModelException(path, "found", "expected", "Hint.").Place);
    }
}
