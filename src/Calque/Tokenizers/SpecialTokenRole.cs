namespace Calque.Tokenizers;

/// <summary>What a special token is for.</summary>
public enum SpecialTokenRole
{
    /// <summary>The start of a text (<c>bos_token</c>).</summary>
    BeginningOfSequence,

    /// <summary>The end of a text (<c>eos_token</c>).</summary>
    EndOfSequence,

    /// <summary>Text without a token (<c>unk_token</c>).</summary>
    Unknown,

    /// <summary>Between two texts (<c>sep_token</c>).</summary>
    Separator,

    /// <summary>Fills up a batch (<c>pad_token</c>).</summary>
    Padding,

    /// <summary>Stands for a whole text (<c>cls_token</c>).</summary>
    Classification,

    /// <summary>Hides a token (<c>mask_token</c>).</summary>
    Mask,

    /// <summary>Every other one (<c>additional_special_tokens</c>).</summary>
    Additional,
}
