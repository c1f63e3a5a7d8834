using System;
using System.Threading;

namespace Calque.Tokenizers.Models;

/// <summary>
/// Pairs of ids that merge, as the file lists them. The table in which they are looked up is made when text is first encoded: whoever
/// only asks what tokens stand for, as a transfer does, needs none.
/// </summary>
internal sealed class BpeMergeList
{
    private readonly Lock _making = new();
    private int[] _ids; // left, right, result of each merge
    private volatile BpeMergeTable? _table;

    /// <param name="expected">About how many there are; only for the first allocation.</param>
    public BpeMergeList(int expected) => _ids = GC.AllocateUninitializedArray<int>(3 * Math.Max(8, Math.Min(expected, 1 << 26)));

    /// <summary>Entries, repeats counted.</summary>
    public int Count { get; private set; }

    /// <summary>The table; no merge may be added after it was first asked for.</summary>
    public BpeMergeTable Table => _table ?? MakeTable();

    /// <summary>Adds a merge; its rank is the number of those before it.</summary>
    public void Add(int left, int right, int result)
    {
        int at = 3 * Count;
        if (at == _ids.Length)
            Array.Resize(ref _ids, 2 * at);
        _ids[at] = left;
        _ids[at + 1] = right;
        _ids[at + 2] = result;
        Count++;
    }

    private BpeMergeTable MakeTable()
    {
        lock (_making)
        {
            if (_table is BpeMergeTable made)
                return made;
            var table = new BpeMergeTable(Count);
            for (int rank = 0; rank < Count; rank++)
                table.Set(_ids[3 * rank], _ids[(3 * rank) + 1], rank, _ids[(3 * rank) + 2]);
            _ids = [];
            return _table = table;
        }
    }
}
