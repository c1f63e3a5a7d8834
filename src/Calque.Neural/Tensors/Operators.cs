namespace Calque.Neural.Tensors;

/// <summary>
/// The operators of libtorch that the engine uses, one line each, grouped by file. Results belong to the scope of the thread.
/// Errors are <see cref="TensorException"/> with the operator and the shapes.
/// </summary>
public static partial class Operators;
