using System.Collections.Generic;
using System.Linq;

namespace Calque.Transfer.Methods;

/// <summary>The methods by name. A new method is one file and one line here.</summary>
public static class MethodCatalogue
{
    /// <summary>All methods, the default first.</summary>
    public static IReadOnlyList<TransferMethod> All { get; } =
    [
        new WechselMethod(),
        new RandomMethod(),
    ];

    /// <summary>The method of a name.</summary>
    /// <exception cref="InvalidOptionException">There is no method of that name.</exception>
    public static TransferMethod Get(string name) =>
        All.FirstOrDefault(method => method.Name == name)
        ?? throw new InvalidOptionException(
            "--method", $"'{name}'", string.Join(" or ", All.Select(method => $"'{method.Name}'")),
            "calque transfer --help says what each does.");
}
