namespace Calque;

/// <summary>The work was possible but a quality gate that the user asked for did not hold. The command ends with exit code 4.</summary>
public sealed class QualityGateException : CalqueException
{
    /// <inheritdoc cref="CalqueException(string, string, string, string, System.Exception?)"/>
    public QualityGateException(string place, string found, string expected, string hint)
        : base(place, found, expected, hint)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 4;
}
