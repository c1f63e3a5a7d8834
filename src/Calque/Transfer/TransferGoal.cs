using Calque.Formats.HuggingFace;
using Calque.IO;

namespace Calque.Transfer;

/// <summary>One model and where it goes.</summary>
/// <param name="options">The run's options, with this model and this output.</param>
/// <param name="model">The model; null where only a plan is made.</param>
internal sealed class TransferGoal(TransferOptions options, ModelDirectory? model)
{
    public TransferOptions Options { get; } = options;

    public ModelDirectory? Model { get; private set; } = model;

    /// <summary>The output while it is written; null before it is created.</summary>
    public OutputDirectory? Output { get; set; }

    /// <summary>Closes the model, whose pages would count as the run's memory while the next one is written.</summary>
    public void CloseModel()
    {
        Model?.Dispose();
        Model = null;
    }
}
