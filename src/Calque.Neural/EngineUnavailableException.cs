using System;

namespace Calque.Neural;

/// <summary>The neural engine cannot be loaded: libtorch or the library over it is missing, too old, or does not fit. The command ends with exit code 3.</summary>
public sealed class EngineUnavailableException : InvalidInputException
{
    /// <summary>What brings the engine to a Debian or Ubuntu system.</summary>
    internal const string HowToInstall =
        "Debian, Ubuntu: apt-get install --no-install-recommends libtorch-dev libgloo-dev libopenblas0-pthread g++ cmake, then build again. "
        + "Elsewhere: set CALQUE_LIBTORCH to the folder of a libtorch (with include/ and lib/) and build again.";

    /// <inheritdoc cref="CalqueException(string, string, string, string, Exception?)"/>
    public EngineUnavailableException(string place, string found, string expected, string hint, Exception? inner = null)
        : base(place, found, expected, hint, inner)
    {
    }
}
