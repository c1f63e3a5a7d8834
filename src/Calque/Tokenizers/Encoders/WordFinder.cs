namespace Calque.Tokenizers.Encoders;

/// <summary>Cuts text into words by a known expression whose matches cover the text. Safe for use from several threads at once.</summary>
internal abstract unsafe class WordFinder
{
    /// <summary>Finds the next words, one right behind the other.</summary>
    /// <param name="text">The text, valid UTF-8; <see cref="WordEncoder.Padding"/> bytes of 0 follow it.</param>
    /// <param name="length">Its length.</param>
    /// <param name="position">Where to begin, at the start of a word; moved behind the last one found.</param>
    /// <param name="words">Where the words go.</param>
    /// <param name="most">Room for words, at least 65.</param>
    /// <returns>How many were found: at least one while there is text.</returns>
    public abstract int Find(byte* text, int length, ref int position, WordRange* words, int most);
}
