using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Calque.Neural.Training;

/// <summary>Where a run stands, beside its parameters and the optimizer's state: the file <c>calque/training.json</c> of a checkpoint.</summary>
/// <param name="Format">The version of the file, 2.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="Examples">How many examples a round has.</param>
/// <param name="Options">Everything else that the run's bits hang on, by the names that are typed.</param>
internal sealed record TrainingState(int Format, long Step, long Steps, int Examples, SortedDictionary<string, string> Options);

/// <summary>Reads and writes <see cref="TrainingState"/> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class TrainingStateJson : JsonSerializerContext;
