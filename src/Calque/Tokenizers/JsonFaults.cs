using System;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Calque.Tokenizers;

/// <summary>Finds the words for what is wrong with a JSON text.</summary>
internal static class JsonFaults
{
    /// <summary>Walks over a text that was found to be no JSON.</summary>
    /// <exception cref="JsonException">Always: with the line and the byte.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Throw(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            // The reader throws where the fault is.
        }
    }
}
