using System;
using System.Threading.Tasks;

namespace Calque.Samples;

/// <summary>Runs one sample: its name first, then what it asks for.</summary>
internal static class Program
{
    private const string Usage =
        """
        dotnet run --project samples -- read-word-vectors FILE WORD WORD
        """;

    public static Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["read-word-vectors", string file, string first, string second]:
                ReadWordVectors.Run(file, first, second, Console.Out);
                break;
            default:
                Console.Error.WriteLine(Usage);
                return Task.FromResult(2);
        }

        return Task.FromResult(0);
    }
}
