using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Formats.Safetensors;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void Write_TensorsOfAllTypesInAnyOrder_GivesPythonsBytes()
    {
        using TemporaryDirectory directory = new();
        string golden = Fixtures.Path("safetensors", "all-types.safetensors");
        using SafetensorsFile source = SafetensorsFile.Open(golden);
        using (SafetensorsWriter writer = SafetensorsWriter.Create(directory["x"], Specs(source.Tensors).Reverse()))
        {
            foreach (TensorInfo tensor in writer.Tensors)
            {
                Assert.True(source.TryGetTensor(tensor.Name, out TensorInfo? from));
                writer.Write(source.GetBytes(from, 0, (int)from.Length));
            }
            writer.Complete();
        }
        Assert.Equal(File.ReadAllBytes(golden), File.ReadAllBytes(directory["x"]));
    }

    [Fact]
    public void CopyTensor_EveryTensor_GivesTheSameFile()
    {
        using TemporaryDirectory directory = new();
        string golden = Fixtures.Path("safetensors", "all-types.safetensors");
        using SafetensorsFile source = SafetensorsFile.Open(golden);
        using (SafetensorsWriter writer = SafetensorsWriter.Create(directory["x"], Specs(source.Tensors)))
        {
            foreach (TensorInfo tensor in writer.Tensors.Where(tensor => tensor.Length > 0))
            {
                Assert.True(source.TryGetTensor(tensor.Name, out TensorInfo? from));
                writer.CopyTensor(source.Map.Handle, from.Offset);
            }
            writer.Complete();
        }
        Assert.Equal(File.ReadAllBytes(golden), File.ReadAllBytes(directory["x"]));
    }

    [Fact]
    public void Create_Always_AlignsHeaderAndTensors()
    {
        using TemporaryDirectory directory = new();
        for (int length = 1; length < 20; length++)
        {
            TensorSpec[] specs =
            [
                TensorSpec.Create(new string('b', length), ElementType.BF16, [length]), TensorSpec.Create("f", ElementType.F32, [3]),
                TensorSpec.Create("d", ElementType.F64, [1]),
            ];
            using SafetensorsWriter writer = SafetensorsWriter.Create(directory["x" + length], specs);
            Assert.Equal(["d", "f", new string('b', length)], writer.Tensors.Select(tensor => tensor.Name));
            Assert.All(writer.Tensors, tensor => Assert.Equal(0, tensor.Offset % ElementTypes.GetSize(tensor.ElementType)));
            Assert.Equal(0, writer.Tensors[0].Offset % 8);
        }
    }

    [Fact]
    public void Dispose_BeforeComplete_RemovesTheFile()
    {
        using TemporaryDirectory directory = new();
        using (SafetensorsWriter writer = SafetensorsWriter.Create(directory["x"], [TensorSpec.Create("a", ElementType.F32, [2])]))
        {
            writer.Write(new byte[4]);
            Assert.Throws<InvalidOperationException>(writer.Complete);
            Assert.Throws<ArgumentException>(() => writer.Write(new byte[5]));
        }
        Assert.False(File.Exists(directory["x"]));
    }

    [Fact]
    public void Create_NameTwice_ThrowsAndLeavesNothing()
    {
        using TemporaryDirectory directory = new();
        TensorSpec spec = TensorSpec.Create("a", ElementType.F32, [2]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Create(directory["x"], [spec, spec]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Create(directory["x"], [spec with { Name = "__metadata__" }]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Fact]
    public void Create_NamesWithQuotesAndControls_ReadBack()
    {
        using TemporaryDirectory directory = new();
        string[] names = ["a\"b", "tab\t", "мир", "\U0001F600", "<&>", ""];
        using (SafetensorsWriter writer = SafetensorsWriter.Create(
            directory["x"], names.Select(name => TensorSpec.Create(name, ElementType.U8, [1])), new Dictionary<string, string> { ["kéy\n"] = "vàl\"" }))
        {
            writer.Write(new byte[names.Length]);
            writer.Complete();
        }
        using SafetensorsFile file = SafetensorsFile.Open(directory["x"]);
        Assert.Equal(names.Order(StringComparer.Ordinal), file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal("vàl\"", file.Metadata["kéy\n"]);
    }

    private static IEnumerable<TensorSpec> Specs(IEnumerable<TensorInfo> tensors) =>
        tensors.Select(tensor => new TensorSpec(tensor.Name, tensor.ElementTypeName, tensor.Shape, tensor.Length));
}
