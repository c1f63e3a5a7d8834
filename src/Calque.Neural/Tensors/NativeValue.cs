using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Calque.Neural.Tensors;

/// <summary>An argument or a result of an operator, laid out as <c>calque_value</c> in <c>native/calque_torch.h</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeValue
{
    internal const int None = 0, TensorTag = 1, Integer = 2, Real = 3, Boolean = 4, Integers = 5, Tensors = 6, Text = 7, Reals = 8, DeviceTag = 9, Default = 10;

    [FieldOffset(0)] internal int Tag;
    [FieldOffset(4)] internal int Count;
    [FieldOffset(8)] internal nint Pointer;
    [FieldOffset(8)] internal long Number;
    [FieldOffset(8)] internal double RealNumber;

    /// <summary>The schema's default.</summary>
    internal static NativeValue SchemaDefault => new() { Tag = Default };

    public static implicit operator NativeValue(Tensor? tensor) => tensor is null ? default : new() { Tag = TensorTag, Pointer = tensor.Handle };

    public static implicit operator NativeValue(long number) => new() { Tag = Integer, Number = number };

    public static implicit operator NativeValue(double number) => new() { Tag = Real, RealNumber = number };

    public static implicit operator NativeValue(bool value) => new() { Tag = Boolean, Number = value ? 1 : 0 };

    public static implicit operator NativeValue(DataType type) => new() { Tag = Integer, Number = (long)type };

    public static implicit operator NativeValue(Device device) => new() { Tag = DeviceTag, Number = device.Packed };

    public static implicit operator NativeValue(ReadOnlySpan<long> numbers) =>
        new() { Tag = Integers, Count = numbers.Length, Pointer = ArgumentRing.Copy(MemoryMarshal.AsBytes(numbers)) };

    public static implicit operator NativeValue(ReadOnlySpan<Tensor?> tensors)
    {
        nint* handles = (nint*)ArgumentRing.Reserve(tensors.Length * sizeof(nint));
        for (int i = 0; i < tensors.Length; i++)
            handles[i] = tensors[i]?.Handle ?? 0;
        return new() { Tag = Tensors, Count = tensors.Length, Pointer = (nint)handles };
    }

    public static implicit operator NativeValue(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        nint place = ArgumentRing.Reserve(length);
        Encoding.UTF8.GetBytes(text, new Span<byte>((void*)place, length));
        return new() { Tag = Text, Count = length, Pointer = place };
    }
}
