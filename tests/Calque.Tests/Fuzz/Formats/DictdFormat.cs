using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using Calque.Dictionaries;
using Calque.Tests.Support;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A dictd dictionary: the index, and the text, plain or as dictzip.</summary>
internal sealed class DictdFormat() : FuzzFormat("dictd")
{
    public override void Use(string directory)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(Path.Combine(directory, "tiny.index"));
        _ = dictionary.DescribeSkipped();
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs()
    {
        FuzzFile index = Fixture("tiny.index", FuzzShape.Lines, "dictd", "tiny.index");
        using GZipStream packed = new(File.OpenRead(Fixtures.Path("dictd", "tiny.dict.dz")), CompressionMode.Decompress);
        using MemoryStream text = new();
        packed.CopyTo(text);
        return
        [
            [index, Fixture("tiny.dict.dz", FuzzShape.GzipOfLines, "dictd", "tiny.dict.dz")],
            [index, new FuzzFile("tiny.dict", text.ToArray(), FuzzShape.Lines)],
        ];
    }
}
