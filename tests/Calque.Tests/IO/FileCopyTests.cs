using System;
using System.IO;
using System.Linq;
using System.Threading;
using Calque.IO;
using Calque.Tests.Support;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Calque.Tests.IO;

public sealed class FileCopyTests
{
    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 31 >> 3))];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_001)]
    public void Copy_File_GivesTheSameBytes(int length)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["a"], Bytes(length));
        FileCopy.Copy(directory["a"], directory["b"]);
        Assert.Equal(Bytes(length), File.ReadAllBytes(directory["b"]));
    }

    [Fact]
    public void Copy_FileWithHoles_KeepsThem()
    {
        using TemporaryDirectory directory = new();
        const long Length = 1L << 32;
        using (FileStream stream = new(directory["a"], FileMode.CreateNew))
        {
            stream.SetLength(Length);
            stream.Position = 1L << 31;
            stream.Write(Bytes(100));
        }
        // 4 GiB come over in a moment and without filling the disk, or this test is the first to notice.
        FileCopy.Copy(directory["a"], directory["b"]);
        using MappedFile map = MappedFile.Open(directory["b"]);
        Assert.Equal(Length, map.Length);
        Assert.True(map.Slice(1L << 31, 100).SequenceEqual(Bytes(100)));
        Assert.Equal(0, map.Slice(Length - 1, 1)[0]);
    }

    [Fact]
    public void DataLength_FileWithHoles_CountsWhatIsNoHole()
    {
        using TemporaryDirectory directory = new();
        using FileStream stream = new(directory["a"], FileMode.CreateNew);
        stream.SetLength(1L << 32);
        stream.Position = 1L << 31;
        stream.Write(Bytes(100_000));
        stream.Flush();
        long data = FileCopy.DataLength(stream.SafeFileHandle, 0, 1L << 32);
        // Whole blocks around the data, 64 KB the largest; all of it where the system tells nothing.
        Assert.True(data is >= 100_000 and <= 300_000 or 1L << 32, $"{data}");
        Assert.Equal(data == 1L << 32 ? 5000 : 0, FileCopy.DataLength(stream.SafeFileHandle, 1 << 20, 5000));
        Assert.Equal(50, FileCopy.DataLength(stream.SafeFileHandle, (1L << 31) + 10, 50));
    }

    [Fact]
    public void Copy_DestinationExists_ThrowsAndKeepsIt()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["a"], [1]);
        File.WriteAllBytes(directory["b"], [2]);
        Assert.Throws<IOException>(() => FileCopy.Copy(directory["a"], directory["b"]));
        Assert.Equal([2], File.ReadAllBytes(directory["b"]));
    }

    [Fact]
    public void Copy_Cancelled_LeavesNothing()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["a"], Bytes(1000));
        Assert.Throws<OperationCanceledException>(() => FileCopy.Copy(directory["a"], directory["b"], new CancellationToken(true)));
        Assert.False(File.Exists(directory["b"]));
    }

    [Theory]
    [InlineData(0, 0, 10)]
    [InlineData(5, 20, 40)]
    [InlineData(90, 3, 10)]
    [InlineData(50, 100, 50)]
    public void CopyRange_OverAndBeyondOldBytes_CopiesJustTheRange(int from, int to, int count)
    {
        using TemporaryDirectory directory = new();
        byte[] source = Bytes(100);
        byte[] expected = [.. Enumerable.Repeat((byte)0xEE, 30), .. new byte[Math.Max(0, to + count - 30)]];
        source.AsSpan(from, count).CopyTo(expected.AsSpan(to));
        File.WriteAllBytes(directory["a"], source);
        File.WriteAllBytes(directory["b"], [.. Enumerable.Repeat((byte)0xEE, 30)]);
        using (SafeFileHandle a = File.OpenHandle(directory["a"]))
        using (SafeFileHandle b = File.OpenHandle(directory["b"], FileMode.Open, FileAccess.Write))
            FileCopy.CopyRange(a, from, b, to, count);
        Assert.Equal(expected[..Math.Max(30, to + count)], File.ReadAllBytes(directory["b"]));
    }

    [Fact]
    public void CopyRange_BeyondTheSource_Throws()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["a"], new byte[10]);
        using SafeFileHandle a = File.OpenHandle(directory["a"]);
        using SafeFileHandle b = File.OpenHandle(directory["b"], FileMode.CreateNew, FileAccess.Write);
        Assert.Throws<EndOfStreamException>(() => FileCopy.CopyRange(a, 5, b, 0, 6));
    }
}
