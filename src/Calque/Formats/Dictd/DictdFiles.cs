using System.IO;
using Calque.Formats.Inputs;

namespace Calque.Formats.Dictd;

/// <summary>The two files of a dictd dictionary.</summary>
/// <param name="Index">The <c>.index</c> file.</param>
/// <param name="Text">The <c>.dict</c> or <c>.dict.dz</c> file.</param>
internal sealed record DictdFiles(string Index, string Text)
{
    private static readonly string[] TextEndings = [".dict.dz", ".dict"];

    /// <summary>Finds both from the path of either, or from what their paths have in common; null where the path is none of these.</summary>
    /// <exception cref="CalqueException">One of the two is there, the other is not.</exception>
    public static DictdFiles? Find(string path, InputFault fault)
    {
        string? stem = Stem(path);
        if (stem is null)
            return null;
        string index = stem + ".index";
        string? text = null;
        foreach (string ending in TextEndings)
            text ??= File.Exists(stem + ending) ? stem + ending : null;
        if (text is null)
            throw fault(index, "no .dict or .dict.dz beside it", $"{stem}.dict.dz", "A dictd dictionary is two files: put both in one directory.");
        if (!File.Exists(index))
            throw fault(text, "no .index beside it", index, "A dictd dictionary is two files: put both in one directory.");
        return new DictdFiles(index, text);
    }

    private static string? Stem(string path)
    {
        foreach (string ending in (string[])[".index", .. TextEndings])
        {
            if (path.EndsWith(ending, System.StringComparison.Ordinal))
                return File.Exists(path) ? path[..^ending.Length] : null;
        }

        return !File.Exists(path) && File.Exists(path + ".index") ? path : null;
    }
}
