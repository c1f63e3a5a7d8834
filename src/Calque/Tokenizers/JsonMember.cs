using System;

namespace Calque.Tokenizers;

/// <summary>A name and a value of a JSON object.</summary>
/// <param name="name">The name; null where its escapes make no text.</param>
/// <param name="value">The value.</param>
internal sealed class JsonMember(string? name, JsonPart value)
{
    /// <summary>The name.</summary>
    /// <exception cref="InvalidOperationException">It holds half of a surrogate pair.</exception>
    public string Name => name ?? throw new InvalidOperationException("a name that is no text");

    /// <summary>The value.</summary>
    public JsonPart Value => value;

    /// <summary>Whether the name is this one.</summary>
    public bool IsNamed(string other) => string.Equals(name, other, StringComparison.Ordinal);
}
