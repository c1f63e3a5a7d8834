using System;

namespace Calque.Alignment.Directories;

/// <summary>Chooses the form by the ending of the file's name.</summary>
internal static class VectorOutputForms
{
    public static VectorOutputForm Of(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? VectorOutputForm.PackedText
        : path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) ? VectorOutputForm.Binary
        : VectorOutputForm.Text;

    public static string Describe(VectorOutputForm form) => form switch
    {
        VectorOutputForm.PackedText => "word2vec text, gzip",
        VectorOutputForm.Binary => "word2vec binary",
        _ => "word2vec text",
    };
}
