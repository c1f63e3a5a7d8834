using System.Collections.Generic;
using System.IO;
using System.Text;
using Calque.Dictionaries;
using Calque.Tests.Fuzz.Mutations;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A dictionary in columns, parted by tabs or by blanks, plain and as gzip.</summary>
internal sealed class DictionaryFormat() : FuzzFormat("dictionary")
{
    private const string Tabs = "house\tnyumba\nwater\tmaji\n\ngood morning\thabari ya asubuhi\ntree\tmti\tnoun\nalone\n# note\nsun\tjua\n";
    private const string Blanks = "house nyumba\nwater maji\ntree mti\ndog mbwa\none two three\n";

    public override void Use(string directory)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(Path.Combine(directory, "dictionary"));
        _ = dictionary.DescribeSkipped();
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() =>
    [
        [new FuzzFile("dictionary", Encoding.UTF8.GetBytes(Tabs), FuzzShape.Lines)],
        [new FuzzFile("dictionary", Encoding.UTF8.GetBytes(Blanks), FuzzShape.Lines)],
        [new FuzzFile("dictionary", GzipMutations.Pack(Encoding.UTF8.GetBytes(Tabs)), FuzzShape.GzipOfLines)],
    ];
}
