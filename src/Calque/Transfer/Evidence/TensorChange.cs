using System.Collections.Generic;

namespace Calque.Transfer.Evidence;

/// <summary>One tensor that is not a copy of the source's.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Role">What it is: <c>input</c>, <c>head</c>, <c>bias</c>, <c>positions</c>, <c>body</c>.</param>
/// <param name="ElementType">The type of its numbers, which never changes.</param>
/// <param name="Before">The shape before.</param>
/// <param name="After">The shape now.</param>
public sealed record TensorChange(string Tensor, string Role, string ElementType, IReadOnlyList<long> Before, IReadOnlyList<long> After);
