using System;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers.Models;

/// <summary>
/// The best path to each byte of a text, found by Viterbi over a <see cref="PieceAutomaton"/>. Scores are kept only as far back as a piece
/// can reach, so a text of any length takes four bytes for each of its own.
/// </summary>
internal sealed class UnigramLattice
{
    private const int LongestKept = 1 << 16;

    // The score of the best path that ends at a byte, in a ring; NaN where no path ends. All NaN between calls.
    private double[] _scores = [];

    // Its last step: the state of its last piece + 1, or minus the length of an unknown character; 0 where no path ends.
    private int[] _steps = new int[256];

    /// <summary>The last step of the best path to each byte; valid until the next call.</summary>
    public ReadOnlySpan<int> Steps => _steps;

    /// <summary>Finds the best path.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="pieces">The pieces.</param>
    /// <param name="unknownScore">The score of an unknown character.</param>
    /// <param name="single">Whether sums are kept in single precision, as in the C++ library.</param>
    /// <param name="hasUnknown">Whether there is an unknown piece.</param>
    /// <returns>False where a character needs the unknown piece and there is none.</returns>
    public bool FindBestPath(ReadOnlySpan<byte> text, PieceAutomaton pieces, double unknownScore, bool single, bool hasUnknown)
    {
        Reset(text.Length, pieces.LongestPiece);
        bool found = single ? FindSingle(text, pieces, unknownScore, hasUnknown) : FindDouble(text, pieces, unknownScore, hasUnknown);
        if (found)
            _scores[text.Length & (_scores.Length - 1)] = double.NaN;
        else
            Forget();
        return found;
    }

    /// <summary>Lets go of memory that one long text asked for.</summary>
    public void Trim()
    {
        if (_steps.Length > LongestKept)
            _steps = new int[256];
    }

    private void Forget()
    {
        for (int i = 0; i < _scores.Length; i++)
            _scores[i] = double.NaN;
    }

    private void Reset(int length, int longestPiece)
    {
        if (_scores.Length < longestPiece + 4)
        {
            _scores = new double[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)longestPiece + 8)];
            Forget();
        }

        if (_steps.Length <= length)
            _steps = new int[Math.Max(length + 1, (int)Math.Min(_steps.Length * 2L, LongestKept))];
        else
            Array.Clear(_steps, 0, length + 1);
        _scores[0] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FindDouble(ReadOnlySpan<byte> text, PieceAutomaton pieces, double unknownScore, bool hasUnknown)
    {
        ReadOnlySpan<PieceAutomaton.State> states = pieces.States;
        double[] scores = _scores;
        int[] steps = _steps;
        int mask = scores.Length - 1;
        for (int start = 0, length; start < text.Length; start += length)
        {
            byte lead = text[start];
            length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            double here = scores[start & mask];
            scores[start & mask] = double.NaN;
            bool known = false;
            int state = 0;
            for (int at = start; at < text.Length; at++)
            {
                int next = states[state].Base ^ text[at];
                if (states[next].Parent != state)
                    break;
                state = next;
                double score = states[next].Score;
                if (double.IsNaN(score))
                    continue;
                int end = at + 1;
                double candidate = here + score;
                // Strictly greater: of equal paths the one whose last piece starts first stays.
                if (!(candidate <= scores[end & mask]))
                {
                    scores[end & mask] = candidate;
                    steps[end] = next + 1;
                }

                known |= end - start == length;
            }

            if (known)
                continue;
            int over = start + length;
            double jump = here + unknownScore;
            if (!(jump <= scores[over & mask]))
            {
                // Without an unknown piece only a path that another piece has opened leads over such a character.
                if (!hasUnknown)
                    return false;
                scores[over & mask] = jump;
                steps[over] = -length;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FindSingle(ReadOnlySpan<byte> text, PieceAutomaton pieces, double unknownScore, bool hasUnknown)
    {
        ReadOnlySpan<PieceAutomaton.State> states = pieces.States;
        double[] scores = _scores;
        int[] steps = _steps;
        int mask = scores.Length - 1;
        for (int start = 0, length; start < text.Length; start += length)
        {
            byte lead = text[start];
            length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            double here = scores[start & mask];
            scores[start & mask] = double.NaN;
            bool known = false;
            int state = 0;
            for (int at = start; at < text.Length; at++)
            {
                int next = states[state].Base ^ text[at];
                if (states[next].Parent != state)
                    break;
                state = next;
                double score = states[next].Score;
                if (double.IsNaN(score))
                    continue;
                int end = at + 1;
                // The C++ library adds a piece's score in double precision and rounds what it keeps, but adds that of an unknown in single.
                double candidate = here + score;
                if (!(candidate <= scores[end & mask]))
                {
                    scores[end & mask] = (float)candidate;
                    steps[end] = next + 1;
                }

                known |= end - start == length;
            }

            if (known)
                continue;
            int over = start + length;
            double jump = (float)(here + unknownScore);
            if (!(jump <= scores[over & mask]))
            {
                if (!hasUnknown)
                    return false;
                scores[over & mask] = jump;
                steps[over] = -length;
            }
        }

        return true;
    }
}
