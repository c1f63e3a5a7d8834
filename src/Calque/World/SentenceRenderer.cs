using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.Randomness;

namespace Calque.World;

/// <summary>Says sentences in a language: chooses words, inflects them and puts them in order.</summary>
public sealed class SentenceRenderer
{
    private const double SynonymProbability = 0.4;

    private readonly ConceptSpace _space;
    private readonly ArtificialLanguage _language;

    /// <summary>Prepares a language.</summary>
    public SentenceRenderer(ConceptSpace space, ArtificialLanguage language)
    {
        _space = space;
        _language = language;
    }

    /// <summary>The sentence as running text: words between single spaces, the full stop set on the last word.</summary>
    public string RenderText(Sentence sentence) => RenderWordText(sentence).Replace(" .", ".", StringComparison.Ordinal);

    /// <summary>The sentence as static word vectors are trained on it: every word and the full stop between single spaces.</summary>
    public string RenderWordText(Sentence sentence) => string.Join(' ', Render(sentence).Select(word => word.Text));

    /// <summary>The sentence word by word, with what each word says.</summary>
    public IReadOnlyList<SaidWord> Render(Sentence sentence)
    {
        KeyedRandom random = new(_space.Options.Seed, "world/render/" + _language.Name, (ulong)sentence.Number);
        List<SaidWord> words = [];
        foreach (Clause clause in sentence.Clauses)
        {
            if (words.Count > 0)
                words.Add(new SaidWord(_language.Conjunction, null, NameTag.None));
            AddClause(clause, words, random);
        }

        words.Add(new SaidWord(".", null, NameTag.None));
        return words;
    }

    private void AddClause(Clause clause, List<SaidWord> words, KeyedRandom random)
    {
        switch (_language.Order)
        {
            case WordOrder.SubjectActionObject:
                AddPhrase(clause.Subject, false, words, random);
                AddWord(clause.Action, false, false, clause.IsPast, words, random);
                AddPhrase(clause.Object, true, words, random);
                break;
            case WordOrder.SubjectObjectAction:
                AddPhrase(clause.Subject, false, words, random);
                AddPhrase(clause.Object, true, words, random);
                AddWord(clause.Action, false, false, clause.IsPast, words, random);
                break;
            case WordOrder.ActionSubjectObject:
                AddWord(clause.Action, false, false, clause.IsPast, words, random);
                AddPhrase(clause.Subject, false, words, random);
                AddPhrase(clause.Object, true, words, random);
                break;
            default:
                throw new InvalidOperationException("no such word order");
        }
    }

    private void AddPhrase(NounPhrase phrase, bool isObject, List<SaidWord> words, KeyedRandom random)
    {
        bool qualityFirst = _language.Order == WordOrder.SubjectActionObject;
        if (phrase.Quality is int before && qualityFirst)
            AddWord(before, false, false, false, words, random);
        AddWord(phrase.Concept, phrase.IsPlural, isObject, false, words, random);
        if (phrase.Quality is int after && !qualityFirst)
            AddWord(after, false, false, false, words, random);
    }

    private void AddWord(int concept, bool plural, bool isObject, bool past, List<SaidWord> words, KeyedRandom random)
    {
        Concept said = _space.Concepts[concept];
        IReadOnlyList<string> stems = _language.Lexicon.GetStems(concept);
        string stem = stems.Count > 1 && random.NextUniform() < SynonymProbability ? stems[1] : stems[0];
        words.Add(new SaidWord(_language.Inflection.Inflect(stem, said.Kind, plural, isObject, past), concept, said.NameTag));
    }
}
