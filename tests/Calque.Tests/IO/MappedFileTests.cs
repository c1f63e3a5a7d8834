using System;
using System.IO;
using System.Linq;
using Calque.IO;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.IO;

public sealed class MappedFileTests
{
    [Fact]
    public unsafe void Slice_InsideTheFile_HoldsItsBytes()
    {
        using TemporaryDirectory directory = new();
        byte[] bytes = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];
        File.WriteAllBytes(directory["x"], bytes);
        using MappedFile map = MappedFile.Open(directory["x"]);
        Assert.Equal(10_000, map.Length);
        Assert.True(map.Slice(0, 10_000).SequenceEqual(bytes));
        Assert.True(map.Slice(9_990, 10).SequenceEqual(bytes.AsSpan(9_990)));
        Assert.Equal(bytes[4321], map.Pointer[4321]);
        map.Release(0, map.Length);
        map.Release(5, 20);
        Assert.True(map.Slice(0, 10_000).SequenceEqual(bytes));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 1)]
    public void Slice_OutsideTheFile_Throws(long offset, int length)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["x"], new byte[10]);
        using MappedFile map = MappedFile.Open(directory["x"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Slice(offset, length).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Release(offset, length));
    }

    [Fact]
    public void Open_EmptyFile_HasNoBytes()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["x"], []);
        using MappedFile map = MappedFile.Open(directory["x"]);
        Assert.Equal(0, map.Length);
        Assert.True(map.Slice(0, 0).IsEmpty);
    }

    [Fact]
    public void Open_NoFile_ThrowsAsDotNetDoes()
    {
        using TemporaryDirectory directory = new();
        Assert.Throws<FileNotFoundException>(() => MappedFile.Open(directory["x"]));
        Assert.Throws<UnauthorizedAccessException>(() => MappedFile.Open(directory.Path));
    }
}
