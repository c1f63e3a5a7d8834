namespace Calque.World;

/// <summary>A piece that inflection adds to a stem.</summary>
/// <param name="Text">The piece.</param>
/// <param name="IsPrefix">Whether it stands before the stem rather than after it.</param>
public sealed record Affix(string Text, bool IsPrefix)
{
    /// <summary>The word with the piece added.</summary>
    public string AddTo(string word) => IsPrefix ? Text + word : word + Text;
}
