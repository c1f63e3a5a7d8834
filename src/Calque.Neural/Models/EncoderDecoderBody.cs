using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>
/// Two stacks: an encoder reads a text, and a decoder, which sees it through cross-attention, writes another. A step of training packs both
/// sides with <see cref="TokenBatch.PackPairs"/> and passes one <see cref="ForwardContext"/> through <see cref="Encode"/> and then
/// <see cref="Decode"/>, so that dropout and checkpoints follow one order. Generation encodes once and decodes with a cache.
/// </summary>
public abstract class EncoderDecoderBody : ModelBody
{
    /// <summary>Hidden states of the encoder. The context's cache is the decoder's and stays as it is.</summary>
    /// <param name="batch">The texts to be read.</param>
    /// <param name="context">The pass.</param>
    /// <returns>[encoder tokens × <see cref="ModelBody.HiddenSize"/>], after the final norm.</returns>
    public abstract Tensor Encode(TokenBatch batch, ForwardContext context);

    /// <summary>Hidden states of the decoder.</summary>
    /// <param name="batch">
    /// The texts being written, each behind the start token, packed together with the encoder's. With a cache: the tokens that it does not hold
    /// yet, equally many of each text.
    /// </param>
    /// <param name="encoded">What <see cref="Encode"/> gave. With a cache its keys and values are made in the first call and kept.</param>
    /// <param name="encoderBatch">What was encoded. With a cache: texts of one length.</param>
    /// <param name="context">The pass.</param>
    /// <returns>[decoder tokens × <see cref="ModelBody.HiddenSize"/>], after the final norm.</returns>
    public abstract Tensor Decode(TokenBatch batch, Tensor encoded, TokenBatch encoderBatch, ForwardContext context);

    /// <summary>The encoder's hidden states: what the model knows of a text that nobody translates.</summary>
    /// <inheritdoc/>
    public sealed override Tensor Forward(TokenBatch batch, ForwardContext context) => Encode(batch, context);
}
