using System.Collections.Generic;

namespace Calque.World;

/// <summary>
/// A small world whose truth is known: concepts, three languages that speak of them, and everything that follows
/// exactly (parallel text, topic labels, name tags, gold dictionaries, word vectors with a hidden rotation).
/// </summary>
public sealed class ArtificialWorld
{
    private ArtificialWorld(ConceptSpace space, ArtificialLanguage a, ArtificialLanguage b, ArtificialLanguage c)
    {
        Space = space;
        A = a;
        B = b;
        C = c;
        Sentences = new SentenceGenerator(space);
    }

    /// <summary>The options that the world was made from.</summary>
    public WorldOptions Options => Space.Options;

    /// <summary>What can be spoken of.</summary>
    public ConceptSpace Space { get; }

    /// <summary>What is said.</summary>
    public SentenceGenerator Sentences { get; }

    /// <summary>The language that source models speak.</summary>
    public ArtificialLanguage A { get; }

    /// <summary>The language that models are carried into.</summary>
    public ArtificialLanguage B { get; }

    /// <summary>A language related to B.</summary>
    public ArtificialLanguage C { get; }

    /// <summary>The three languages.</summary>
    public IReadOnlyList<ArtificialLanguage> Languages => [A, B, C];

    /// <summary>Makes the world of the given options: the same bits for the same options, on every machine.</summary>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    public static ArtificialWorld Create(WorldOptions? options = null)
    {
        ConceptSpace space = ConceptSpace.Create(options ?? WorldOptions.Default);
        Lexicon a = Lexicon.Create(space, "a", Phonology.A, Inflection.A, null, null);
        Lexicon b = Lexicon.Create(space, "b", Phonology.B, Inflection.B, a, null);
        Lexicon c = Lexicon.Create(space, "c", Phonology.C, Inflection.C, a, b);
        return new ArtificialWorld(
            space,
            new ArtificialLanguage("a", a, Inflection.A, WordOrder.SubjectActionObject, "u"),
            new ArtificialLanguage("b", b, Inflection.B, WordOrder.SubjectObjectAction, "ja"),
            new ArtificialLanguage("c", c, Inflection.C, WordOrder.ActionSubjectObject, "je"));
    }

    /// <summary>Says sentences in one of this world's languages.</summary>
    public SentenceRenderer CreateRenderer(ArtificialLanguage language) => new(Space, language);
}
