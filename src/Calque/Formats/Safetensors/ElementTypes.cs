using System;
using System.Collections.Generic;

namespace Calque.Formats.Safetensors;

/// <summary>Names, sizes and order of the element types that the safetensors format names.</summary>
public static class ElementTypes
{
    // In the order of the public library's type list; its files hold tensors of later types first, so that each is aligned.
    private static readonly (string Name, int Bits, ElementType Type)[] s_known =
    [
        ("BOOL", 8, ElementType.Bool),
        ("F4", 4, ElementType.Other),
        ("F6_E2M3", 6, ElementType.Other),
        ("F6_E3M2", 6, ElementType.Other),
        ("U8", 8, ElementType.U8),
        ("I8", 8, ElementType.I8),
        ("F8_E5M2", 8, ElementType.Other),
        ("F8_E4M3", 8, ElementType.Other),
        ("F8_E8M0", 8, ElementType.Other),
        ("F8_E4M3FNUZ", 8, ElementType.Other),
        ("F8_E5M2FNUZ", 8, ElementType.Other),
        ("I16", 16, ElementType.I16),
        ("U16", 16, ElementType.Other),
        ("F16", 16, ElementType.F16),
        ("BF16", 16, ElementType.BF16),
        ("I32", 32, ElementType.I32),
        ("U32", 32, ElementType.Other),
        ("F32", 32, ElementType.F32),
        ("C64", 64, ElementType.Other),
        ("F64", 64, ElementType.F64),
        ("I64", 64, ElementType.I64),
        ("U64", 64, ElementType.Other),
    ];

    private static readonly Dictionary<string, int> s_ranks = MakeRanks();

    /// <summary>The type that a name in a header stands for; <see cref="ElementType.Other"/> for every name that Calque does not compute with.</summary>
    public static ElementType FromName(string name) =>
        s_ranks.TryGetValue(name, out int rank) ? s_known[rank].Type : ElementType.Other;

    /// <summary>The name of a type in a header.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is <see cref="ElementType.Other"/>, which has no one name.</exception>
    public static string GetName(ElementType type)
    {
        foreach ((string name, _, ElementType known) in s_known)
        {
            if (known == type && type != ElementType.Other)
                return name;
        }
        throw new ArgumentOutOfRangeException(nameof(type), type, "This type has no name of its own.");
    }

    /// <summary>Bytes of one element.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is <see cref="ElementType.Other"/>.</exception>
    public static int GetSize(ElementType type) => s_known[s_ranks[GetName(type)]].Bits / 8;

    /// <summary>Whether a type is one of the four that can be computed with: F64, F32, F16, BF16.</summary>
    public static bool IsFloatingPoint(ElementType type) => type is ElementType.F64 or ElementType.F32 or ElementType.F16 or ElementType.BF16;

    /// <summary>Bits of one element of the named type; 0 for a name that the format does not know.</summary>
    internal static int GetBits(string name) => s_ranks.TryGetValue(name, out int rank) ? s_known[rank].Bits : 0;

    /// <summary>Place of the named type in the public library's list; -1 for a name that is not in it.</summary>
    internal static int GetRank(string name) => s_ranks.TryGetValue(name, out int rank) ? rank : -1;

    private static Dictionary<string, int> MakeRanks()
    {
        Dictionary<string, int> ranks = new(StringComparer.Ordinal);
        for (int rank = 0; rank < s_known.Length; rank++)
            ranks.Add(s_known[rank].Name, rank);
        return ranks;
    }
}
