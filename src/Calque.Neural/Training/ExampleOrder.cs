using Calque.Numerics.Randomness;

namespace Calque.Neural.Training;

/// <summary>The order of examples: each round a permutation of all, keyed by seed and round (Fisher and Yates).</summary>
internal sealed class ExampleOrder
{
    private readonly int _count;
    private readonly ulong _seed;
    private int[]? _order;
    private int _round = -1;

    public ExampleOrder(int count, ulong seed)
    {
        _count = count;
        _seed = seed;
    }

    /// <summary>The example at a place of the whole run: its number and its round.</summary>
    public (int Index, int Round) At(long place)
    {
        int round = checked((int)(place / _count));
        if (_order is null || round != _round)
        {
            _order ??= new int[_count];
            for (int i = 0; i < _count; i++)
                _order[i] = i;
            KeyedRandom random = new(_seed, "order of examples", (ulong)round);
            for (int i = _count - 1; i > 0; i--)
            {
                int other = random.NextInt(i + 1);
                (_order[i], _order[other]) = (_order[other], _order[i]);
            }

            _round = round;
        }

        return (_order[place % _count], round);
    }
}
