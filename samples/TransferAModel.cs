using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Calque.Transfer;
using Calque.Transfer.Evidence;

namespace Calque.Samples;

/// <summary>Carries a model directory into another language and says by which rule its rows were made.</summary>
public static class TransferAModel
{
    public static async Task RunAsync(
        string sourceModel, string targetTokenizer, string sourceVectors, string targetVectors, string dictionary, string output,
        TextWriter report, CancellationToken cancellation)
    {
        TransferOptions options = new()
        {
            SourceModel = sourceModel,
            TargetTokenizer = targetTokenizer,
            SourceEmbeddings = sourceVectors,
            TargetEmbeddings = targetVectors,
            Dictionary = dictionary,
            Output = output,
            Seed = 1,
        };
        TransferResult result = await TransferModel.RunAsync(options, progress: null, cancellation);
        foreach (RuleCount rule in result.Manifest.Rules)
            report.WriteLine($"{rule.Rule}: {rule.Tokens} rows");
    }
}
