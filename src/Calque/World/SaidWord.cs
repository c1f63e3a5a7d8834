namespace Calque.World;

/// <summary>A word of a rendered sentence, with what it says.</summary>
/// <param name="Text">The word.</param>
/// <param name="Concept">The concept that it says here, or null (a conjunction, the full stop).</param>
/// <param name="NameTag">The label of a tagging task.</param>
public sealed record SaidWord(string Text, int? Concept, NameTag NameTag);
