using System;
using System.Linq;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Transfer;

/// <summary>The one bug of the public tools that is about memory; the others are in <see cref="PublicToolBugsTests"/>.</summary>
[Collection(nameof(RunsAlone))]
public sealed class PublicToolMemoryTests
{
    [Fact]
    public async Task B20_QuarterMillionTokensOnBothSides_AllocateInProportion()
    {
        using TransferFixture fixture = new();
        const int Tokens = 250_000;
        const int Distinct = 2_000;
        string[] names = [.. Enumerable.Range(0, Tokens).Select(i => $"t{i}")];
        fixture.SourceTokens = ["[UNK]", .. names];
        fixture.TargetTokens = ["[UNK]", .. names.Reverse()];
        float[][] vectors = [.. Enumerable.Range(0, Distinct).Select(i => TinyVectors.Vector($"v{i}", TransferFixture.Dimension))];
        fixture.SourceWords = [.. fixture.SourceWords, .. names.Select((name, i) => (name, vectors[i % Distinct]))];
        fixture.TargetWords = fixture.SourceWords;
        TransferOptions options = fixture.Prepare(options => options with { Neighbors = 10 });
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await TransferModel.RunAsync(options);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        // A matrix of similarities would be 250 GB, one of draws 16 MB for each column of the model. Everything that the run
        // allocates from beginning to end, most of it dead at once, stays within some kilobytes a token.
        Assert.InRange(allocated, 0, Tokens * 2 * 3_000L);
    }
}
