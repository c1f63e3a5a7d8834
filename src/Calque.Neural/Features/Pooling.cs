namespace Calque.Neural.Features;

/// <summary>How the tokens of a line become one vector.</summary>
public enum Pooling
{
    /// <summary>Their mean, special tokens included.</summary>
    Mean,

    /// <summary>The first token's.</summary>
    First,
}
