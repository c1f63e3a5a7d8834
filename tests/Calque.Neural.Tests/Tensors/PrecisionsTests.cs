using System.IO;
using System.Linq;
using Calque.Neural.Tensors;
using Xunit;

namespace Calque.Neural.Tests.Tensors;

public sealed class PrecisionsTests
{
    [Theory]
    [InlineData("auto", false, DataType.Float32)]
    [InlineData("auto", true, DataType.BFloat16)]
    [InlineData("fp32", true, DataType.Float32)]
    [InlineData("bf16", false, DataType.BFloat16)]
    public void On_ADevice_IsWhatTheNameMeansThere(string name, bool cuda, DataType expected) =>
        Assert.Equal(expected, Precisions.Parse(name).On(cuda ? Device.Cuda(0) : Device.Cpu));

    [Fact]
    public void Parse_AnotherName_SaysWhichThereAre() =>
        Assert.Equal("auto, fp32 or bf16", Assert.Throws<InvalidOptionException>(() => Precisions.Parse("fp16")).Expected);

    /// <summary>The processor's own list of its abilities, as the system reads it.</summary>
    [Fact]
    public void IsFastOnProcessor_AgreesWithTheSystem()
    {
        const string list = "/proc/cpuinfo";
        // Systems without this list have other processors too.
        string[] flags = File.Exists(list) ? (File.ReadLines(list).FirstOrDefault(line => line.StartsWith("flags", System.StringComparison.Ordinal)) ?? "").Split(' ') : [];
        Assert.Equal(flags.Contains("avx512_bf16") || flags.Contains("amx_bf16"), Precisions.IsFastOnProcessor);
    }
}
