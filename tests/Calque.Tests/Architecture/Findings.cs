using System;
using System.Collections.Generic;
using Xunit;

namespace Calque.Tests.Architecture;

/// <summary>Fails with every finding on its own line; xunit's own message would cut the list.</summary>
internal static class Findings
{
    public static void AssertNone(IReadOnlyCollection<string> findings) =>
        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
}
