using System.Collections.Generic;
using Calque.Neural.Layers;

namespace Calque.Neural.Models;

/// <summary>A family of models: how its body and its heads are made from a configuration and named parameters.</summary>
public abstract class ModelArchitecture
{
    /// <summary>The values of <c>model_type</c> that it reads.</summary>
    public abstract IReadOnlyList<string> ModelTypes { get; }

    /// <summary>The name before the body's tensors in models with a head, such as <c>bert.</c>; bodies alone are stored without.</summary>
    public abstract string BodyPrefix { get; }

    /// <summary>The heads that it has, and the public class of each.</summary>
    public abstract IReadOnlyDictionary<HeadKind, string> HeadClasses { get; }

    /// <summary>Makes the body.</summary>
    public abstract ModelBody CreateBody(ModelConfiguration configuration, IParameterSource source);

    /// <summary>Makes a head, one of <see cref="HeadClasses"/>. Output layers that the files lack are drawn anew.</summary>
    public abstract ModelHead CreateHead(HeadKind kind, ModelConfiguration configuration, IParameterSource source);
}
