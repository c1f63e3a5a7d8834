using System.CommandLine;

namespace Calque.Cli.Verbs;

/// <summary><c>calque dictionary</c>: the verbs about bilingual dictionaries.</summary>
internal static class DictionaryVerb
{
    public static Command Build(VerbHost host) => new("dictionary", "Find what is wrong in a bilingual dictionary, mend it, make one.")
    {
        DictionaryCheckVerb.Build(host),
        DictionaryRepairVerb.Build(host),
        DictionaryInduceVerb.Build(host),
        DictionaryConvertVerb.Build(host),
    };
}
