using System.Collections.Generic;
using System.Globalization;

namespace Calque.Tests.Reference;

/// <summary>How far rows agree with the reference.</summary>
/// <param name="Compared">Rows that the equations speak about.</param>
/// <param name="Same">Of these, rows equal to the reference's row.</param>
/// <param name="OtherTie">Rows equal to the row of another choice among exact ties.</param>
/// <param name="Special">Special tokens, left out.</param>
/// <param name="WithoutInformation">Tokens without a vector, left out.</param>
/// <param name="Differences">The rows that differ, with what was found.</param>
internal sealed record ParityReport(
    int Compared, int Same, int OtherTie, int Special, int WithoutInformation, IReadOnlyList<RowDifference> Differences)
{
    /// <summary>Share of the compared rows that agree, 0 to 1.</summary>
    public double Share => Compared == 0 ? 1 : (Same + OtherTie) / (double)Compared;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Share:P3} of {Compared} rows agree ({Same} same, {OtherTie} by another tie, {Differences.Count} differ); {Special} special, {WithoutInformation} without a vector");
}
