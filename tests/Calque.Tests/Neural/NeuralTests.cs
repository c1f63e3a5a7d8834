using Xunit;

namespace Calque.Tests.Neural;

/// <summary>The tests of the neural engine: its threads and its count of live tensors belong to the whole process, so they run one at a time.</summary>
[CollectionDefinition(nameof(NeuralTests), DisableParallelization = true)]
public sealed class NeuralTests;
