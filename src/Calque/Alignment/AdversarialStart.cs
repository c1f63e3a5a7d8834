namespace Calque.Alignment;

/// <summary>Where one restart of an adversarial game begins and how long it lasts.</summary>
/// <param name="Map">The first map W, orthogonal, [dimension × dimension], row-major; u' = u W.</param>
/// <param name="Seed">Keys every draw of the run.</param>
/// <param name="Restart">Which restart it is, from 0; keys every draw too.</param>
/// <param name="Steps">Steps of the map at most.</param>
/// <param name="StepsBetweenJudgements">After so many steps of the map it is judged.</param>
public sealed record AdversarialStart(double[] Map, ulong Seed, int Restart, int Steps, int StepsBetweenJudgements);
