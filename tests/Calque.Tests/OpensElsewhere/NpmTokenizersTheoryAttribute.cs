using Xunit;

namespace Calque.Tests.OpensElsewhere;

/// <summary>A theory that needs node and the npm package <c>tokenizers</c>: it is skipped, and says so, where they cannot be had.</summary>
internal sealed class NpmTokenizersTheoryAttribute : TheoryAttribute
{
    public NpmTokenizersTheoryAttribute() => Skip = NpmTokenizers.Missing;
}
