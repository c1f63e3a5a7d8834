using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Models;

/// <summary>
/// The symbols of one word while its pairs are merged: lowest rank first, the leftmost of equal ranks. Short words are scanned
/// (n² on few symbols, all in one cache line or two); long ones use links and a heap (n log n).
/// </summary>
internal sealed partial class BpeSymbols
{
    // Measured on English and Swahili words: below this many symbols the scan wins.
    private const int LongestScan = 24;

    private PriorityQueue<Candidate, ulong>? _queue; // with dropout alone
    private List<Candidate>? _skipped;
    private int[] _ids = new int[64];
    private int[] _ends = new int[64];
    private int[] _starts = new int[64];
    private int[] _ranks = new int[64];
    private int[] _results = new int[64];
    private int[] _next = new int[64];
    private int[] _previous = new int[64];
    private int _count;

    /// <summary>Forgets the symbols.</summary>
    public void Clear() => _count = 0;

    /// <summary>Makes room for so many symbols at once, instead of by doubling.</summary>
    public void Reserve(int count)
    {
        if (count > _ids.Length)
            Resize(count);
    }

    /// <summary>Appends a symbol of <paramref name="length"/> bytes; symbols lie end to end from the start of the word.</summary>
    public void Add(int id, int length)
    {
        if (_count == _ids.Length)
            Grow();
        _ids[_count] = id;
        _starts[_count] = _count == 0 ? 0 : _ends[_count - 1];
        _ends[_count] = _starts[_count] + length;
        _count++;
    }

    /// <summary>Merges until nothing merges, and appends what is left.</summary>
    /// <param name="merges">The pairs that merge.</param>
    /// <param name="dropout">The draws that leave candidates out, or null.</param>
    /// <param name="output">Where the tokens go.</param>
    public void Merge(BpeMergeTable merges, BpeDropout? dropout, TokenBuffer output)
    {
        if (dropout is not null)
            MergeByHeap(merges, dropout, output);
        else if (_count > LongestScan)
            MergeLong(merges, output);
        else
            MergeByScan(merges, output);
    }

    private void MergeByScan(BpeMergeTable merges, TokenBuffer output)
    {
        int count = _count;
        Span<int> ids = _ids.AsSpan(0, count);
        Span<int> ranks = _ranks.AsSpan(0, count);
        Span<int> results = _results.AsSpan(0, count);
        for (int i = 0; i + 1 < count; i++)
            ranks[i] = merges.TryGet(ids[i], ids[i + 1], out int rank, out results[i]) ? rank : int.MaxValue;
        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
            {
                if (ranks[i] < ranks[best])
                    best = i;
            }

            if (ranks[best] == int.MaxValue)
                break;
            ids[best] = results[best];
            _ends[best] = _ends[best + 1];
            int tail = count - best - 2;
            ids.Slice(best + 2, tail).CopyTo(ids[(best + 1)..]);
            _ends.AsSpan(best + 2, tail).CopyTo(_ends.AsSpan(best + 1));
            _starts.AsSpan(best + 2, tail).CopyTo(_starts.AsSpan(best + 1));
            ranks.Slice(best + 2, tail).CopyTo(ranks[(best + 1)..]);
            results.Slice(best + 2, tail).CopyTo(results[(best + 1)..]);
            count--;
            if (best > 0)
                ranks[best - 1] = merges.TryGet(ids[best - 1], ids[best], out int rank, out results[best - 1]) ? rank : int.MaxValue;
            if (best + 1 < count)
                ranks[best] = merges.TryGet(ids[best], ids[best + 1], out int rank, out results[best]) ? rank : int.MaxValue;
        }

        for (int i = 0; i < count; i++)
            output.Add(ids[i], _starts[i], _ends[i]);
    }

    private void MergeByHeap(BpeMergeTable merges, BpeDropout? dropout, TokenBuffer output)
    {
        PriorityQueue<Candidate, ulong> queue = _queue ??= new PriorityQueue<Candidate, ulong>();
        List<Candidate> skipped = _skipped ??= [];
        queue.Clear();
        skipped.Clear();
        for (int i = 0; i < _count; i++)
        {
            _previous[i] = i - 1;
            _next[i] = i + 1 < _count ? i + 1 : -1;
            if (i + 1 < _count)
                Push(queue, merges, i, i + 1);
        }

        while (queue.TryDequeue(out Candidate top, out _))
        {
            if (dropout is not null && dropout.Skips())
            {
                skipped.Add(top);
                continue;
            }

            foreach (Candidate candidate in skipped)
                queue.Enqueue(candidate, candidate.Priority);
            skipped.Clear();
            int left = top.Position;
            int right = _ids[left] < 0 ? -1 : _next[left];
            // A candidate is out of date when its left symbol is gone or its pair is another by now.
            if (right < 0 || _ids[left] != top.Left || _ids[right] != top.Right)
                continue;
            _ids[left] = top.Result;
            _ends[left] = _ends[right];
            _ids[right] = -1;
            int after = _next[right];
            _next[left] = after;
            if (after >= 0)
            {
                _previous[after] = left;
                Push(queue, merges, left, after);
            }

            if (_previous[left] >= 0)
                Push(queue, merges, _previous[left], left);
        }

        for (int i = 0; i >= 0 && i < _count; i = _next[i])
            output.Add(_ids[i], _starts[i], _ends[i]);
    }

    private void Push(PriorityQueue<Candidate, ulong> queue, BpeMergeTable merges, int left, int right)
    {
        if (merges.TryGet(_ids[left], _ids[right], out int rank, out int result))
        {
            var candidate = new Candidate(left, _ids[left], _ids[right], rank, result);
            queue.Enqueue(candidate, candidate.Priority);
        }
    }

    private void Grow() => Resize(_count * 2);

    private void Resize(int size)
    {
        Array.Resize(ref _ids, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
        Array.Resize(ref _ranks, size);
        Array.Resize(ref _results, size);
        Array.Resize(ref _next, size);
        Array.Resize(ref _previous, size);
    }

    private readonly record struct Candidate(int Position, int Left, int Right, int Rank, int Result)
    {
        public ulong Priority => ((ulong)(uint)Rank << 32) | (uint)Position;
    }
}
