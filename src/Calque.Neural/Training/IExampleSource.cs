using Calque.Neural.Objectives;

namespace Calque.Neural.Training;

/// <summary>Examples by number. What an example looks like may hang on the round (masks are drawn anew), never on what was read before.</summary>
public interface IExampleSource
{
    /// <summary>How many examples a round has; at least one.</summary>
    int Count { get; }

    /// <summary>An example. Called from another thread than the one that trains, one call at a time.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="round">The round over all examples, from 0.</param>
    TrainingExample Read(int index, int round);
}
