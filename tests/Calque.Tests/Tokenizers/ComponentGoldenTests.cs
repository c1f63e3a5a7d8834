using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Tokenizers;

public class ComponentGoldenTests
{
    [SharedDataFact]
    public void Components_SharedGoldens_AnswerAsTheLibrary() =>
        AssertNoDifference(Fixtures.Shared("goldens", "tokenizers", "components.jsonl.gz"));

    /// <summary>CALQUE_COMPONENT_CASES may name a longer file of the recipe in tests/fixtures/tokenizer-components.</summary>
    [Fact]
    public void Components_OwnCases_AnswerAsTheLibrary() =>
        AssertNoDifference(Environment.GetEnvironmentVariable("CALQUE_COMPONENT_CASES") ?? Fixtures.Path("tokenizer-components", "cases.jsonl.gz"));

    private static void AssertNoDifference(string path)
    {
        List<ComponentCase> cases = ComponentCase.Read(path);
        Assert.NotEmpty(cases);
        List<string> differences = [.. cases.SelectMany(one => one.FindDifferences())];
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(25))}");
    }
}
