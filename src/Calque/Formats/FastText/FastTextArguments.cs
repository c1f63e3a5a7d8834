namespace Calque.Formats.FastText;

/// <summary>What a fastText model was trained with, as its file stores it (<c>Args::save</c>), as far as vectors depend on it.</summary>
/// <param name="Dimension">Columns of the matrix (<c>-dim</c>).</param>
/// <param name="Model">1 continuous bag of words, 2 skip-gram, 3 classifier.</param>
/// <param name="Bucket">Rows that n-grams are hashed into (<c>-bucket</c>).</param>
/// <param name="MinN">Shortest n-gram, in characters (<c>-minn</c>).</param>
/// <param name="MaxN">Longest n-gram, in characters (<c>-maxn</c>); 0: the model has none.</param>
public sealed record FastTextArguments(int Dimension, int Model, int Bucket, int MinN, int MaxN)
{
    /// <summary>The value of <see cref="Model"/> in a classifier.</summary>
    public const int Classifier = 3;

    /// <summary>Whether unknown words get a vector from their n-grams.</summary>
    public bool HasSubwords => MaxN > 0;
}
