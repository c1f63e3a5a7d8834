using System;
using System.Buffers.Binary;

namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Edits of a safetensors file: its header as JSON with the length before it made to fit, or not; its tensors' numbers.</summary>
internal static class SafetensorsMutations
{
    private const int Prefix = 8;

    public static byte[] Apply(byte[] bytes, byte[] donor, FuzzDraw draw)
    {
        if (!TryHeader(bytes, out int length) || !TryHeader(donor, out int donorLength))
            return ByteMutations.Apply(bytes, donor, [0], draw);
        byte[] header = bytes[Prefix..(Prefix + length)];
        byte[] body = bytes[(Prefix + length)..];
        switch (draw.Next(8))
        {
            case 0:
                return ByteMutations.Lie(bytes, [0], draw);
            case 1:
                return Join(header, ByteMutations.Apply(body, donor, null, draw));
            case 2:
                return Join(header, body.Length == 0 ? [0] : ByteMutations.Lie(body, null, draw));
            case 3:
                return Join([.. header, .. new byte[1 + draw.Next(16)]], body);
            default:
                return Join(JsonMutations.Apply(header, donor[Prefix..(Prefix + donorLength)], draw), body);
        }
    }

    private static bool TryHeader(byte[] bytes, out int length)
    {
        length = 0;
        if (bytes.Length < Prefix)
            return false;
        long said = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        length = (int)Math.Clamp(said, 0, int.MaxValue);
        return said >= 0 && said <= bytes.Length - Prefix;
    }

    private static byte[] Join(byte[] header, byte[] body)
    {
        byte[] joined = [.. new byte[Prefix], .. header, .. body];
        BinaryPrimitives.WriteInt64LittleEndian(joined, header.Length);
        return joined;
    }
}
