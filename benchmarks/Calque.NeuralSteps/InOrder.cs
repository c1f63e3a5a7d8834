using Calque.Neural.Objectives;
using Calque.Neural.Training;

namespace Calque.NeuralSteps;

/// <summary>Examples that are held in memory.</summary>
internal sealed class InOrder(TrainingExample[] examples) : IExampleSource
{
    public int Count => examples.Length;

    public TrainingExample Read(int index, int round) => examples[index];
}
