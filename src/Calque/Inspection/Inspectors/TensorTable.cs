using System;
using System.Collections.Generic;
using System.Linq;

namespace Calque.Inspection.Inspectors;

/// <summary>What there is to say of a list of tensors, whichever file holds them.</summary>
internal static class TensorTable
{
    private static readonly string[] s_columns = ["name", "type", "shape", "bytes"];

    /// <summary>Adds counts and the table to the section that was opened last.</summary>
    /// <param name="draft">The result in the making.</param>
    /// <param name="tensors">Name, element type, shape and bytes of each.</param>
    /// <param name="wanted">A name, or a part of one, to show alone; null: all.</param>
    public static void Add(InspectionDraft draft, IReadOnlyList<TensorLine> tensors, string? wanted = null)
    {
        draft.Fact("tensors", tensors.Count);
        draft.Fact("numbers", tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, axis) => product * axis)));
        draft.Fact("bytes", tensors.Sum(tensor => tensor.Bytes));
        draft.Fact("types", string.Join(", ", tensors.GroupBy(tensor => tensor.ElementType, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => InspectionDraft.Text($"{group.Key} ({group.Count()})"))));
        IEnumerable<TensorLine> shown = wanted is null ? tensors : tensors.Where(tensor => tensor.Name.Contains(wanted, StringComparison.Ordinal));
        draft.Table(s_columns, shown.Select(tensor => (IReadOnlyList<InspectionValue>)
            [tensor.Name, tensor.ElementType, InspectionDraft.Shape(tensor.Shape), tensor.Bytes]));
    }
}

/// <summary>One tensor of the table.</summary>
internal sealed record TensorLine(string Name, string ElementType, IReadOnlyList<long> Shape, long Bytes);
