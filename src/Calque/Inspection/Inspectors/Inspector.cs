using System;
using System.Threading;

namespace Calque.Inspection.Inspectors;

/// <summary>Knows one kind of thing: tells whether a path is one, and says what is in it.</summary>
internal abstract class Inspector
{
    /// <summary>The kind, as a person calls it.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it reads gzip itself; else the file is unpacked first.</summary>
    public virtual bool ReadsGzip => false;

    /// <summary>Whether the path is of this kind, by its content.</summary>
    public abstract bool Recognises(InspectedInput input);

    /// <summary>Says what is in it.</summary>
    /// <exception cref="InvalidInputException">It is of this kind but damaged.</exception>
    public abstract InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation);
}
