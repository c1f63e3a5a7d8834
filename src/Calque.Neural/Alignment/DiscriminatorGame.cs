using System;
using System.Threading;
using Calque.Alignment;
using Calque.Neural.Tensors;
using Calque.Numerics.Randomness;

namespace Calque.Neural.Alignment;

/// <summary>
/// The game of adversarial alignment on libtorch: some steps of a discriminator, one of the map, and so on, with a falling learning rate. A restart runs on the thread that plays it, so the bits
/// are the same however many play at once.
/// </summary>
/// <remarks>
/// While a game exists the engine works with one thread an operator: they are small, and the restarts share the processors out. Words are drawn evenly from those that are given.
/// </remarks>
public sealed class DiscriminatorGame : IAdversarialGame
{
    private readonly DiscriminatorGameOptions _options;
    private readonly int _threadsBefore;
    private bool _disposed;

    /// <summary>Loads the engine.</summary>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="EngineUnavailableException">libtorch or the library over it is missing; says what to install.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public DiscriminatorGame(DiscriminatorGameOptions? options = null)
    {
        _options = options ?? new DiscriminatorGameOptions();
        _options.Validate();
        _threadsBefore = TensorEngine.Threads;
        TensorEngine.Threads = 1;
    }

    /// <inheritdoc/>
    public int Play(AdversarialSpaces spaces, AdversarialStart start, Func<double[], MapJudgement> judge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(judge);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ulong key = (ulong)start.Restart;
        KeyedRandom words = new(start.Seed, "adversarial/words", key);
        long dropoutSeed = unchecked((long)new KeyedRandom(start.Seed, "adversarial/dropout", key).NextUInt64());
        using TensorScope scope = TensorScope.Open();
        using AdversarialPlay play = new(
            spaces, start.Map, Discriminator.Draw(AdversarialPlay.Inputs(spaces, _options), _options, start.Seed, start.Restart), _options, dropoutSeed);
        long[] sources = new long[_options.BatchWords], targets = new long[_options.BatchWords];
        double rate = _options.LearningRate;
        for (int step = 1; step <= start.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int turn = 0; turn < _options.DiscriminatorSteps; turn++)
            {
                using TensorScope inner = TensorScope.Open();
                Draw(words, sources, spaces.SourceWords);
                Draw(words, targets, spaces.TargetWords);
                play.StepDiscriminator(sources, targets, rate);
            }

            using (TensorScope.Open())
            {
                Draw(words, sources, spaces.SourceWords);
                play.StepMap(sources, rate);
            }

            if (step % start.StepsBetweenJudgements != 0 && step != start.Steps)
                continue;
            MapJudgement judgement = judge(play.ReadMap());
            if (judgement == MapJudgement.Enough)
                return step;
            rate *= _options.RateDecay * (judgement == MapJudgement.NoBetter ? _options.RateDrop : 1);
        }

        return start.Steps;
    }

    /// <summary>Gives the engine its threads back.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        TensorEngine.Threads = _threadsBefore;
    }

    private static void Draw(KeyedRandom random, long[] words, int count)
    {
        for (int i = 0; i < words.Length; i++)
            words[i] = random.NextInt(count);
    }
}
