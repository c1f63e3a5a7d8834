using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Calque.Formats.Safetensors;

/// <summary>
/// Converts between a file's elements (little-endian bytes) and float or double. Widening is exact. Narrowing rounds to
/// nearest, ties to even, and rounds once: a double goes to float16 or bfloat16 directly, never by way of float. Values
/// beyond the range become infinity; NaN stays NaN.
/// </summary>
/// <remarks>Only F64, F32, F16 and BF16 can be converted; <see cref="ElementType.F64"/> to float rounds like every narrowing.</remarks>
public static class ElementConversion
{
    /// <summary>Elements to floats: exact for F32, F16 and BF16; rounded once for F64.</summary>
    /// <param name="type">The elements' type.</param>
    /// <param name="source">Element bytes; as many elements as <paramref name="destination"/> has.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths do not go together, or the type is not a floating point type.</exception>
    public static void ToSingle(ElementType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        Check(type, source.Length, destination.Length);
        switch (type)
        {
            case ElementType.F32:
                MemoryMarshal.Cast<byte, float>(source).CopyTo(destination);
                break;
            case ElementType.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            case ElementType.BF16:
                WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            default:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(source), destination);
                break;
        }
    }

    /// <summary>Elements to doubles, exactly.</summary>
    /// <inheritdoc cref="ToSingle"/>
    public static void ToDouble(ElementType type, ReadOnlySpan<byte> source, Span<double> destination)
    {
        Check(type, source.Length, destination.Length);
        switch (type)
        {
            case ElementType.F64:
                MemoryMarshal.Cast<byte, double>(source).CopyTo(destination);
                break;
            case ElementType.F32:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(source), destination);
                break;
            case ElementType.F16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(source);
                for (int i = 0; i < halves.Length; i++)
                    destination[i] = (double)halves[i];
                break;
            default:
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(source);
                for (int i = 0; i < upper.Length; i++)
                    destination[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                break;
        }
    }

    /// <summary>Floats to elements, rounded to nearest, ties to even.</summary>
    /// <param name="type">The elements' type.</param>
    /// <param name="source">The values.</param>
    /// <param name="destination">Receives the element bytes; as many elements as <paramref name="source"/> has.</param>
    /// <exception cref="ArgumentException">The lengths do not go together, or the type is not a floating point type.</exception>
    public static void FromSingle(ElementType type, ReadOnlySpan<float> source, Span<byte> destination)
    {
        Check(type, destination.Length, source.Length);
        switch (type)
        {
            case ElementType.F32:
                source.CopyTo(MemoryMarshal.Cast<byte, float>(destination));
                break;
            case ElementType.F16:
                TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            case ElementType.BF16:
                NarrowToBFloat16(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            default:
                TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, double>(destination));
                break;
        }
    }

    /// <summary>Doubles to elements, rounded once to nearest, ties to even.</summary>
    /// <inheritdoc cref="FromSingle"/>
    public static void FromDouble(ElementType type, ReadOnlySpan<double> source, Span<byte> destination)
    {
        Check(type, destination.Length, source.Length);
        switch (type)
        {
            case ElementType.F64:
                source.CopyTo(MemoryMarshal.Cast<byte, double>(destination));
                break;
            case ElementType.F32:
                TensorPrimitives.ConvertTruncating(source, MemoryMarshal.Cast<byte, float>(destination));
                break;
            case ElementType.F16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(destination);
                for (int i = 0; i < source.Length; i++)
                    halves[i] = (Half)source[i];
                break;
            default:
                Span<ushort> upper = MemoryMarshal.Cast<byte, ushort>(destination);
                for (int i = 0; i < source.Length; i++)
                    upper[i] = NarrowToBFloat16(RoundToOdd(source[i]));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination);
        for (int i = 0; i < source.Length; i++)
            bits[i] = (uint)source[i] << 16;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowToBFloat16(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = NarrowToBFloat16(source[i]);
    }

    private static ushort NarrowToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        // A NaN whose payload lies in the lower half alone must not turn into infinity: the quiet bit keeps it NaN.
        if (float.IsNaN(value))
            return (ushort)((bits >> 16) | 0x40);
        // Adding half a unit less one, plus the last kept bit, carries exactly when the value rounds up under ties-to-even.
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>
    /// Rounds to float so that a second rounding to fewer bits gives what one rounding of the double would have given: an
    /// inexact result gets an odd last bit (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums", 2008).
    /// </summary>
    private static float RoundToOdd(double value)
    {
        float nearest = (float)value;
        if (nearest == value || double.IsNaN(value))
            return nearest;
        uint bits = BitConverter.SingleToUInt32Bits(nearest);
        // Back to the neighbour towards zero, then the last bit on; infinity steps back to the largest finite float,
        // whose last bit is on already, and rounds to infinity again in the second step.
        if (Math.Abs((double)nearest) > Math.Abs(value))
            bits--;
        return BitConverter.UInt32BitsToSingle(bits | 1);
    }

    private static void Check(ElementType type, int byteCount, int elementCount)
    {
        if (!ElementTypes.IsFloatingPoint(type))
            throw new ArgumentException($"Elements of type {type} cannot be converted.", nameof(type));
        if (byteCount != (long)elementCount * ElementTypes.GetSize(type))
            throw new ArgumentException($"{byteCount} bytes do not hold {elementCount} elements of type {type}.");
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Element bytes are little-endian, and so must this machine be.");
    }
}
