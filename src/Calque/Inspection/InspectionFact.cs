namespace Calque.Inspection;

/// <summary>A named value.</summary>
/// <param name="Name">Its name, lower case, with the unit where it has one, such as <c>bytes</c>.</param>
/// <param name="Value">The value.</param>
public sealed record InspectionFact(string Name, InspectionValue Value);
