namespace Calque.Tests.Fuzz.Mutations;

/// <summary>Changes one file of an input: mostly along its structure, at times byte by byte.</summary>
internal static class Mutator
{
    public static byte[] Mutate(FuzzFile file, byte[] donor, FuzzDraw draw)
    {
        byte[] bytes = file.Content;
        int steps = 1 + (draw.Once(3) ? draw.Next(4) : 0);
        for (int step = 0; step < steps; step++)
        {
            // Whatever it is, it may also simply be damaged.
            bytes = draw.Once(4) ? ByteMutations.Apply(bytes, donor, file.Fields, draw) : Along(file, bytes, donor, draw);
        }

        return bytes;
    }

    private static byte[] Along(FuzzFile file, byte[] bytes, byte[] donor, FuzzDraw draw) => file.Shape switch
    {
        FuzzShape.Json => JsonMutations.Apply(bytes, donor, draw),
        FuzzShape.Lines => LineMutations.Apply(bytes, donor, draw),
        FuzzShape.Safetensors => SafetensorsMutations.Apply(bytes, donor, draw),
        FuzzShape.PyTorchArchive => ArchiveMutations.Apply(bytes, donor, draw),
        FuzzShape.Protobuf => ProtobufMutations.Apply(bytes, donor, draw),
        FuzzShape.GzipOfLines => GzipMutations.Apply(bytes, donor, draw, LineMutations.Apply),
        FuzzShape.GzipOfBytes => GzipMutations.Apply(bytes, donor, draw, (inner, other, own) => ByteMutations.Apply(inner, other, null, own)),
        _ => ByteMutations.Apply(bytes, donor, file.Fields, draw),
    };
}
