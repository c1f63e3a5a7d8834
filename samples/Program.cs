using System;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.Samples;

/// <summary>Runs one sample: its name first, then what it asks for.</summary>
internal static class Program
{
    private const string Usage =
        """
        dotnet run --project samples -- encode-text TOKENIZER TEXT
        dotnet run --project samples -- read-word-vectors FILE WORD WORD
        dotnet run --project samples -- transfer-a-model SOURCE-MODEL TARGET-TOKENIZER SOURCE-VECTORS TARGET-VECTORS DICTIONARY OUTPUT
        dotnet run --project samples -- look-at-a-plan TRANSFERRED-MODEL SOURCE-TOKENIZER TOKEN
        dotnet run --project samples -- fine-tune-a-classifier MODEL TEXTS OUTPUT       (lines of a class, a tab, a text; needs libtorch)
        """;

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["encode-text", string tokenizer, string text]:
                EncodeText.Run(tokenizer, text, Console.Out);
                return 0;
            case ["read-word-vectors", string file, string first, string second]:
                ReadWordVectors.Run(file, first, second, Console.Out);
                return 0;
            case ["transfer-a-model", string model, string tokenizer, string source, string target, string dictionary, string output]:
                await TransferAModel.RunAsync(model, tokenizer, source, target, dictionary, output, Console.Out, CancellationToken.None);
                return 0;
            case ["look-at-a-plan", string transferred, string tokenizer, string token]:
                LookAtAPlan.Run(transferred, tokenizer, token, Console.Out);
                return 0;
            case ["fine-tune-a-classifier", string model, string texts, string output]:
                FineTuneAClassifier.Run(model, texts, output, rounds: 3, Console.Out, CancellationToken.None);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
