using System;
using System.IO;
using Calque.Samples;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Samples;

public sealed class EncodeTextTests
{
    [Fact]
    public void Run_OnAWordPieceTokenizer_PrintsTheTokensAndTheTextAgain()
    {
        using TemporaryDirectory folder = new();
        string tokenizer = TinyTokenizers.WordPiece(folder["tokenizer"], "[UNK]", "house", "##s", "sea");
        using StringWriter output = new();

        EncodeText.Run(tokenizer, "houses sea", output);

        Assert.Equal(
            ["1 house Text", "2 ##s Text", "3 sea Text", "houses sea"],
            output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
