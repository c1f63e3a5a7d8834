using Xunit;

namespace Calque.Tests.Packaging;

/// <summary>Tests that write below the projects' folders run one after another.</summary>
[CollectionDefinition(nameof(Packaging))]
public sealed class Packaging;
