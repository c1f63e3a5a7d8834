using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Inspection;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Inspection;

/// <summary>Every file that a transfer writes can be looked at, and the counts agree.</summary>
public sealed class InspectOutputTests
{
    [Fact]
    public async Task RunAsync_OutputOfATransfer_AllItsFilesAgree()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2" }, "Unigram");
        TransferResult transfer = await TransferModel.RunAsync(options);
        string output = options.Output!;
        string[] expected = [.. transfer.Manifest.Rules.Where(rule => rule.Tokens > 0).Select(rule => $"{rule.Rule} {rule.Tokens}").Order()];

        InspectionResult model = await InspectPath.RunAsync(new InspectOptions { Path = output });
        InspectionResult plan = await InspectPath.RunAsync(new InspectOptions { Path = Path.Combine(output, "calque", "plan.safetensors") });
        InspectionResult folder = await InspectPath.RunAsync(new InspectOptions { Path = Path.Combine(output, "calque") });
        InspectionResult provenance = await InspectPath.RunAsync(new InspectOptions { Path = Path.Combine(output, "provenance.jsonl") });
        InspectionResult manifest = await InspectPath.RunAsync(new InspectOptions { Path = Path.Combine(output, "calque.manifest.json") });

        Assert.Equal(
            ["model directory", "transfer plan", "transfer plan", "provenance", "manifest"],
            new[] { model, plan, folder, provenance, manifest }.Select(result => result.Kind));
        Assert.Equal(expected, Rules(model, "made by calque"));
        Assert.Equal(expected, Rules(plan, "rules"));
        Assert.Equal(expected, Rules(provenance, "rules"));
        Assert.Equal(expected, Rules(manifest, "rules"));
        Assert.Equal("wechsel", Fact(plan, "plan", "method").Text);
        Assert.Equal(transfer.Manifest.SourceVocabularySize, Fact(plan, "plan", "source vocabulary").Whole);
        Assert.Equal(transfer.Manifest.TargetVocabularySize, Fact(plan, "plan", "target vocabulary").Whole);
        Assert.Equal("3", Fact(plan, "options", "neighbors").Text);
    }

    [Fact]
    public async Task RunAsync_TokenOfAnOutput_ShowsRowsAndSources()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2" }, "Unigram");
        await TransferModel.RunAsync(options);

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = options.Output!, Token = "▁nyumba" });
        int id = (int)Fact(result, "token", "id").Whole!.Value;
        InspectionResult row = await InspectPath.RunAsync(new InspectOptions { Path = Path.Combine(options.Output!, "calque"), Token = $"{id}" });

        InspectionTable sources = result.Sections.Single(section => section.Title == "token ▁nyumba").Table!;
        Assert.Equal("Ġhouse", sources.Rows[0][1].Text);
        Assert.Equal(sources.Rows.Select(source => source[0].Whole), row.Sections.Single().Table!.Rows.Select(source => source[0].Whole));
    }

    [Fact]
    public async Task RunAsync_PlanOnly_IsAPlanDirectory()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2" }, "Unigram") with { PlanOnly = true };
        await TransferModel.RunAsync(options);

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = options.Output! });

        Assert.Equal("transfer plan", result.Kind);
        await Assert.ThrowsAsync<InvalidInputException>(() => InspectPath.RunAsync(new InspectOptions { Path = options.Output!, Token = "100000" }));
    }

    [Fact]
    public async Task RunAsync_CutPlan_IsRefusedWithItsPlace()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2" }, "Unigram") with { PlanOnly = true };
        await TransferModel.RunAsync(options);
        string path = directory["thing"];
        byte[] whole = File.ReadAllBytes(Path.Combine(options.Output!, "plan.safetensors"));
        TinyGenerator generator = new(3);
        for (int round = 0; round < 100; round++)
        {
            File.WriteAllBytes(path, whole[..generator.Next(whole.Length)]);

            InvalidInputException error = await Assert.ThrowsAnyAsync<InvalidInputException>(() => InspectPath.RunAsync(new InspectOptions { Path = path }));

            Assert.StartsWith(path, error.Place, System.StringComparison.Ordinal);
        }
    }

    private static string[] Rules(InspectionResult result, string section) => [.. result.Sections.Single(item => item.Title == section).Table!.Rows
        .Where(row => row[1].Whole > 0).Select(row => $"{row[0].Text} {row[1].Whole}").Order()];

    private static InspectionValue Fact(InspectionResult result, string section, string fact) =>
        result.Sections.Single(item => item.Title == section).Facts.Single(item => item.Name == fact).Value;
}
