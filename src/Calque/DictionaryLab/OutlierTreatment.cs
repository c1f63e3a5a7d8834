namespace Calque.DictionaryLab;

/// <summary>What a repair does with pairs whose sides do not belong together (<c>--outliers replace|drop|weight|keep</c>).</summary>
public enum OutlierTreatment
{
    /// <summary>
    /// Gives the source word its mutual nearest neighbour instead, where the dictionary's own right pairs show that such neighbours can be trusted and this one
    /// fits; drops the line otherwise.
    /// </summary>
    Replace,

    /// <summary>Drops the line.</summary>
    Drop,

    /// <summary>Writes the probability that the pair is right as a third column.</summary>
    Weight,

    /// <summary>Leaves the line as it is.</summary>
    Keep,
}
