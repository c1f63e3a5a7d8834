using System.Globalization;

namespace Calque.Neural.Training;

/// <summary>A loss or a gradient that is no number: the run ends before the parameters are spoiled. The command ends with exit code 3.</summary>
public sealed class DivergedTrainingException : InvalidInputException
{
    /// <summary>Makes the error.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="what">What is no number: the loss, or the gradients' norm.</param>
    /// <param name="value">What it is.</param>
    public DivergedTrainingException(long step, string what, double value)
        : base($"training step {step.ToString(CultureInfo.InvariantCulture)}", $"{what} {value.ToString(CultureInfo.InvariantCulture)}", "a finite number",
            "The parameters are those before the step. Lower the learning rate, lengthen the warm-up, or look for broken numbers in the model.")
    {
        Step = step;
    }

    /// <summary>The step, from 1.</summary>
    public long Step { get; }
}
