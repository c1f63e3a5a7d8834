using Calque.Neural.Training;
using Xunit;

namespace Calque.Neural.Tests.Training;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(LearningRateKind.Linear, 0, 0)]
    [InlineData(LearningRateKind.Linear, 5, 0.5)]
    [InlineData(LearningRateKind.Linear, 10, 1)]
    [InlineData(LearningRateKind.Linear, 55, 0.5)]
    [InlineData(LearningRateKind.Linear, 100, 0)]
    [InlineData(LearningRateKind.Linear, 130, 0)]
    [InlineData(LearningRateKind.Cosine, 10, 1)]
    [InlineData(LearningRateKind.Cosine, 55, 0.5)]
    [InlineData(LearningRateKind.Cosine, 40, 0.75)]
    [InlineData(LearningRateKind.Cosine, 100, 0)]
    [InlineData(LearningRateKind.Constant, 99, 1)]
    public void Factor_AfterTenStepsOfWarmUp_IsTheClosedForm(LearningRateKind kind, long step, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(kind, 10, 100).Factor(step), 12);

    [Fact]
    public void Factor_WithoutWarmUp_BeginsWhole() => Assert.Equal(1, new LearningRateSchedule(LearningRateKind.Linear, 0, 7).Factor(0));
}
