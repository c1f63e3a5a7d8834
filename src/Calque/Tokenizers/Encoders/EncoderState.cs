namespace Calque.Tokenizers.Encoders;

/// <summary>The memory that a <see cref="TextEncoder"/> works in: of one thread at a time, kept from call to call, bounded in size.</summary>
internal abstract class EncoderState
{
    /// <summary>Called between texts: lets go of memory that one long text asked for.</summary>
    public virtual void Trim()
    {
    }
}
