using System.Collections.Generic;
using System.Linq;

namespace Calque.World;

/// <summary>How often the neighbours of a transfer are what the gold dictionary names.</summary>
/// <param name="WholeWords">Target tokens that are a whole word of the target language: the ones that count.</param>
/// <param name="Right">Of these, tokens whose nearest source token is a translation.</param>
/// <param name="RightAmongNeighbors">Of these, tokens that have a translation anywhere among their neighbours.</param>
/// <param name="Unseen">Whole words of which no form stands in the dictionary that the transfer was given.</param>
/// <param name="UnseenRight">Of the unseen ones, tokens whose nearest source token is a translation.</param>
public sealed record GoldScore(int WholeWords, int Right, int RightAmongNeighbors, int Unseen, int UnseenRight)
{
    /// <summary>Share of the whole words that are right, 0 to 1; 0 where there are none.</summary>
    public double Share => WholeWords == 0 ? 0 : Right / (double)WholeWords;

    /// <summary>Share of the whole words that have a translation among their neighbours, 0 to 1.</summary>
    public double ShareAmongNeighbors => WholeWords == 0 ? 0 : RightAmongNeighbors / (double)WholeWords;

    /// <summary>Share of the unseen whole words that are right, 0 to 1: here the dictionary itself cannot have helped.</summary>
    public double UnseenShare => Unseen == 0 ? 0 : UnseenRight / (double)Unseen;

    /// <summary>Counts.</summary>
    /// <param name="tokens">All target tokens, in any order.</param>
    /// <param name="target">The target language.</param>
    /// <param name="gold">The gold dictionary.</param>
    /// <param name="given">The dictionary lines that the transfer was given.</param>
    public static GoldScore Compute(
        IEnumerable<TransferredToken> tokens, ArtificialLanguage target, GoldDictionary gold, IEnumerable<GoldEntry> given)
    {
        HashSet<int> seen = [.. given.SelectMany(entry => target.Lexicon.GetConcepts(entry.Target))];
        int wholeWords = 0, right = 0, among = 0, unseen = 0, unseenRight = 0;
        foreach (TransferredToken token in tokens.Where(token => IsWholeWord(token, target)))
        {
            wholeWords++;
            bool isRight = token.Neighbors.Count > 0 && gold.IsTranslation(token.Neighbors[0].Surface, token.Surface);
            bool isUnseen = !target.Lexicon.GetConcepts(token.Surface).Any(seen.Contains);
            right += isRight ? 1 : 0;
            among += token.Neighbors.Any(neighbor => gold.IsTranslation(neighbor.Surface, token.Surface)) ? 1 : 0;
            unseen += isUnseen ? 1 : 0;
            unseenRight += isUnseen && isRight ? 1 : 0;
        }

        return new GoldScore(wholeWords, right, among, unseen, unseenRight);
    }

    /// <summary>Whether a token begins a word and is a whole word of the language.</summary>
    public static bool IsWholeWord(TransferredToken token, ArtificialLanguage language) =>
        token.BeginsWord && language.Lexicon.Contains(token.Surface);
}
