using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Calque.Inspection;

/// <summary>A result in the making: sections with facts and tables, in the order in which they are added.</summary>
internal sealed class InspectionDraft
{
    private readonly List<(string Title, List<InspectionFact> Facts, InspectionTable? Table)> _sections = [];
    private readonly int _limit;

    public InspectionDraft(int limit) => _limit = limit;

    public List<string> Warnings { get; } = [];

    /// <summary>Opens a section.</summary>
    public InspectionDraft Section(string title)
    {
        _sections.Add((title, [], null));
        return this;
    }

    /// <summary>Adds a fact to the section that was opened last.</summary>
    public InspectionDraft Fact(string name, InspectionValue value)
    {
        _sections[^1].Facts.Add(new InspectionFact(name, value));
        return this;
    }

    /// <summary>Adds a fact where there is something to say.</summary>
    public InspectionDraft FactIfAny(string name, InspectionValue? value) => value is { } known && known != default ? Fact(name, known) : this;

    /// <summary>Adds the table of the section that was opened last; rows beyond the limit are counted only.</summary>
    public InspectionDraft Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<InspectionValue>> rows, long? rowsInAll = null)
    {
        List<IReadOnlyList<InspectionValue>> shown = [];
        long count = 0;
        foreach (IReadOnlyList<InspectionValue> row in rows)
        {
            if (count++ < _limit)
                shown.Add(row);
            else if (rowsInAll is not null)
                break;
        }

        var section = _sections[^1];
        section.Table = new InspectionTable(columns, shown, rowsInAll ?? count);
        _sections[^1] = section;
        return this;
    }

    /// <summary>The finished result; sections without anything in them are left out.</summary>
    public InspectionResult Finish(string kind, string path) => new(
        kind,
        path,
        [.. _sections.Where(section => section.Facts.Count > 0 || section.Table is { RowsInAll: > 0 })
            .Select(section => new InspectionSection(section.Title, section.Facts) { Table = section.Table })],
        Warnings);

    /// <summary>A shape as it is written here: <c>[30522 x 768]</c>.</summary>
    public static string Shape(IReadOnlyList<long> shape) =>
        "[" + string.Join(" x ", shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <summary>A text with numbers, in the invariant culture.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
