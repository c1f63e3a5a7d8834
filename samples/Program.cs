using System;

namespace Calque.Samples;

/// <summary>Runs one sample: its name first, then what it asks for.</summary>
internal static class Program
{
    private const string Usage =
        """
        dotnet run --project samples -- encode-text TOKENIZER TEXT
        dotnet run --project samples -- read-word-vectors FILE WORD WORD
        """;

    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["encode-text", string tokenizer, string text]:
                EncodeText.Run(tokenizer, text, Console.Out);
                return 0;
            case ["read-word-vectors", string file, string first, string second]:
                ReadWordVectors.Run(file, first, second, Console.Out);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
