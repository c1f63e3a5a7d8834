using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Calque.Tokenizers.Training;

/// <summary>
/// Byte-pair training (Sennrich, Haddow and Birch 2016): the most frequent pair of neighbouring pieces is merged, again
/// and again. Entries, merges and their order are those of Hugging Face's trainer, with which the tests compare them.
/// </summary>
/// <remarks>
/// Among equally frequent pairs the one with the smaller ids is merged first. Where pieces are marked as continuing a
/// word, that trainer numbers the marked characters in the order of a hash table, so its own result changes from run to
/// run; here they are numbered by the order of the words (most frequent first, then ordinal).
/// </remarks>
public static class BpeTrainer
{
    /// <summary>Trains on words that are already cut out of their text (and, for a byte-level tokenizer, spelt in its byte letters).</summary>
    /// <param name="words">Each distinct word, with how often it stands in the text.</param>
    /// <param name="options">How far to go.</param>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    public static TrainedBpe Train(IEnumerable<KeyValuePair<string, long>> words, BpeTrainerOptions options)
    {
        options.Validate();
        KeyValuePair<string, long>[] ordered =
            [.. words.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)];
        State state = new(options);
        state.AddAlphabet(ordered.Select(word => word.Key));
        state.AddWords(ordered);
        state.Merge();
        return new TrainedBpe(state.Vocabulary, state.Merges);
    }

    private readonly record struct Pair(int Left, int Right) : IComparable<Pair>
    {
        public int CompareTo(Pair other) => Left != other.Left ? Left.CompareTo(other.Left) : Right.CompareTo(other.Right);
    }

    private readonly record struct Candidate(Pair Pair, long Count) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other) => Count != other.Count ? other.Count.CompareTo(Count) : Pair.CompareTo(other.Pair);
    }

    private sealed class State(BpeTrainerOptions options)
    {
        private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
        private readonly Dictionary<Pair, long> _counts = [];
        private readonly List<List<int>> _words = [];
        private readonly List<long> _wordCounts = [];

        public List<string> Vocabulary { get; } = [];

        public List<BpeMerge> Merges { get; } = [];

        private string Prefix => options.ContinuingSubwordPrefix ?? "";

        public void AddAlphabet(IEnumerable<string> words)
        {
            foreach (string token in options.SpecialTokens)
                AddEntry(token);
            SortedSet<int> alphabet = [];
            foreach (string text in words.Concat(options.InitialAlphabet))
            {
                foreach (Rune character in text.EnumerateRunes())
                    alphabet.Add(character.Value);
            }

            foreach (int character in alphabet)
                AddEntry(char.ConvertFromUtf32(character));
        }

        public void AddWords(KeyValuePair<string, long>[] words)
        {
            foreach (KeyValuePair<string, long> word in words)
            {
                List<int> pieces = [];
                foreach (Rune character in word.Key.EnumerateRunes())
                    pieces.Add(AddEntry(pieces.Count == 0 ? character.ToString() : Prefix + character));
                _words.Add(pieces);
                _wordCounts.Add(word.Value);
            }
        }

        public void Merge()
        {
            Dictionary<Pair, HashSet<int>> places = [];
            for (int word = 0; word < _words.Count; word++)
            {
                for (int i = 0; i + 1 < _words[word].Count; i++)
                    Count(new Pair(_words[word][i], _words[word][i + 1]), _wordCounts[word], word, places);
            }

            PriorityQueue<HashSet<int>, Candidate> queue = new();
            while (true)
            {
                foreach ((Pair pair, HashSet<int> where) in places)
                {
                    if (_counts[pair] > 0)
                        queue.Enqueue(where, new Candidate(pair, _counts[pair]));
                }

                if (Vocabulary.Count >= options.VocabularySize || !TryTakeMostFrequent(queue, out Pair best, out HashSet<int> words))
                    return;
                places = Apply(best, words);
            }
        }

        // Counts change while a pair waits; a pair that turns out to be rarer than when it was queued goes back with its new count.
        private bool TryTakeMostFrequent(PriorityQueue<HashSet<int>, Candidate> queue, out Pair pair, out HashSet<int> words)
        {
            while (queue.TryDequeue(out HashSet<int>? where, out Candidate candidate))
            {
                long count = _counts[candidate.Pair];
                if (count != candidate.Count)
                {
                    queue.Enqueue(where, candidate with { Count = count });
                    continue;
                }

                if (count < 1 || count < options.MinimumFrequency)
                    break;
                (pair, words) = (candidate.Pair, where);
                return true;
            }

            (pair, words) = (default, []);
            return false;
        }

        private Dictionary<Pair, HashSet<int>> Apply(Pair pair, HashSet<int> words)
        {
            string left = Vocabulary[pair.Left], right = Vocabulary[pair.Right];
            string tail = Prefix.Length > 0 && right.StartsWith(Prefix, StringComparison.Ordinal) ? right[Prefix.Length..] : right;
            int merged = AddEntry(left + tail);
            Merges.Add(new BpeMerge(left, right));

            Dictionary<Pair, HashSet<int>> places = [];
            foreach (int word in words)
            {
                List<int> pieces = _words[word];
                long count = _wordCounts[word];
                for (int i = 0; i + 1 < pieces.Count; i++)
                {
                    if (pieces[i] != pair.Left || pieces[i + 1] != pair.Right)
                        continue;
                    // The count of the merged pair itself is left as it is: the pair is no longer queued.
                    if (i > 0)
                    {
                        Count(new Pair(pieces[i - 1], pair.Left), -count, word, null);
                        Count(new Pair(pieces[i - 1], merged), count, word, places);
                    }

                    if (i + 2 < pieces.Count)
                    {
                        Count(new Pair(pair.Right, pieces[i + 2]), -count, word, null);
                        Count(new Pair(merged, pieces[i + 2]), count, word, places);
                    }

                    pieces[i] = merged;
                    pieces.RemoveAt(i + 1);
                }
            }

            return places;
        }

        private void Count(Pair pair, long change, int word, Dictionary<Pair, HashSet<int>>? places)
        {
            _counts[pair] = _counts.GetValueOrDefault(pair) + change;
            if (places is null)
                return;
            if (!places.TryGetValue(pair, out HashSet<int>? where))
                places.Add(pair, where = []);
            where.Add(word);
        }

        private int AddEntry(string token)
        {
            if (!_ids.TryGetValue(token, out int id))
            {
                id = Vocabulary.Count;
                _ids.Add(token, id);
                Vocabulary.Add(token);
            }

            return id;
        }
    }
}
