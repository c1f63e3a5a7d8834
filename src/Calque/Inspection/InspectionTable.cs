using System.Collections.Generic;

namespace Calque.Inspection;

/// <summary>A small table.</summary>
/// <param name="Columns">The names of its columns.</param>
/// <param name="Rows">Its rows, each with a value for every column; at most as many as the options allow.</param>
/// <param name="RowsInAll">How many rows there would be without that limit.</param>
public sealed record InspectionTable(
    IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<InspectionValue>> Rows, long RowsInAll);
