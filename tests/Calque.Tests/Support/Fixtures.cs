using System.IO;
using System.Linq;
using System.Reflection;

namespace Calque.Tests.Support;

/// <summary>Where the committed fixtures stand, and the extra data that only some machines have.</summary>
internal static class Fixtures
{
    /// <summary>The root of the checkout that the tests were built from.</summary>
    public static string RepositoryRoot { get; } = typeof(Fixtures).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The folder <c>shared/data</c> beside the checkout, or null where there is none.</summary>
    public static string? SharedData { get; } = FindSharedData();

    /// <summary>The path of a committed fixture, under <c>tests/fixtures</c>.</summary>
    public static string Path(params string[] parts) =>
        System.IO.Path.Combine([RepositoryRoot, "tests", "fixtures", .. parts]);

    /// <summary>The path of a file under <c>shared/data</c>; call it only in tests marked <see cref="SharedDataFactAttribute"/>.</summary>
    public static string Shared(params string[] parts) => System.IO.Path.Combine([SharedData!, .. parts]);

    private static string? FindSharedData()
    {
        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot, "..", "shared", "data"));
        return Directory.Exists(path) ? path : null;
    }
}
