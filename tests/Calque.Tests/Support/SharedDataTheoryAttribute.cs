using Xunit;

namespace Calque.Tests.Support;

/// <summary>A theory on data that is not committed: it is skipped, and says so, where <c>../shared/data</c> is not there.</summary>
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (Fixtures.SharedData is null)
            Skip = "needs the folder shared/data beside the checkout";
    }
}
