using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Transfer;

public sealed class TransferPlanTests
{
    [Fact]
    public async Task PlanOnly_ThenApplied_GivesTheSameBytesAsInOneStep()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync();
        await fixture.RunAsync(options => options with { PlanOnly = true, Output = fixture["plan"] });
        Assert.Equal(
            ["calque.manifest.json", "plan.safetensors", "provenance.jsonl"],
            Directory.GetFiles(fixture["plan"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        foreach (string plan in (string[])[fixture["plan"], Path.Combine(fixture["plan"], "plan.safetensors"), fixture.Output])
        {
            string applied = fixture["applied" + plan.Length];
            await TransferModel.RunAsync(fixture.Prepare() with
            {
                SourceEmbeddings = null,
                TargetEmbeddings = null,
                Dictionary = null,
                Plan = plan,
                Output = applied,
            });
            foreach (string file in (string[])["model.safetensors", "config.json", "provenance.jsonl", "calque/plan.safetensors"])
                Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(fixture.Output, file)), await File.ReadAllBytesAsync(Path.Combine(applied, file)));
        }
    }

    [Fact]
    public async Task Plan_AppliedWithOtherOptions_IsDescribedByItsOwnAndByTheBodyOfTheRun()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { PlanOnly = true, Output = fixture["plan"], Neighbors = 2 });
        TransferResult applied = await fixture.RunAsync(options => options with { Plan = fixture["plan"], Neighbors = 7, Body = ModelBody.Random });
        Assert.Equal("2", applied.Manifest.Options["neighbors"]);
        Assert.Equal("random", applied.Manifest.Options["body"]);
        string card = File.ReadAllText(Path.Combine(fixture.Output, "README.md"));
        Assert.Contains("2 neighbours", card, StringComparison.Ordinal);
        Assert.Contains("drawn at random", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_ForAnotherTokenizer_IsRefused()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { PlanOnly = true, Output = fixture["plan"] });
        TransferOptions options = fixture.Prepare() with { Plan = fixture["plan"] };
        TinyTokenizers.WordPiece(fixture["target"], [.. fixture.TargetTokens, "more"]);
        InvalidPlanException error = await Assert.ThrowsAsync<InvalidPlanException>(() => TransferModel.RunAsync(options));
        Assert.Contains("target vocabulary of 10", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlanOnly_WithoutModel_NeedsTheSourceTokenizerOnly()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync();
        string tokenizer = TinyTokenizers.WordPiece(fixture["source-tokenizer"], fixture.SourceTokens);
        await fixture.RunAsync(options => options with { SourceModel = null, SourceTokenizer = tokenizer, PlanOnly = true, Output = fixture["plan"] });
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(fixture.Output, "calque", "plan.safetensors")),
            await File.ReadAllBytesAsync(Path.Combine(fixture["plan"], "plan.safetensors")));
    }

    [Fact]
    public async Task Read_CutOrChangedAnywhere_IsAnErrorOfThePlanOrTheSamePlan()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync(options => options with { PlanOnly = true, Output = fixture["plan"] });
        byte[] whole = await File.ReadAllBytesAsync(Path.Combine(fixture["plan"], "plan.safetensors"));
        string path = fixture["broken.safetensors"];
        for (int length = 0; length < whole.Length; length += 1 + (length / 40))
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            Assert.Throws<InvalidPlanException>(() => TransferPlanFile.Read(path));
        }

        TinyGenerator random = new(7);
        for (int round = 0; round < 500; round++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            await File.WriteAllBytesAsync(path, changed);
            Exception? error = Record.Exception(() => TransferPlanFile.Read(path));
            Assert.True(error is null or InvalidPlanException, error?.ToString());
        }
    }

    [Fact]
    public async Task Run_Twice_WritesTheSameBytes()
    {
        using TransferFixture fixture = new();
        await fixture.RunAsync();
        await fixture.RunAsync(options => options with { Output = fixture["again"] });
        string[] files = [.. Directory.GetFiles(fixture.Output, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(fixture.Output, path)).Order(StringComparer.Ordinal)];
        Assert.Contains("calque.manifest.json", files);
        foreach (string file in files)
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(fixture.Output, file)), await File.ReadAllBytesAsync(Path.Combine(fixture["again"], file)));
    }
}
