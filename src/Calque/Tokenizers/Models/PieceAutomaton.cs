using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Calque.Tokenizers.Models;

/// <summary>
/// The pieces of a Unigram model as a double array (Aoe 1989) over their bytes: from a state one load tells whether a byte leads on,
/// and the score of a piece lies beside the state that it ends in. Never changes once it is built.
/// </summary>
internal sealed class PieceAutomaton
{
    private const int Block = 256;

    // How many free places are tried for the children of one state before a new block is opened: bounds the time of building.
    private const int MostTries = 128;

    private readonly State[] _states;
    private readonly int[] _ids;
    private readonly int[] _lengths;

    private PieceAutomaton(State[] states, int[] ids, int[] lengths, int longest)
    {
        _states = states;
        _ids = ids;
        _lengths = lengths;
        LongestPiece = longest;
    }

    /// <summary>The states; 0 is the start. The state behind byte b of state s is <c>s.Base ^ b</c> where that one's <c>Parent</c> is s.</summary>
    public ReadOnlySpan<State> States => _states;

    /// <summary>The length of the longest piece, in bytes.</summary>
    public int LongestPiece { get; }

    /// <summary>The id of the piece that ends in a state; -1 for none.</summary>
    public int IdOf(int state) => _ids[state];

    /// <summary>The length in bytes of what leads to a state.</summary>
    public int LengthOf(int state) => _lengths[state];

    /// <summary>Builds the automaton. Empty pieces are left out; of equal pieces the last one counts.</summary>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="entries">Which of its entries text can match, in their order; null for all.</param>
    /// <param name="scores">The score of each id.</param>
    public static PieceAutomaton Build(Vocabulary vocabulary, int[]? entries, double[] scores) => new Builder(vocabulary, entries, scores).Build();

    /// <summary>A state; 16 bytes, so that four share a line of the processor's cache.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct State
    {
        /// <summary>Where the states behind it lie.</summary>
        public int Base;

        /// <summary>The state that leads here; -1 where the place is free, -2 for the start.</summary>
        public int Parent;

        /// <summary>The score of the piece that ends here; NaN for none.</summary>
        public double Score;
    }

    private sealed class Builder(Vocabulary vocabulary, int[]? entries, double[] scores)
    {
        private readonly int[] _order = entries is null ? Count(vocabulary.Count) : [.. entries];
        private int[] _scratch = [];
        private State[] _states = null!; // made by the first Resize
        private int[] _ids = [];
        private int[] _lengths = [];
        private int[] _nextFree = [];
        private int[] _previousFree = [];
        private int _firstFree = -1;
        private int _lastFree = -1;
        private int _blocksUsed;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public PieceAutomaton Build()
        {
            _scratch = new int[_order.Length];
            int estimate = Math.Max(Block, (int)Math.Min(1 << 22, (long)_order.Length * 5));
            Resize((estimate + Block - 1) / Block * Block);
            Grow();
            Take(0);
            _states[0].Parent = -2;
            var ranges = new List<int>(3 * 1024) { 0, _order.Length, 0 }; // low, high, state; a state's length is its depth
            Span<int> starts = stackalloc int[Block + 1];
            Span<byte> labels = stackalloc byte[Block];
            for (int next = 0; next < ranges.Count; next += 3)
            {
                int low = ranges[next], high = ranges[next + 1], state = ranges[next + 2];
                int depth = _lengths[state];
                low = Finish(low, high, depth, state);
                if (low == high)
                    continue;
                if (high - low == 1)
                {
                    AddTail(vocabulary.GetEntry(_order[low]), state, depth, vocabulary.GetEntryId(_order[low]));
                    continue;
                }

                int count = Partition(low, high, depth, starts, labels);
                int place = FindBase(labels[..count]);
                _states[state].Base = place;
                for (int i = 0; i < count; i++)
                {
                    int child = place ^ labels[i];
                    Take(child);
                    _states[child].Parent = state;
                    _lengths[child] = depth + 1;
                    ranges.Add(low + starts[i]);
                    ranges.Add(low + starts[i + 1]);
                    ranges.Add(child);
                }
            }

            return new PieceAutomaton(_states, _ids, _lengths, vocabulary.LongestToken);
        }

        private static int[] Count(int count)
        {
            int[] order = new int[count];
            for (int i = 0; i < count; i++)
                order[i] = i;
            return order;
        }

        /// <summary>Marks the state where pieces of the range end; the range without them.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Finish(int low, int high, int depth, int state)
        {
            if (depth == 0)
            {
                // Empty pieces match nothing.
                int kept = low;
                for (int i = low; i < high; i++)
                {
                    if (vocabulary.GetEntry(_order[i]).Length > 0)
                        _scratch[kept++] = _order[i];
                }

                Array.Copy(_scratch, low, _order, high - (kept - low), kept - low);
                return high - (kept - low);
            }

            int ended = 0;
            for (int i = low; i < high; i++)
            {
                int entry = _order[i];
                if (vocabulary.GetEntry(entry).Length == depth)
                {
                    int id = vocabulary.GetEntryId(entry);
                    _ids[state] = id;
                    _states[state].Score = scores[id];
                    ended++;
                }
                else
                {
                    _scratch[i - ended] = entry;
                }
            }

            if (ended > 0)
                Array.Copy(_scratch, low, _order, low + ended, high - low - ended);
            return low + ended;
        }

        /// <summary>Orders the range by the byte at a depth, keeping the order of equal ones; the labels, and where each begins.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Partition(int low, int high, int depth, Span<int> starts, Span<byte> labels)
        {
            Span<int> counts = stackalloc int[Block];
            counts.Clear();
            for (int i = low; i < high; i++)
                counts[vocabulary.GetEntry(_order[i])[depth]]++;
            int count = 0;
            int sum = 0;
            for (int label = 0; label < Block; label++)
            {
                if (counts[label] == 0)
                    continue;
                labels[count] = (byte)label;
                starts[count++] = sum;
                int size = counts[label];
                counts[label] = sum;
                sum += size;
            }

            starts[count] = sum;
            if (count > 1)
            {
                for (int i = low; i < high; i++)
                    _scratch[low + counts[vocabulary.GetEntry(_order[i])[depth]]++] = _order[i];
                Array.Copy(_scratch, low, _order, low, high - low);
            }

            return count;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void AddTail(ReadOnlySpan<byte> piece, int state, int depth, int id)
        {
            for (; depth < piece.Length; depth++)
            {
                if (_firstFree < 0)
                    Grow();
                int child = _firstFree;
                _states[state].Base = child ^ piece[depth];
                Take(child);
                _states[child].Parent = state;
                _lengths[child] = depth + 1;
                state = child;
            }

            _ids[state] = id;
            _states[state].Score = scores[id];
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int FindBase(ReadOnlySpan<byte> labels)
        {
            // The oldest free places have been tried most; those that are left there suit single children.
            int tries = 0;
            for (int place = _lastFree; place >= 0 && tries < MostTries; place = _previousFree[place], tries++)
            {
                int candidate = place ^ labels[0];
                int i = 1;
                while (i < labels.Length && _states[candidate ^ labels[i]].Parent == -1)
                    i++;
                if (i == labels.Length)
                    return candidate;
            }

            return Grow();
        }

        /// <summary>Opens a block; its first place.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Grow()
        {
            int start = _blocksUsed * Block;
            _blocksUsed++;
            if (start == _states.Length)
                Resize(_states.Length * 2);
            for (int i = start; i < start + Block; i++)
            {
                _states[i] = new State { Base = 0, Parent = -1, Score = double.NaN };
                _ids[i] = -1;
                _previousFree[i] = i == start ? _lastFree : i - 1;
                _nextFree[i] = i + 1 < start + Block ? i + 1 : -1;
            }

            if (_lastFree >= 0)
                _nextFree[_lastFree] = start;
            else
                _firstFree = start;
            _lastFree = start + Block - 1;
            return start;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Resize(int size)
        {
            int old = _ids.Length;
            var states = new State[size]; // (Resize would be compiled in each process, as would be lists of our structs)
            if (old > 0)
                Array.Copy(_states, states, old);
            _states = states;
            Array.Resize(ref _ids, size);
            Array.Resize(ref _lengths, size);
            Array.Resize(ref _nextFree, size);
            Array.Resize(ref _previousFree, size);
            for (int i = old; i < size; i++)
                _states[i].Parent = -1; // not in the list of free places yet, yet never taken for a state
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Take(int place)
        {
            int next = _nextFree[place], previous = _previousFree[place];
            if (previous >= 0)
                _nextFree[previous] = next;
            else
                _firstFree = next;
            if (next >= 0)
                _previousFree[next] = previous;
            else
                _lastFree = previous;
        }
    }
}
