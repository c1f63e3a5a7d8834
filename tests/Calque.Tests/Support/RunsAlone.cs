using Xunit;

namespace Calque.Tests.Support;

/// <summary>Tests that measure the memory of the whole process: nothing else may run beside them, or their verdict would hang on it.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
