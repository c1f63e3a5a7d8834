using System;

namespace Calque.Tokenizers.Models;

/// <content>
/// Long words: the pairs that merge at first are sorted by rank and place, those that arise on the way wait in a heap; what is taken
/// is the lower of the two. Eight bytes for a pair: whether it still stands there is looked up when its turn comes.
/// </content>
internal sealed partial class BpeSymbols
{
    private const int LongestKept = 1 << 16;

    private ulong[] _pairs = []; // rank << 32 | place of the left symbol
    private ulong[] _heap = new ulong[64];
    private int _heapCount;

    private void MergeLong(BpeMergeTable merges, TokenBuffer output)
    {
        if (_pairs.Length < _count)
            _pairs = new ulong[_ids.Length];
        int count = 0;
        bool sorted = true;
        for (int i = 0; i < _count; i++)
        {
            _previous[i] = i - 1;
            _next[i] = i + 1 < _count ? i + 1 : -1;
            if (i + 1 == _count || !merges.TryGet(_ids[i], _ids[i + 1], out int rank, out _))
                continue;
            _pairs[count] = Key(rank, i);
            sorted &= count == 0 || _pairs[count - 1] < _pairs[count];
            count++;
        }

        if (!sorted)
            Array.Sort(_pairs, 0, count);
        _heapCount = 0;
        for (int at = 0; at < count || _heapCount > 0;)
        {
            ulong lowest = at < count && (_heapCount == 0 || _pairs[at] <= _heap[0]) ? _pairs[at++] : Pop();
            int left = (int)(uint)lowest;
            int right = _ids[left] < 0 ? -1 : _next[left];
            // Out of date where the left symbol is gone or another pair stands here by now.
            if (right < 0 || !merges.TryGet(_ids[left], _ids[right], out int rank, out int result) || rank != (int)(lowest >> 32))
                continue;
            _ids[left] = result;
            _ends[left] = _ends[right];
            _ids[right] = -1;
            int after = _next[right];
            _next[left] = after;
            if (after >= 0)
            {
                _previous[after] = left;
                if (merges.TryGet(result, _ids[after], out rank, out _))
                    Push(Key(rank, left));
            }

            int before = _previous[left];
            if (before >= 0 && merges.TryGet(_ids[before], result, out rank, out _))
                Push(Key(rank, before));
        }

        for (int i = 0; i >= 0 && i < _count; i = _next[i])
            output.Add(_ids[i], _starts[i], _ends[i]);
        if (_ids.Length > LongestKept)
            LetGo();
    }

    private static ulong Key(int rank, int place) => ((ulong)(uint)rank << 32) | (uint)place;

    private void Push(ulong key)
    {
        if (_heapCount == _heap.Length)
            Array.Resize(ref _heap, _heapCount * 2);
        int at = _heapCount++;
        while (at > 0 && _heap[(at - 1) >> 1] > key)
        {
            _heap[at] = _heap[(at - 1) >> 1];
            at = (at - 1) >> 1;
        }

        _heap[at] = key;
    }

    private ulong Pop()
    {
        ulong top = _heap[0];
        ulong key = _heap[--_heapCount];
        int at = 0;
        for (int child = 1; child < _heapCount; child = (2 * at) + 1)
        {
            if (child + 1 < _heapCount && _heap[child + 1] < _heap[child])
                child++;
            if (_heap[child] >= key)
                break;
            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = key;
        return top;
    }

    /// <summary>Lets go of the memory that one long word asked for.</summary>
    private void LetGo()
    {
        _count = 0;
        _pairs = [];
        _heap = new ulong[64];
        _ids = new int[64];
        _starts = new int[64];
        _ends = new int[64];
        _ranks = new int[64];
        _results = new int[64];
        _next = new int[64];
        _previous = new int[64];
    }
}
