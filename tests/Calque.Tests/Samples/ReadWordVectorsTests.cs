using System.IO;
using Calque.Samples;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Samples;

public sealed class ReadWordVectorsTests
{
    [Fact]
    public void Run_OnTextVectors_PrintsTheCosine()
    {
        using TemporaryDirectory folder = new();
        File.WriteAllText(folder["words.vec"], "3 2\nhouse 1 0\nhome 3 4\nsea 0 1\n");
        using StringWriter output = new();

        ReadWordVectors.Run(folder["words.vec"], "house", "home", output);

        Assert.Contains("3 words, 2 values each", output.ToString(), System.StringComparison.Ordinal);
        Assert.Contains("cosine 0.600", output.ToString(), System.StringComparison.Ordinal);
    }
}
