namespace Calque.Alignment;

/// <summary>The uses of multi-word entries as they are typed.</summary>
public static class MultiWordNames
{
    /// <summary>All names.</summary>
    public const string All = "skip, compose";

    /// <summary>The name of one.</summary>
    public static string Of(MultiWordEntries entries) => entries == MultiWordEntries.Compose ? "compose" : "skip";

    /// <summary>The use of a name.</summary>
    public static bool TryParse(string name, out MultiWordEntries entries)
    {
        entries = name == "compose" ? MultiWordEntries.Compose : MultiWordEntries.Skip;
        return name is "skip" or "compose";
    }
}
