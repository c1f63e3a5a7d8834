namespace Calque.Tokenizers;

/// <summary>What a <see cref="JsonPart"/> is.</summary>
internal enum JsonKind
{
    Undefined,
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}
