namespace Calque.Neural.Layers;

/// <summary>Where layers get their parameters from, by name: the files of a model, or a fresh draw for a head that they lack.</summary>
public interface IParameterSource
{
    /// <summary>The parameter of a name.</summary>
    /// <param name="name">As the family's public class names it.</param>
    /// <param name="shape">What the configuration says; a stored tensor of another shape is an error.</param>
    /// <exception cref="InvalidModelException">There is none, or it has another shape.</exception>
    Parameter Require(string name, params long[] shape);

    /// <summary>Whether there is a parameter of this name.</summary>
    bool Has(string name);

    /// <summary>The parameter of a name, or where the files have none a fresh one: a head that is about to be trained.</summary>
    /// <param name="name">As the family's public class names it.</param>
    /// <param name="initialization">How a fresh one is filled.</param>
    /// <param name="shape">What the configuration says.</param>
    Parameter GetOrCreate(string name, Initialization initialization, params long[] shape);
}
