using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Calque.Inspection;

/// <summary>A part of what is to be said: facts, or a table, or both.</summary>
/// <param name="Title">Its title, lower case, such as <c>special tokens</c>.</param>
/// <param name="Facts">Named values, in the order in which they are to be shown.</param>
public sealed record InspectionSection(string Title, IReadOnlyList<InspectionFact> Facts)
{
    /// <summary>A table that follows the facts; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InspectionTable? Table { get; init; }
}
