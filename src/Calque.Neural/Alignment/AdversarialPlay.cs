using System;
using System.Globalization;
using Calque.Alignment;
using Calque.Neural.Tensors;

namespace Calque.Neural.Alignment;

/// <summary>
/// The two players of one restart and their steps (Conneau et al. 2018, section 2.1). What the discriminator sees of a word is its vector, mapped if it is a source word, and its profile, if
/// there are any.
/// </summary>
/// <remarks>
/// Both minimise a binary cross-entropy by plain gradient descent: the discriminator against labels 1 - s for source and s for target words, the map with the labels exchanged. The mean of either
/// runs over the words of both sides; those of the target side do not depend on the map and are left out of its step.
/// </remarks>
internal sealed class AdversarialPlay : IDisposable
{
    private const long DropoutLayer = 0;

    private readonly DiscriminatorGameOptions _options;
    private readonly Tensor _source;
    private readonly Tensor _sourceProfiles;
    private readonly Tensor _target;
    private readonly Tensor _discriminatorLabels;
    private readonly Tensor _mapLabels;
    private readonly long _dropoutSeed;
    private readonly int _dimension;
    private long _discriminatorSteps;

    /// <summary>Sets up the players. Needs an open scope of the thread, which lives as long.</summary>
    /// <param name="spaces">What they play on.</param>
    /// <param name="map">The first map, [dimension × dimension].</param>
    /// <param name="discriminator">Of dimension + profile width inputs (dimension alone without profiles); owned from now on.</param>
    /// <param name="options">How they play.</param>
    /// <param name="dropoutSeed">Keys what is dropped.</param>
    public AdversarialPlay(AdversarialSpaces spaces, double[] map, Discriminator discriminator, DiscriminatorGameOptions options, long dropoutSeed)
    {
        _options = options;
        _dimension = spaces.Dimension;
        _dropoutSeed = dropoutSeed;
        Discriminator = discriminator;
        int width = Inputs(spaces, options) - spaces.Dimension;
        Tensor targetRows = Tensor.From<float>(spaces.TargetRows, spaces.TargetWords, spaces.Dimension);
        _source = Tensor.From<float>(spaces.SourceRows, spaces.SourceWords, spaces.Dimension);
        _sourceProfiles = Profiles(width == 0 ? [] : spaces.SourceProfiles, spaces.SourceWords, width);
        _target = Operators.Concatenate([targetRows, Profiles(width == 0 ? [] : spaces.TargetProfiles, spaces.TargetWords, width)], 1);
        Map = Tensor.From<float>(Array.ConvertAll(map, value => (float)value), _dimension, _dimension).Own();
        Map.RequiresGradient = true;
        int batch = options.BatchWords;
        Tensor ones = Operators.Full([batch, 1], 1 - options.Smoothing, DataType.Float32), zeros = Operators.Full([batch, 1], options.Smoothing, DataType.Float32);
        _discriminatorLabels = Operators.Concatenate([ones, zeros], 0);
        _mapLabels = zeros;
    }

    /// <summary>Tells the sides apart.</summary>
    public Discriminator Discriminator { get; }

    /// <summary>W, [dimension × dimension]; u' = u W.</summary>
    public Tensor Map { get; }

    /// <summary>What the discriminator sees of a word.</summary>
    public static int Inputs(AdversarialSpaces spaces, DiscriminatorGameOptions options) => spaces.Dimension + (options.ProfileLength > 0 ? spaces.ProfileWidth : 0);

    /// <summary>One step of the discriminator.</summary>
    /// <param name="sources">Source words, as many as a batch has.</param>
    /// <param name="targets">Target words, as many.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The loss before the step.</returns>
    public Tensor StepDiscriminator(ReadOnlySpan<long> sources, ReadOnlySpan<long> targets, double rate)
    {
        Tensor words;
        using (Gradients.Without())
            words = Operators.Concatenate([See(sources), Operators.IndexSelect(_target, 0, Tensor.From(targets, targets.Length))], 0);
        if (_options.Dropout > 0)
            words = Operators.Dropout(words, _options.Dropout, _dropoutSeed, _discriminatorSteps, DropoutLayer);
        _discriminatorSteps++;
        Tensor loss = Operators.BinaryCrossEntropy(Discriminator.Logits(words), _discriminatorLabels);
        Tensor[] gradients = Gradients.Of(loss, Discriminator.Parameters);
        using (Gradients.Without())
        {
            for (int i = 0; i < gradients.Length; i++)
                Operators.AddInPlace(Discriminator.Parameters[i], gradients[i], -rate);
        }

        return loss;
    }

    /// <summary>One step of the map, and the step that keeps it near orthogonal. The discriminator drops nothing.</summary>
    /// <param name="sources">Source words, as many as a batch has.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The source words' part of the loss before the step: their sum over the words of both sides.</returns>
    public Tensor StepMap(ReadOnlySpan<long> sources, double rate)
    {
        const long Sum = 2;
        Tensor loss = Operators.BinaryCrossEntropy(Discriminator.Logits(See(sources)), _mapLabels, Sum) * (0.5 / sources.Length);
        Tensor gradient = Gradients.Of(loss, [Map])[0];
        using (Gradients.Without())
        {
            Operators.AddInPlace(Map, gradient, -rate);
            Orthogonalize(Map, _options.Orthogonality);
        }

        return loss;
    }

    /// <summary>W ← (1 + β) W - β W Wᵀ W (Cisse et al. 2017): a singular value σ goes to (1 + β) σ - β σ³.</summary>
    internal static void Orthogonalize(Tensor map, double beta)
    {
        if (beta == 0)
            return;
        Tensor cubed = Operators.MatrixProduct(map, Operators.MatrixProduct(Operators.Transpose(map, 0, 1), map));
        Operators.MultiplyInPlace(map, 1 + beta);
        Operators.AddInPlace(map, cubed, -beta);
    }

    /// <summary>The map in double; throws where it has left the numbers.</summary>
    public double[] ReadMap()
    {
        double[] map = Array.ConvertAll(Map.ToArray<float>(), value => (double)value);
        foreach (double value in map)
        {
            if (!double.IsFinite(value))
                throw new InvalidInputException("adversarial alignment", value.ToString(CultureInfo.InvariantCulture) + " in the map", "finite numbers", "Are the vectors normalised? Leave --normalization out, or take unit-centre-unit.");
        }

        return map;
    }

    public void Dispose()
    {
        Map.Dispose();
        Discriminator.Dispose();
    }

    /// <summary>Source words as the discriminator sees them.</summary>
    private Tensor See(ReadOnlySpan<long> sources)
    {
        Tensor places = Tensor.From(sources, sources.Length);
        Tensor mapped = Operators.MatrixProduct(Operators.IndexSelect(_source, 0, places), Map);
        return Operators.Concatenate([mapped, Operators.IndexSelect(_sourceProfiles, 0, places)], 1);
    }

    /// <summary>Profiles of which one without chance has the length asked for.</summary>
    private Tensor Profiles(float[] profiles, int words, int width)
    {
        float scale = width == 0 ? 0 : (float)(_options.ProfileLength / Math.Sqrt(width));
        return Tensor.From<float>(Array.ConvertAll(profiles, value => value * scale), words, width);
    }
}
