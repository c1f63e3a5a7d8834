using System.Collections.Generic;
using Calque.Neural.Layers;

namespace Calque.Neural.Objectives;

/// <summary>One text with what a model should say of it.</summary>
/// <param name="Sequence">Its tokens.</param>
/// <param name="Labels">
/// One a token (<see cref="Objective.Ignored"/>: none is asked for); or a single class; or the first and the last token of an answer; or the
/// ids of the text to write: as the objective has it.
/// </param>
public sealed record TrainingExample(TokenSequence Sequence, IReadOnlyList<int> Labels);
