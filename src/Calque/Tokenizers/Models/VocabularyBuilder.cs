using System;
using System.Collections.Generic;
using System.Numerics;

namespace Calque.Tokenizers.Models;

/// <summary>Collects tokens and ids from a file and checks them, before they become a <see cref="Vocabulary"/>.</summary>
internal sealed class VocabularyBuilder
{
    /// <summary>Ids from here on are refused: no model has rows for them, and everything after would be made on a file's word.</summary>
    public const int IdCeiling = 1 << 24;

    private readonly string _place;
    private byte[] _text;
    private int _textLength;
    private int[] _starts;
    private int[] _ids;
    private int _count;

    /// <param name="place">The file, for messages.</param>
    /// <param name="bytesExpected">The length of the part of the file that holds the tokens; what is allocated first is bounded by it.</param>
    public VocabularyBuilder(string place, int bytesExpected)
    {
        _place = place;
        _text = GC.AllocateUninitializedArray<byte>(Math.Max(64, bytesExpected));
        int entries = Math.Max(16, bytesExpected / 12);
        _starts = GC.AllocateUninitializedArray<int>(entries + 1);
        _starts[0] = 0;
        _ids = GC.AllocateUninitializedArray<int>(entries);
    }

    /// <summary>Tokens so far.</summary>
    public int Count => _count;

    /// <summary>Adds a token; an id that no file can mean is refused.</summary>
    /// <exception cref="InvalidTokenizerException">The id is negative or out of all measure.</exception>
    public void Add(ReadOnlySpan<byte> token, long id)
    {
        if (id is < 0 or >= IdCeiling)
        {
            throw new InvalidTokenizerException(_place, $"the id {id} for the token {Quote(token)}", $"an id from 0 to {IdCeiling - 1}",
                "The vocabulary is damaged; fetch the file again.");
        }

        if (_count == _ids.Length)
        {
            Array.Resize(ref _ids, _count * 2);
            Array.Resize(ref _starts, (_count * 2) + 1);
        }

        if (_textLength + token.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textLength + token.Length));
        token.CopyTo(_text.AsSpan(_textLength));
        _textLength += token.Length;
        _ids[_count++] = (int)id;
        _starts[_count] = _textLength;
    }

    /// <summary>Makes the vocabulary.</summary>
    /// <param name="allowRepeats">
    /// Whether a token may stand twice: the later id is then the one that text gets (as in the Rust library for Unigram, and in
    /// <c>vocab.txt</c>), and both ids keep the token.
    /// </param>
    /// <exception cref="InvalidTokenizerException">No token at all, a token twice, an id twice.</exception>
    public Vocabulary Build(bool allowRepeats)
    {
        if (_count == 0)
        {
            throw new InvalidTokenizerException(_place, "an empty vocabulary", "at least one token",
                "A tokenizer without tokens cannot encode anything; train it or fetch it again.");
        }

        int idLimit = 0;
        int longest = 0;
        bool inOrder = true;
        for (int i = 0; i < _count; i++)
        {
            inOrder &= _ids[i] == i;
            idLimit = Math.Max(idLimit, _ids[i] + 1);
            longest = Math.Max(longest, _starts[i + 1] - _starts[i]);
        }

        // No map where ids count entries; a dense one only where it is not much larger than what the file itself holds.
        int[]? dense = inOrder ? null : idLimit <= (8L * _count) + 4096 ? new int[idLimit] : null;
        Dictionary<int, int>? sparse = !inOrder && dense is null ? new Dictionary<int, int>(_count) : null;
        for (int i = 0; i < _count && !inOrder; i++)
        {
            int earlier = -1;
            if (dense is not null)
            {
                earlier = dense[_ids[i]] - 1;
                dense[_ids[i]] = i + 1;
            }
            else if (!sparse!.TryAdd(_ids[i], i)) // dense is null, so sparse is there
            {
                earlier = sparse[_ids[i]];
            }

            if (earlier >= 0)
            {
                throw new InvalidTokenizerException(_place, $"the id {_ids[i]} for both {Quote(Entry(earlier))} and {Quote(Entry(i))}",
                    "one token for each id", "The vocabulary is damaged; fetch the file again.");
            }
        }

        uint[] slots = new uint[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, _count * 2))];
        for (int i = 0; i < _count; i++)
            Insert(slots, i, allowRepeats);
        return new Vocabulary(_text, _count, _starts, _ids, slots, idLimit, dense, sparse) { LongestToken = longest };
    }

    /// <summary>A token as messages show it.</summary>
    public static string Quote(ReadOnlySpan<byte> token)
    {
        string text = System.Text.Encoding.UTF8.GetString(token.Length > 80 ? token[..80] : token);
        return "\"" + text + (token.Length > 80 ? "…\"" : "\"");
    }

    private ReadOnlySpan<byte> Entry(int i) => _text.AsSpan(_starts[i], _starts[i + 1] - _starts[i]);

    private void Insert(uint[] slots, int entry, bool allowRepeats)
    {
        ReadOnlySpan<byte> token = Entry(entry);
        int mask = slots.Length - 1;
        uint hash = ByteHash.Compute(token);
        int slot = (int)hash & mask;
        while (slots[slot] != 0)
        {
            if (Vocabulary.MayBe(slots[slot], hash) && Entry(Vocabulary.EntryOf(slots[slot])).SequenceEqual(token))
            {
                if (!allowRepeats)
                {
                    throw new InvalidTokenizerException(_place, $"the token {Quote(token)} twice", "every token once",
                        "Remove one of the two entries; which id is meant cannot be known.");
                }

                break;
            }

            slot = (slot + 1) & mask;
        }

        slots[slot] = Vocabulary.Slot(hash, entry);
    }
}
