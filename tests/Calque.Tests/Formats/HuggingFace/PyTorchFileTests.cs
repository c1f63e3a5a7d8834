using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Calque.Formats.HuggingFace;
using Calque.Formats.HuggingFace.PyTorch;
using Calque.Formats.Safetensors;
using Calque.Tests.Formats.Safetensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Formats.HuggingFace;

public sealed class PyTorchFileTests
{
    private static readonly string s_bert = Fixtures.Path("models", "bert-bin", "pytorch_model.bin");

    [Theory]
    [InlineData("bert-bin")]
    [InlineData("bert-bin-protocol4")]
    public void Open_FileOfTorchSave_HoldsItsNumbers(string name)
    {
        using ModelDirectory model = ModelDirectory.Open(Fixtures.Path("models", name));
        Assert.Equal(FixtureValues.Make("word", 48), Doubles(model, "bert.embeddings.word_embeddings.weight", 12, 4));
        Assert.Equal(FixtureValues.Make("bias", 12), Doubles(model, "cls.predictions.bias", 12));
        Assert.Equal(FixtureValues.Make("half", 6), Doubles(model, "bert.encoder.half", 3, 2));
        Assert.Equal(FixtureValues.Make("brain", 6), Doubles(model, "bert.encoder.brain", 3, 2));
        Assert.Equal(FixtureValues.Make("double", 2), Doubles(model, "bert.encoder.double", 2));
        Assert.Equal([1.5], Doubles(model, "bert.encoder.scalar"));
        Assert.Empty(Doubles(model, "bert.encoder.empty", 0, 4));
        Assert.Equal([0L, 1, 2, 3, 4, 5], MemoryMarshal.Cast<byte, long>(Bytes(model, "bert.embeddings.position_ids", 1, 6)).ToArray());
        Assert.Equal(FixtureValues.Make("int", 3).Select(v => (int)(v * 32)), MemoryMarshal.Cast<byte, int>(Bytes(model, "bert.encoder.int", 3)).ToArray());
        Assert.Equal(FixtureValues.Make("flags", 5).Select(v => v > 0 ? (byte)1 : (byte)0), Bytes(model, "bert.encoder.flags", 5).ToArray());
    }

    [Fact]
    public unsafe void GetBytes_TransposedAndSlicedTensors_AreRowMajor()
    {
        using ModelDirectory model = ModelDirectory.Open(Fixtures.Path("models", "bert-bin"));
        double[] stored = FixtureValues.Make("transposed", 12);
        double[] transposed = [.. Enumerable.Range(0, 12).Select(i => stored[(i % 4 * 3) + (i / 4)])];
        Assert.Equal(transposed, Doubles(model, "bert.encoder.transposed", 3, 4));
        double[] sliced = [.. new[] { (1, 1), (1, 2), (3, 1), (3, 2) }.Select(at => FixtureValues.At("slice", (at.Item1 * 4) + at.Item2))];
        Assert.Equal(sliced, Doubles(model, "bert.encoder.slice", 2, 2));
        ModelTensor tensor = model.Tensors.Single(t => t.Name == "bert.encoder.slice");
        Assert.Equal(tensor.GetBytes(4, 4)[3], tensor.Pointer[7]);
    }

    [Fact]
    public void Open_TiedTensors_ComeOnceWithAliases()
    {
        using ModelDirectory model = ModelDirectory.Open(Fixtures.Path("models", "bert-bin"));
        Assert.Equal(
            ["bert.embeddings.word_embeddings.weight:Input", "cls.predictions.bias:Bias"],
            model.VocabularyTensors.Select(t => $"{t.Tensor.Name}:{t.Role}"));
        Assert.Equal(["cls.predictions.decoder.weight"], model.InputEmbedding.Aliases);
        Assert.Equal(["cls.predictions.decoder.bias"], model.VocabularyTensors[1].Tensor.Aliases);
        Assert.True(model.TiesHead);
    }

    [Fact]
    public void Open_Shards_FindsTheUntiedHead()
    {
        using ModelDirectory model = ModelDirectory.Open(Fixtures.Path("models", "gpt2-bin-shards"));
        Assert.Equal(4, model.Tensors.Count);
        Assert.Equal(["transformer.wte.weight", "lm_head.weight"], model.VocabularyTensors.Select(t => t.Tensor.Name));
        Assert.Equal(FixtureValues.Make("head", 40), Doubles(model, "lm_head.weight", 10, 4));
    }

    [Theory]
    [InlineData("legacy.bin", "older form")]
    [InlineData("hostile.bin", "posix.system")]
    [InlineData("whole-module.bin", "torch.nn.modules.linear.Linear")]
    [InlineData("training-checkpoint.bin", "state_dict")]
    [InlineData("quantized.bin", "torch._utils._rebuild_qtensor")]
    [InlineData("compressed.bin", "compressed")]
    public void Open_WhatIsRefused_IsRefusedByName(string file, string found)
    {
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => PyTorchFile.Open(Fixtures.Path("models", "refused", file)));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
    }

    [Theory]
    [InlineData("c__builtin__\neval\n.", "__builtin__.eval")]
    [InlineData("ctorch.storage\n_load_from_bytes\n.", "torch.storage._load_from_bytes")]
    [InlineData("ios\nsystem\n.", "INST")]
    [InlineData("(\u0081.", "NEWOBJ")]
    [InlineData("\u008c\u0002os\u008c\u0006system\u0093.", "os.system")]
    [InlineData("\u0082\u0001.", "EXT")]
    [InlineData("P0\n.", "PERSID")]
    [InlineData("B\u0001\u0000\u0000\u0000x.", "0x42")]
    [InlineData("}ccollections\nOrderedDict\n}b.", "something else")]
    [InlineData("ccollections\nOrderedDict\n}R.", "with arguments")]
    [InlineData("K\u0001)R.", "no function")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffab.", "end")]
    [InlineData("\u008a\u0009123456789.", "9 bytes")]
    [InlineData("h\u0005.", "memo 5")]
    [InlineData("(K\u0001K\u0002", "end")]
    [InlineData("t.", "no mark")]
    [InlineData("}(K\u0001u.", "without a value")]
    [InlineData("U\u0007storageQ.", "no storage")]
    [InlineData(")Q.", "no storage")]
    [InlineData("(U\u0007storageU\u0001xU\u00010U\u0003cpuK\u0001tQ.", "no storage")]
    [InlineData("ccollections\nOrderedDict", "without an end")]
    [InlineData(".", "empty stack")]
    [InlineData("(.", "empty stack")]
    [InlineData("N.", "no dictionary")]
    public void Open_HostilePickle_IsRefused(string pickle, string found)
    {
        using TemporaryDirectory directory = new();
        string path = WriteArchive(directory["x.bin"], pickle, []);
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => PyTorchFile.Open(path));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, 2, 2, 1, 4)] // fits
    [InlineData(1, 2, 2, 2, 1, -1)] // begins too late
    [InlineData(0, 3, 2, 2, 1, -1)] // too many rows
    [InlineData(0, 2, 2, 200, 1, -1)] // a stride that leads out
    [InlineData(0, 200, 200, 0, 0, -1)] // more elements than stored: an expanded tensor
    [InlineData(0, 0, 200, 0, 0, 0)] // nothing
    public void Open_ViewOfFourElements_IsCheckedAgainstThem(int offset, int rows, int columns, int rowStride, int columnStride, int expected)
    {
        using TemporaryDirectory directory = new();
        string pickle = $"}}U\u0001wctorch._utils\n_rebuild_tensor_v2\n((U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpuK\u0004tQ"
            + $"{Int(offset)}{Int(rows)}{Int(columns)}\u0086{Int(rowStride)}{Int(columnStride)}\u0086\u0089)tRs.";
        string path = WriteArchive(directory["x.bin"], pickle, new byte[16]);
        if (expected < 0)
        {
            Assert.Throws<InvalidModelException>(() => PyTorchFile.Open(path));
            return;
        }
        using PyTorchFile file = PyTorchFile.Open(path);
        Assert.Equal(expected * 4, Assert.Single(file.Tensors).Length);

        static string Int(int value) => "K" + (char)value;
    }

    [Fact]
    public void Open_TowerAndRingOfValues_DoesNoHarm()
    {
        using TemporaryDirectory directory = new();
        // w: pairs of pairs, 2^50,000 leaves if anybody walked them; then a list that holds itself.
        StringBuilder pickle = new("}U\u0001w)q\0");
        for (int i = 0; i < 50_000; i++)
            pickle.Append("0h\0h\0\u0086q\0");
        pickle.Append("sU\u0001l]q\u0001h\u0001as.");
        using PyTorchFile file = PyTorchFile.Open(WriteArchive(directory["x.bin"], pickle.ToString(), []));
        Assert.Empty(file.Tensors);
        Assert.Contains("2 entries", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DirectoryInZip64_ReadsTheSameTensors()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["x"], WithZip64(File.ReadAllBytes(s_bert), 0));
        using PyTorchFile plain = PyTorchFile.Open(s_bert);
        using PyTorchFile zip64 = PyTorchFile.Open(directory["x"]);
        Assert.Equal(plain.Tensors.Select(tensor => (tensor.Name, tensor.Offset, tensor.Length)), zip64.Tensors.Select(tensor => (tensor.Name, tensor.Offset, tensor.Length)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Open_LyingZip64Offset_Throws(long shift)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["x"], WithZip64(File.ReadAllBytes(s_bert), shift));
        Assert.Throws<InvalidModelException>(() => PyTorchFile.Open(directory["x"]));
    }

    [Fact]
    public void Open_CutAtEveryLength_Throws()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = File.ReadAllBytes(s_bert);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(directory["x"], whole[..length]);
            Assert.Throws<InvalidModelException>(() => PyTorchFile.Open(directory["x"]));
        }
    }

    [Fact]
    public void Open_RandomBytesChanged_OpensOrSaysWhatIsWrong()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = File.ReadAllBytes(s_bert);
        TinyGenerator random = new(11);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = (byte[])whole.Clone();
            // Most of the file is padding and numbers: aim at the pickle (first 1,500 bytes) and the directory (last 1,100).
            for (int change = random.Next(4); change >= 0; change--)
                bytes[random.Next(2) == 0 ? random.Next(1500) : bytes.Length - 1 - random.Next(1100)] = (byte)random.Next(256);
            File.WriteAllBytes(directory["x"], bytes);
            try
            {
                using PyTorchFile file = PyTorchFile.Open(directory["x"]);
                foreach (PyTorchTensor tensor in file.Tensors)
                {
                    ModelTensor handedOut = file.ToModelTensor(tensor, []);
                    handedOut.GetBytes(0, (int)handedOut.Length);
                }
            }
            catch (InvalidModelException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 2990);
    }

    private static ReadOnlySpan<byte> Bytes(ModelDirectory model, string name, params long[] shape)
    {
        ModelTensor tensor = model.Tensors.Single(t => t.Name == name);
        Assert.Equal(shape, tensor.Shape);
        return tensor.GetBytes(0, (int)tensor.Length);
    }

    private static double[] Doubles(ModelDirectory model, string name, params long[] shape)
    {
        ElementType type = model.Tensors.Single(t => t.Name == name).ElementType;
        double[] values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        ElementConversion.ToDouble(type, Bytes(model, name, shape), values);
        return values;
    }

    /// <summary>
    /// The archive with its first entry's lengths and offset, and its directory's place, in the 64-bit fields alone
    /// (APPNOTE 4.3.14 to 4.5.3); the first entry's offset and the directory's are off by <paramref name="shift"/>.
    /// </summary>
    private static byte[] WithZip64(byte[] archive, long shift)
    {
        int end = archive.Length - 22;
        int start = BitConverter.ToInt32(archive, end + 16);
        int nameLength = BitConverter.ToUInt16(archive, start + 28);
        int extraLength = BitConverter.ToUInt16(archive, start + 30);
        byte[] entry = archive[start..(start + 46 + nameLength)];
        uint unpacked = BitConverter.ToUInt32(entry, 24);
        uint packed = BitConverter.ToUInt32(entry, 20);
        uint local = BitConverter.ToUInt32(entry, 42);
        foreach (int field in new[] { 20, 24, 42 })
            BitConverter.GetBytes(uint.MaxValue).CopyTo(entry, field);
        BitConverter.GetBytes((ushort)(extraLength + 28)).CopyTo(entry, 30);
        byte[] extra = [1, 0, 24, 0, .. BitConverter.GetBytes((ulong)unpacked), .. BitConverter.GetBytes((ulong)packed), .. BitConverter.GetBytes(local + shift)];
        int oldEnd = FindZip64End(archive) ?? end;
        byte[] directory = [.. entry, .. extra, .. archive[(start + 46 + nameLength)..oldEnd]];
        byte[] end64 = new byte[56];
        BitConverter.GetBytes(0x06064b50u).CopyTo(end64, 0);
        BitConverter.GetBytes(44L).CopyTo(end64, 4);
        BitConverter.GetBytes((long)directory.Length).CopyTo(end64, 40);
        BitConverter.GetBytes(start + shift).CopyTo(end64, 48);
        byte[] last = archive[end..];
        last.AsSpan(8, 12).Fill(0xFF);
        byte[] locator = [.. BitConverter.GetBytes(0x07064b50u), 0, 0, 0, 0, .. BitConverter.GetBytes((long)start + directory.Length), 1, 0, 0, 0];
        return [.. archive[..start], .. directory, .. end64, .. locator, .. last];
    }

    private static int? FindZip64End(byte[] archive)
    {
        int at = archive.AsSpan().LastIndexOf(BitConverter.GetBytes(0x06064b50u));
        return at < 0 ? null : at;
    }

    /// <summary>An archive with the pickle (a character a byte) and one storage "0".</summary>
    private static string WriteArchive(string path, string pickle, byte[] storage)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] bytes) in new Dictionary<string, byte[]> { ["x/data.pkl"] = Encoding.Latin1.GetBytes(pickle), ["x/data/0"] = storage })
        {
            using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
            stream.Write(bytes);
        }
        return path;
    }
}
