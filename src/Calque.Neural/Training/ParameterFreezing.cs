using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;
using Calque.Neural.Layers;

namespace Calque.Neural.Training;

/// <summary>Holds parameters still by name.</summary>
public static class ParameterFreezing
{
    /// <summary>Freezes the parameters whose name matches one of the patterns, and lets all others be trained.</summary>
    /// <param name="parameters">Those of a model loaded for training.</param>
    /// <param name="patterns">Names with <c>*</c> for any letters, such as <c>bert.encoder.*</c>.</param>
    /// <returns>How many were frozen.</returns>
    /// <exception cref="InvalidOptionException">A pattern matches none: a typing error would train what should stay.</exception>
    public static int Freeze(IReadOnlyList<Parameter> parameters, IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(patterns);
        foreach (string pattern in patterns)
        {
            if (!parameters.Any(parameter => Matches(pattern, parameter)))
                throw new InvalidOptionException("--freeze", pattern, "a pattern that some parameter's name matches", $"The first parameter is {parameters[0].Name}; * stands for any letters.");
        }

        int frozen = 0;
        foreach (Parameter parameter in parameters)
        {
            bool still = patterns.Any(pattern => Matches(pattern, parameter));
            parameter.IsTrainable = !still;
            frozen += still ? 1 : 0;
        }

        return frozen;
    }

    private static bool Matches(string pattern, Parameter parameter) => FileSystemName.MatchesSimpleExpression(pattern, parameter.Name, ignoreCase: false);
}
