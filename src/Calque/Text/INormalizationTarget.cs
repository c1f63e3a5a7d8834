namespace Calque.Text;

/// <summary>Takes what normalisation gives, from left to right: plain bytes here, text with offsets in the tokenizers.</summary>
internal interface INormalizationTarget
{
    /// <summary>The source bytes <c>[start, end)</c> stay as they are.</summary>
    void Copy(int start, int end);

    /// <summary>A character: in place of the next source character (0), beside it (1 or more), or also in place of the n that follow (-n).</summary>
    void Add(int codePoint, int change);
}
