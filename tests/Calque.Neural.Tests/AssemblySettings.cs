using Xunit;

// The engine's threads and its count of live tensors belong to the whole process: its tests run one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
