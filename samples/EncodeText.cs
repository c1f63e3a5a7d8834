using System.IO;
using Calque.Tokenizers;

namespace Calque.Samples;

/// <summary>A text as a model sees it: ids, tokens, and what kind of text each token stands for.</summary>
public static class EncodeText
{
    public static void Run(string path, string text, TextWriter output)
    {
        Tokenizer tokenizer = Tokenizer.Load(path);
        TokenEncoding encoding = tokenizer.Encode(text);
        for (int i = 0; i < encoding.Length; i++)
            output.WriteLine($"{encoding.Ids[i]} {encoding.Tokens[i]} {tokenizer.GetSurface(encoding.Ids[i]).Kind}");
        output.WriteLine(tokenizer.Decode(encoding.Ids, skipSpecialTokens: true));
    }
}
