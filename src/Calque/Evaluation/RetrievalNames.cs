using System;
using System.Linq;
using Calque.Retrieval;

namespace Calque.Evaluation;

/// <summary>The ways to retrieve as they are typed.</summary>
public static class RetrievalNames
{
    private static readonly string[] s_names = ["nn", "csls", "isf"];

    /// <summary>All names, in the order of <see cref="RetrievalMethod"/>.</summary>
    public static string All => string.Join(", ", s_names);

    /// <summary>The name of one.</summary>
    public static string Of(RetrievalMethod method) => s_names[(int)method];

    /// <summary>The method of a name.</summary>
    public static bool TryParse(string name, out RetrievalMethod method)
    {
        int place = s_names.ToList().FindIndex(known => string.Equals(known, name, StringComparison.Ordinal));
        method = (RetrievalMethod)Math.Max(place, 0);
        return place >= 0;
    }
}
