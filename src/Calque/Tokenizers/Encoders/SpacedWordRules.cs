using System;

namespace Calque.Tokenizers.Encoders;

/// <summary>How a pipeline treats one word with the spaces before it, as if nothing stood round it.</summary>
internal abstract class SpacedWordRules
{
    /// <summary>What became of a word.</summary>
    public enum Answer
    {
        /// <summary>Its tokens are there.</summary>
        Done,

        /// <summary>Its tokens are there, yet they would be others if more text followed.</summary>
        DoneAtEnd,

        /// <summary>It cannot be cut off here: the next one has to be taken with it.</summary>
        Extend,

        /// <summary>Only the components on the whole text know.</summary>
        Decline,
    }

    /// <summary>The bytes that a word may begin with: four, some of them the same; the space is among them.</summary>
    public byte[] Breaks { get; protected init; } = "    "u8.ToArray();

    /// <summary>Whether the whole text is one word to the pre-tokenizer.</summary>
    public bool OneWord { get; protected init; }

    /// <summary>Whether the first word of a text depends on whether the text begins the whole input.</summary>
    public bool DependsOnPlace { get; protected init; }

    /// <summary>Finds the tokens of a word; they go into <see cref="SpacedWordState.Tokens"/>, with ranges in bytes of the word.</summary>
    /// <param name="word">Bytes of <see cref="Breaks"/>, then others.</param>
    /// <param name="start">Where it begins in the whole input.</param>
    /// <param name="first">Whether the text begins with it; only then it may begin with another byte.</param>
    /// <param name="last">Whether the text ends with it.</param>
    /// <param name="state">The memory.</param>
    public abstract Answer Encode(ReadOnlySpan<byte> word, int start, bool first, bool last, SpacedWordState state);
}
