namespace Calque.World;

/// <summary>Who does what to whom.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Action">The action's concept.</param>
/// <param name="IsPast">Whether it is over.</param>
/// <param name="Object">To whom.</param>
public sealed record Clause(NounPhrase Subject, int Action, bool IsPast, NounPhrase Object);
