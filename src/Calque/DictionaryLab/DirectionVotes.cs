using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics;

namespace Calque.DictionaryLab;

/// <summary>Votes on the direction of dictionary lines: by vocabulary, by script and by spelling.</summary>
internal sealed class DirectionVotes(LanguageProfile source, LanguageProfile target)
{
    // Letters of a word depend on one another: half of what the model says, and no more than a rare word in the vocabulary.
    private const double SpellingShare = 0.5;
    private const double MostSpelling = 6;
    private const int Rounds = 50;

    /// <summary>The logarithm of how much likelier a line is as it stands than turned.</summary>
    public double Evidence(string first, string second) => Side(first) - Side(second);

    /// <summary>Evidence of the vocabularies alone.</summary>
    public double VocabularyEvidence(string first, string second) => Words(first, Vocabulary) - Words(second, Vocabulary);

    /// <summary>Evidence of the spelling alone.</summary>
    public double SpellingEvidence(string first, string second) => Words(first, Spelling) - Words(second, Spelling);

    /// <summary>Evidence of the scripts alone: the share of letters that are in one alphabet and not in the other, from -2 to 2.</summary>
    public double ScriptEvidence(string first, string second) => Script(first) - Script(second);

    /// <summary>The share of turned lines that makes the evidence likeliest.</summary>
    public static double EstimateShare(IReadOnlyList<double> evidence)
    {
        double share = 0.05;
        for (int round = 0; round < Rounds && evidence.Count > 0; round++)
        {
            double sum = 0.05;
            foreach (double one in evidence)
                sum += ReversedProbability(one, share);
            share = Math.Clamp(sum / (evidence.Count + 1), 1e-4, 1 - 1e-4);
        }

        return share;
    }

    /// <summary>The probability that a line stands the wrong way round.</summary>
    public static double ReversedProbability(double evidence, double share)
    {
        double odds = Math.Clamp(evidence - DeterministicMath.Log(share / (1 - share)), -700, 700);
        return 1 / (1 + DeterministicMath.Exp(odds));
    }

    private double Side(string text) => Words(text, word => Vocabulary(word) + Spelling(word)) + (3 * Script(text));

    private static double Words(string text, Func<string, double> evidence)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? 0 : words.Sum(evidence) / words.Length;
    }

    private double Vocabulary(string word)
    {
        WordPlace inSource = source.Find(word), inTarget = target.Find(word);
        if (!inSource.Known && !inTarget.Known)
            return 0;
        return (inSource.Known ? LanguageProfile.LogShare(inSource.Row) : source.LogShareOfAbsent) - (inTarget.Known ? LanguageProfile.LogShare(inTarget.Row) : target.LogShareOfAbsent);
    }

    private double Spelling(string word) =>
        SpellingModel.IsWord(word)
            ? Math.Clamp(SpellingShare * (source.Spelling.LogProbability(word) - target.Spelling.LogProbability(word)), -MostSpelling, MostSpelling)
            : 0;

    private double Script(string text) => source.Spelling.ShareOfAlphabet(text) - target.Spelling.ShareOfAlphabet(text);
}
