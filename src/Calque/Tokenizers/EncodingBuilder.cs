using System.Collections.Generic;

namespace Calque.Tokenizers;

/// <summary>Collects the tokens of one sequence.</summary>
internal sealed class EncodingBuilder
{
    private readonly List<int> _ids = [];
    private readonly List<string> _tokens = [];
    private readonly List<TextRange> _offsets = [];
    private readonly List<int> _words = [];

    public void Add(int id, string token, TextRange offsets, int word)
    {
        _ids.Add(id);
        _tokens.Add(token);
        _offsets.Add(offsets);
        _words.Add(word);
    }

    public TokenEncoding ToEncoding()
    {
        int count = _ids.Count;
        int[] attention = new int[count];
        System.Array.Fill(attention, 1);
        return new TokenEncoding([.. _ids], new int[count], [.. _tokens], [.. _offsets], [.. _words], new int[count], attention);
    }
}
