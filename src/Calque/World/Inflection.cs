namespace Calque.World;

/// <summary>What a language marks on its words, and with which pieces; null where it does not mark the thing.</summary>
/// <param name="Plural">On entities that are more than one.</param>
/// <param name="ObjectCase">On entities that are the object of their clause.</param>
/// <param name="Past">On actions that are over.</param>
public sealed record Inflection(Affix? Plural, Affix? ObjectCase, Affix? Past)
{
    /// <summary>A marks number and tense, both at the end.</summary>
    public static Inflection A { get; } = new(new Affix("im", false), null, new Affix("et", false));

    /// <summary>B marks the object at the end and tense at the beginning, and leaves number unsaid.</summary>
    public static Inflection B { get; } = new(null, new Affix("un", false), new Affix("ge", true));

    /// <summary>C marks what B marks, with other sounds.</summary>
    public static Inflection C { get; } = new(null, new Affix("um", false), new Affix("ke", true));

    /// <summary>The form of a stem; names and qualities have only one.</summary>
    public string Inflect(string stem, ConceptKind kind, bool plural, bool isObject, bool past)
    {
        if (kind == ConceptKind.Entity && plural && Plural is not null)
            stem = Plural.AddTo(stem);
        if (kind == ConceptKind.Entity && isObject && ObjectCase is not null)
            stem = ObjectCase.AddTo(stem);
        if (kind == ConceptKind.Action && past && Past is not null)
            stem = Past.AddTo(stem);
        return stem;
    }
}
