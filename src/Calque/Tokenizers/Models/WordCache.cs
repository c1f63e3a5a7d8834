using System;

namespace Calque.Tokenizers.Models;

/// <summary>
/// Remembers what words became, for one thread: open addressing over two arenas of fixed size. When one is full everything is
/// forgotten at once, so memory is bounded (about 3 MB) whatever the text is.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words are not kept.</summary>
    public const int LongestWord = 96;

    private const int SlotCount = 1 << 15;
    private const int MostWords = SlotCount / 2;
    private const int ArenaBytes = 1 << 19;
    private const int ArenaTokens = 1 << 18;

    private readonly int[] _slots = new int[SlotCount];
    private readonly Word[] _words = new Word[MostWords];
    private readonly byte[] _text = new byte[ArenaBytes];
    private readonly int[] _tokens = new int[ArenaTokens];
    private int _count;
    private int _textLength;
    private int _tokenLength;

    /// <summary>Appends the tokens of a word if it is known.</summary>
    public bool TryGet(ReadOnlySpan<byte> word, uint hash, TokenBuffer output)
    {
        for (int slot = (int)hash & (SlotCount - 1); _slots[slot] != 0; slot = (slot + 1) & (SlotCount - 1))
        {
            ref readonly Word known = ref _words[_slots[slot] - 1];
            if (known.Hash == hash && known.TextLength == word.Length && _text.AsSpan(known.Text, known.TextLength).SequenceEqual(word))
            {
                output.AddRange(_tokens.AsSpan(known.Tokens, known.TokenLength));
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers a word that was not known: its tokens are those of the buffer from <paramref name="first"/> on.</summary>
    public void Add(ReadOnlySpan<byte> word, uint hash, TokenBuffer output, int first)
    {
        int length = (output.Count - first) * 3;
        if (_count == MostWords || _textLength + word.Length > ArenaBytes || _tokenLength + length > ArenaTokens)
            Forget();
        word.CopyTo(_text.AsSpan(_textLength));
        _words[_count] = new Word(hash, _textLength, word.Length, _tokenLength, length);
        _textLength += word.Length;
        for (int i = first; i < output.Count; i++)
        {
            _tokens[_tokenLength++] = output.Ids[i];
            _tokens[_tokenLength++] = output.Starts[i];
            _tokens[_tokenLength++] = output.Ends[i];
        }

        int slot = (int)hash & (SlotCount - 1);
        while (_slots[slot] != 0)
            slot = (slot + 1) & (SlotCount - 1);
        _slots[slot] = ++_count;
    }

    private void Forget()
    {
        Array.Clear(_slots);
        _count = 0;
        _textLength = 0;
        _tokenLength = 0;
    }

    private readonly record struct Word(uint Hash, int Text, int TextLength, int Tokens, int TokenLength);
}
