namespace Calque.Alignment;

/// <summary>What is done to word vectors before they are aligned (<c>--normalization raw|unit|unit-centre-unit|iterative</c>).</summary>
public enum VectorNormalization
{
    /// <summary>Nothing: longer vectors weigh more, as in WECHSEL.</summary>
    Raw,

    /// <summary>Each vector is divided by its length.</summary>
    Unit,

    /// <summary>Unit length, then the mean of the vocabulary is taken away, then unit length again (Artetxe et al. 2018).</summary>
    UnitCentreUnit,

    /// <summary>Unit length and mean zero by turns until both hold (Zhang et al. 2019).</summary>
    Iterative,
}
