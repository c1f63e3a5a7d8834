namespace Calque.Numerics.Neighbors;

/// <summary>The best k columns of one row by exact score; equal scores stand in ascending order of the column.</summary>
internal sealed class ExactList
{
    private readonly double[] _scores;
    private readonly int[] _columns;

    public ExactList(int k)
    {
        _scores = new double[k];
        _columns = new int[k];
    }

    /// <summary>Columns in the list.</summary>
    public int Count { get; private set; }

    /// <summary>Whether k columns are in the list.</summary>
    public bool IsFull => Count == _scores.Length;

    /// <summary>The worst score in the list.</summary>
    public double Worst => _scores[Count - 1];

    public double Score(int rank) => _scores[rank];

    public int Column(int rank) => _columns[rank];

    public void Clear() => Count = 0;

    /// <summary>Puts a column in its place; the worst one leaves a full list. The order of insertion does not matter.</summary>
    public void Insert(double score, int column)
    {
        int place = Count;
        if (IsFull)
        {
            if (!Precedes(score, column, place - 1))
            {
                return;
            }

            place--;
        }
        else
        {
            Count++;
        }

        while (place > 0 && Precedes(score, column, place - 1))
        {
            _scores[place] = _scores[place - 1];
            _columns[place] = _columns[place - 1];
            place--;
        }

        _scores[place] = score;
        _columns[place] = column;
    }

    private bool Precedes(double score, int column, int rank) =>
        score > _scores[rank] || (score == _scores[rank] && column < _columns[rank]);
}
