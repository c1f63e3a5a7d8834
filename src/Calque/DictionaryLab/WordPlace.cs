namespace Calque.DictionaryLab;

/// <summary>Where a word stands in a vocabulary.</summary>
/// <param name="Row">Its row, or -1.</param>
/// <param name="Form">The form in which it stands there; the word as it was written where it does not.</param>
internal readonly record struct WordPlace(int Row, string Form)
{
    public bool Known => Row >= 0;
}
