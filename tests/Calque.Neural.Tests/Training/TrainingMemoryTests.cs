using System.Globalization;
using System.IO;
using System.Linq;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Models;
using Calque.Neural.Training;
using Xunit;

namespace Calque.Neural.Tests.Training;

/// <summary>A long run holds no more at its end than at its beginning: no tensor, and no memory of the system. The benchmark of this name does it with a larger model.</summary>
[LeakChecked]
public sealed class TrainingMemoryTests
{
    private const double MostGrowth = 0.02;

    [TensorFact]
    public void Run_TwoThousandSteps_DoesNotGrow()
    {
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        TrainingOptions options = new() { Steps = 2000, BatchSize = 3, LearningRate = 1e-4, Seed = 5, Dropout = 0.1 };
        using TrainingLoop loop = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(LabeledTexts.Of(golden)), options);
        long early = 0, late = 0, tensorsEarly = 0, tensorsLate = 0;
        loop.Run(report =>
        {
            // Code is still being compiled, and pools filled, in the first steps; of a span the least counts, as the runtime's own heap swings.
            if (report.Step is > 200 and <= 400)
                (early, tensorsEarly) = (Least(early, Resident()), TensorEngine.LiveTensors);
            else if (report.Step > 1800)
                (late, tensorsLate) = (Least(late, Resident()), TensorEngine.LiveTensors);
        });
        Assert.Equal(tensorsEarly, tensorsLate);
        Assert.True(late <= early * (1 + MostGrowth), $"{early} kB after 200 to 400 steps, {late} kB after 1,800 to 2,000");
    }

    private static long Least(long known, long now) => known == 0 ? now : System.Math.Min(known, now);

    /// <summary>The process's resident memory in kB, 0 where the system does not tell.</summary>
    private static long Resident()
    {
        const string status = "/proc/self/status";
        return File.Exists(status)
            ? long.Parse(File.ReadLines(status).First(line => line.StartsWith("VmRSS:", System.StringComparison.Ordinal)).Split(' ', System.StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            : 0;
    }
}
