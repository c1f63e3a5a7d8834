using System;
using System.IO;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Reference;

/// <summary>A theory that needs the shared data and trained vectors (<c>eng.bin</c>, <c>swh.bin</c>) in the folder that CALQUE_VECTORS names.</summary>
internal sealed class VectorsTheoryAttribute : TheoryAttribute
{
    public VectorsTheoryAttribute()
    {
        if (Fixtures.SharedData is null || Folder is null || !File.Exists(Path.Combine(Folder, "eng.bin")) || !File.Exists(Path.Combine(Folder, "swh.bin")))
            Skip = "CALQUE_VECTORS names no folder with eng.bin and swh.bin, or there is no shared data.";
    }

    public static string? Folder => Environment.GetEnvironmentVariable("CALQUE_VECTORS");
}
