using System;
using System.Globalization;
using Xunit;

namespace Calque.Tests.Architecture;

/// <summary>
/// The test run under a Turkish culture proves something only where that culture really is the process's: this holds the
/// environment's word against it.
/// </summary>
public sealed class CultureTests
{
    [Fact]
    public void CurrentCulture_UnderTheEnvironment_IsTheOneItNames()
    {
        string variable = Environment.GetEnvironmentVariable("LC_ALL") is { Length: > 0 } all
            ? all
            : Environment.GetEnvironmentVariable("LANG") ?? "";
        bool withoutCultures = Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true";
        string name = variable.Split('.', '@')[0].Replace('_', '-');
        bool expected = name == "tr-TR" && !withoutCultures;

        Assert.Equal(expected, CultureInfo.CurrentCulture.Name == "tr-TR");
        Assert.Equal(expected ? "1,5" : 1.5.ToString(CultureInfo.CurrentCulture), 1.5.ToString(CultureInfo.CurrentCulture));
    }
}
