using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Formats.Safetensors;

public sealed class SafetensorsFileTests
{
    private static readonly string s_allTypes = Fixtures.Path("safetensors", "all-types.safetensors");

    [Theory]
    [InlineData("double", ElementType.F64, new long[] { 2, 3 })]
    [InlineData("float", ElementType.F32, new long[] { 3, 2 })]
    [InlineData("half", ElementType.F16, new long[] { 5 })]
    [InlineData("brain", ElementType.BF16, new long[] { 2, 2, 2 })]
    [InlineData("scalar", ElementType.F32, new long[0])]
    [InlineData("none", ElementType.F32, new long[] { 0, 4 })]
    [InlineData("größe", ElementType.F32, new long[] { 1 })]
    public void GetBytes_FloatingPointTypes_HoldWhatPythonWrote(string name, ElementType type, long[] shape)
    {
        using SafetensorsFile file = SafetensorsFile.Open(s_allTypes);
        Assert.True(file.TryGetTensor(name, out TensorInfo? tensor));
        Assert.Equal((type, type.ToString()), (tensor.ElementType, tensor.ElementTypeName));
        Assert.Equal(shape, tensor.Shape);
        double[] values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        ElementConversion.ToDouble(type, file.GetBytes(tensor, 0, (int)tensor.Length), values);
        Assert.Equal(FixtureValues.Make(name, values.Length), values);
    }

    [Fact]
    public void GetBytes_IntegerTypes_HoldWhatPythonWrote()
    {
        using SafetensorsFile file = SafetensorsFile.Open(s_allTypes);
        Assert.Equal(FixtureValues.Make("long", 3).Select(v => (long)(v * 32)), MemoryMarshal.Cast<byte, long>(Bytes("long", ElementType.I64)).ToArray());
        Assert.Equal(FixtureValues.Make("int", 4).Select(v => (int)(v * 32)), MemoryMarshal.Cast<byte, int>(Bytes("int", ElementType.I32)).ToArray());
        Assert.Equal(FixtureValues.Make("short", 3).Select(v => (short)(v * 32)), MemoryMarshal.Cast<byte, short>(Bytes("short", ElementType.I16)).ToArray());
        Assert.Equal(FixtureValues.Make("byte", 3).Select(v => (sbyte)(v * 32)), MemoryMarshal.Cast<byte, sbyte>(Bytes("byte", ElementType.I8)).ToArray());
        Assert.Equal(FixtureValues.Make("ubyte", 5).Select(v => (byte)((v * 64) + 128)), Bytes("ubyte", ElementType.U8).ToArray());
        Assert.Equal(FixtureValues.Make("flags", 3).Select(v => v > 0 ? (byte)1 : (byte)0), Bytes("flags", ElementType.Bool).ToArray());
        Assert.Equal(FixtureValues.Make("f8", 7).Select(v => (byte)((v * 64) + 128)), Bytes("f8", ElementType.Other).ToArray());

        ReadOnlySpan<byte> Bytes(string name, ElementType type)
        {
            Assert.True(file.TryGetTensor(name, out TensorInfo? tensor));
            Assert.Equal(type, tensor.ElementType);
            return file.GetBytes(tensor, 0, (int)tensor.Length);
        }
    }

    [Fact]
    public void Open_UnknownType_IsCarriedAsBytes()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Fixtures.Path("safetensors", "unknown-type.safetensors"));
        Assert.True(file.TryGetTensor("b", out TensorInfo? tensor));
        Assert.Equal((ElementType.Other, "X_NEW", 9L), (tensor.ElementType, tensor.ElementTypeName, tensor.Length));
        Assert.Equal("é", file.Metadata["note"]);
    }

    [Fact]
    public void Open_NoMetadata_HasEmptyMetadata()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Fixtures.Path("safetensors", "no-metadata.safetensors"));
        Assert.Empty(file.Metadata);
        Assert.Single(file.Tensors);
    }

    [Fact]
    public void GetBytes_BeyondTheTensor_Throws()
    {
        using SafetensorsFile file = SafetensorsFile.Open(s_allTypes);
        Assert.True(file.TryGetTensor("half", out TensorInfo? tensor));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.GetBytes(tensor, 0, 11).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.GetBytes(tensor, 8, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.GetBytes(tensor, -1, 1).Length);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "after the header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "an overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "second tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "data_offsets 4 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""", 4, "data_offsets 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775808]}}""", 4, "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,4]}}""", 4, "larger than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""", 4, "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "no list")]
    [InlineData("""{"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4, "'x'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4, "'shape'")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "incomplete")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,2,4]}}""", 4, "incomplete")]
    [InlineData("""{"a":3}""", 4, "no object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}""", 4, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "JSON")]
    [InlineData("""{"__metadata__":{"format":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "format")]
    [InlineData("""{"__metadata__":[],"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "__metadata__")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "two entries")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "JSON")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", 1, "1 bytes")]
    [InlineData("[]", 0, "begin with")]
    [InlineData("", 0, "begin with")]
    public void Open_WrongHeader_SaysWhatIsWrong(string json, int dataLength, string found)
    {
        using TemporaryDirectory directory = new();
        string path = WriteRaw(directory["x.safetensors"], Encoding.UTF8.GetBytes(json), dataLength);
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(path));
        Assert.Contains(found, error.Found + error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000_001UL)]
    [InlineData(1_000UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void Open_LyingHeaderLength_Throws(ulong length)
    {
        using TemporaryDirectory directory = new();
        byte[] bytes = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(directory["x"], bytes);
        Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(directory["x"]));
    }

    [Fact]
    public void Open_DeeplyNestedHeader_Throws()
    {
        using TemporaryDirectory directory = new();
        string json = "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(WriteRaw(directory["x"], Encoding.UTF8.GetBytes(json), 0)));
    }

    [Fact]
    public void Open_InvalidUtf8InName_Throws()
    {
        using TemporaryDirectory directory = new();
        byte[] json = Encoding.UTF8.GetBytes("""{"a#":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""");
        json[Array.IndexOf(json, (byte)'#')] = 0xFF;
        Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(WriteRaw(directory["x"], json, 4)));
    }

    [Fact]
    public void Open_GitLfsPointer_SaysHowToGetTheFile()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["x"], "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n");
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(directory["x"]));
        Assert.Contains("git lfs pull", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFileOrDirectory_IsInvalidModel()
    {
        using TemporaryDirectory directory = new();
        Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(directory["none"]));
        Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(directory["none/at/all"]));
        Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(directory.Path));
    }

    [Fact]
    public void Open_CutAtEveryLength_Throws()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = File.ReadAllBytes(s_allTypes);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(directory["x"], whole[..length]);
            Assert.Throws<InvalidModelException>(() => SafetensorsFile.Open(directory["x"]));
        }
    }

    [Fact]
    public void Open_RandomBytesChanged_OpensOrSaysWhatIsWrong()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = File.ReadAllBytes(s_allTypes);
        int headerEnd = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        TinyGenerator random = new(7);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = (byte[])whole.Clone();
            for (int change = random.Next(4); change >= 0; change--)
                bytes[random.Next(headerEnd)] = (byte)random.Next(256);
            File.WriteAllBytes(directory["x"], bytes);
            try
            {
                using SafetensorsFile file = SafetensorsFile.Open(directory["x"]);
                // What opens must be readable to its last byte.
                foreach (TensorInfo tensor in file.Tensors)
                    file.GetBytes(tensor, 0, (int)tensor.Length);
            }
            catch (InvalidModelException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1500, 2000);
    }

    private static string WriteRaw(string path, byte[] json, int dataLength)
    {
        byte[] bytes = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
