using System;
using System.IO;
using Xunit;

namespace Calque.Tests.Text;

/// <summary>A test on a file of the Unicode Character Database 15; it is skipped, and says so, where the file is not there.</summary>
internal sealed class UnicodeFileFactAttribute : FactAttribute
{
    public UnicodeFileFactAttribute(string name)
    {
        if (Find(name) is null)
            Skip = $"needs {name} in /usr/share/unicode or in the folder that CALQUE_UNICODE_DATA names";
    }

    public static string? Find(string name)
    {
        foreach (string? folder in new[] { Environment.GetEnvironmentVariable("CALQUE_UNICODE_DATA"), "/usr/share/unicode" })
        {
            if (folder is not null && File.Exists(Path.Combine(folder, name)))
                return Path.Combine(folder, name);
        }

        return null;
    }
}
