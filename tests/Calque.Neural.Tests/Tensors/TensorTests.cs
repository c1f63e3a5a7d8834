using System;
using System.IO;
using Calque.Neural.Tensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Tensors;

[LeakChecked]
public sealed class TensorTests
{
    [TensorFact]
    public void From_NumbersOfEveryType_GivesThemBack()
    {
        using TensorScope scope = TensorScope.Open();
        Assert.Equal([1f, -2f], Tensor.From<float>([1, -2], 2).ToArray<float>());
        Assert.Equal([1d, -2d], Tensor.From<double>([1, -2], 2).ToArray<double>());
        Assert.Equal([1L, long.MinValue], Tensor.From<long>([1, long.MinValue], 2).ToArray<long>());
        Assert.Equal([true, false], Tensor.From<bool>([true, false], 2).ToArray<bool>());
        Assert.Equal([1, 2, 3, 4], Tensor.From<int>([1, 2, 3, 4], 2, 2).ToArray<int>());
        Assert.Empty(Tensor.From<float>([], 0, 3).ToArray<float>());
        Assert.Equal(7.5, Tensor.Scalar(7.5f).Item());
        Assert.Throws<ArgumentException>(() => Tensor.From<float>([1, 2, 3], 2, 2));
        Assert.Throws<ArgumentException>(() => Tensor.From<float>([1], 1).ToArray<double>());
    }

    [TensorFact]
    public void ToArray_OfAView_IsRowMajor()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor a = Tensor.From<int>([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal([1, 4, 2, 5, 3, 6], Operators.Transpose(a, 0, 1).ToArray<int>());
        Assert.Equal("[3, 2] Int32", Operators.Transpose(a, 0, 1).ToString());
        Assert.False(Operators.Transpose(a, 0, 1).IsContiguous);
    }

    [TensorFact]
    public void FromFile_APartOfAFile_IsMappedAndNeverWritten()
    {
        using TemporaryDirectory folder = new();
        string path = Path.Combine(folder.Path, "numbers.bin");
        byte[] bytes = new byte[5 + (4 * 3000)];
        for (int i = 0; i < 3000; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(5 + (4 * i)), (float)i);
        File.WriteAllBytes(path, bytes);
        using (TensorScope.Open())
        {
            Tensor mapped = Tensor.FromFile(path, 5, DataType.Float32, 30, 100);
            Assert.Equal(2999 * 3000 / 2, Operators.Sum(Operators.To(mapped, DataType.Float64)).Item());
            Operators.ZeroInPlace(mapped);
            Assert.Equal(0, Operators.Sum(mapped).Item());
            TensorException error = Assert.Throws<TensorException>(() => Tensor.FromFile(path, 9, DataType.Float32, 30, 100));
            Assert.Contains("12005 bytes", error.Message, StringComparison.Ordinal);
            Assert.Throws<TensorException>(() => Tensor.FromFile(path, 0, DataType.Float32, long.MaxValue, 100));
            Assert.Throws<TensorException>(() => Tensor.FromFile(path + ".none", 0, DataType.Float32, 1));
        }

        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [TensorFact]
    public void Operators_OfShapesThatDoNotFit_NameTheOperatorAndTheShapes()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor a = Tensor.From<float>(new float[6], 2, 3), b = Tensor.From<float>(new float[8], 4, 2);
        TensorException error = Assert.Throws<TensorException>(() => Operators.MatrixProduct(a, b));
        Assert.StartsWith("aten::matmul([2, 3] Float32, [4, 2] Float32): ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n#", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<TensorException>(() => Operators.Reshape(a, 5, -1));
        Assert.StartsWith("aten::reshape([2, 3] Float32, [5, -1]): ", error.Message, StringComparison.Ordinal);
    }

    [TensorFact]
    public void Operators_WithLists_NestInArguments()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor a = Tensor.From<float>([1, 2, 3, 4], 2, 2);
        Tensor both = Operators.Concatenate([Operators.Concatenate([a, a * 10], 0), Operators.Reshape(Operators.Sum(a, [0, 1]), 1, 1) * Operators.Ones([4, 1], DataType.Float32)], 1);
        Assert.Equal([1f, 2, 10, 3, 4, 10, 10, 20, 10, 30, 40, 10], both.ToArray<float>());
        Tensor[] parts = Operators.Split(both, 1, 1);
        Assert.Equal(3, parts.Length);
        Assert.Equal([2f, 4, 20, 40], parts[1].ToArray<float>());
        Tensor rows = Tensor.From<long>([3, 0], 2);
        Assert.Equal([40f, 2], Operators.Index(both, [rows, Tensor.From<long>([1, 1], 2)]).ToArray<float>());
        Assert.Equal([10f, 1, 20, 2, 10, 10], Operators.Index(Operators.Transpose(both, 0, 1), [null, Tensor.From<long>([2, 0], 2)]).ToArray<float>());
    }

    [TensorFact]
    public void To_ShorterTypes_RoundsToNearestEven()
    {
        using TensorScope scope = TensorScope.Open();
        Tensor a = Tensor.From<float>([1.00390625f, 1.01171875f, 3.4e38f], 3);
        Assert.Equal([1f, 1.015625f, float.PositiveInfinity], Operators.To(Operators.To(a, DataType.BFloat16), DataType.Float32).ToArray<float>());
    }

    [TensorFact]
    public void Threads_AreOneUntilAsked_AndCanBeSet()
    {
        int before = TensorEngine.Threads;
        TensorEngine.Threads = 2;
        Assert.Equal(2, TensorEngine.Threads);
        TensorEngine.Threads = before;
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorEngine.Threads = 0);
    }
}
