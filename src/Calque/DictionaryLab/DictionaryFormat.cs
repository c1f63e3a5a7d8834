namespace Calque.DictionaryLab;

/// <summary>How a dictionary is written (<c>--format tab|space|muse</c>).</summary>
public enum DictionaryFormat
{
    /// <summary>Source, tab, target; the quality as a third column where the entry has one.</summary>
    Tab,

    /// <summary>Source, blank, target; entries of several words cannot be written.</summary>
    Space,

    /// <summary>As <see cref="Space"/>, in lower case, each pair once: what MUSE and vecmap read.</summary>
    Muse,
}
