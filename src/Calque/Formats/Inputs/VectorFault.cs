using System;

namespace Calque.Formats.Inputs;

/// <summary>The error of files of word vectors, as an <see cref="InputFault"/>.</summary>
internal static class VectorFault
{
    /// <summary>Makes the error.</summary>
    public static CalqueException Create(string place, string found, string expected, string hint, Exception? inner = null) =>
        new InvalidVectorsException(place, found, expected, hint, inner);
}
