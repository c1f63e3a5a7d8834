using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Neural;
using Calque.Neural.Tensors;
using Calque.Samples;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Samples;

public sealed class FineTuneAClassifierTests
{
    [Fact]
    public void Run_OnATinyModel_WritesAClassifierWithItsClasses_OrSaysWhatToInstall()
    {
        using TemporaryDirectory folder = new();
        string texts = folder["texts.tsv"], output = folder["classifier"];
        File.WriteAllLines(texts, Enumerable.Range(0, 24).Select(i => i % 2 == 0 ? $"even\t{i}" : $"odd\t{i}"));
        using StringWriter report = new();
        if (!TensorEngine.IsAvailable)
        {
            Assert.Throws<EngineUnavailableException>(() => FineTuneAClassifier.Run(Fixtures.Path("neural", "bert-mlm"), texts, output, 2, report, CancellationToken.None));
            return;
        }

        FineTuneAClassifier.Run(Fixtures.Path("neural", "bert-mlm"), texts, output, 2, report, CancellationToken.None);

        Assert.StartsWith("2 steps: mean loss 0.", report.ToString(), StringComparison.Ordinal);
        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "config.json")))!;
        Assert.Equal("BertForSequenceClassification", (string?)config["architectures"]![0]);
        Assert.Equal("odd", (string?)config["id2label"]!["1"]);
        Assert.True(File.Exists(Path.Combine(output, "model.safetensors")));
        Assert.True(File.Exists(Path.Combine(output, "tokenizer.json")));
    }
}
