using System.Reflection;

namespace Calque;

/// <summary>The version of this library, as it is written into every manifest.</summary>
public static class CalqueVersion
{
    /// <summary>The version, such as <c>0.1.0</c>, without build metadata, so that equal runs give equal files.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        string full = typeof(CalqueVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        int plus = full.IndexOf('+', System.StringComparison.Ordinal);
        return plus < 0 ? full : full[..plus];
    }
}
