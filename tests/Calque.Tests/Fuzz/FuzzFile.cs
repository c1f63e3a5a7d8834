namespace Calque.Tests.Fuzz;

/// <summary>A file of an input.</summary>
/// <param name="Name">Its name in the directory of the case.</param>
/// <param name="Content">Its bytes, whole and right.</param>
/// <param name="Shape">What it is made of.</param>
/// <param name="Fields">Where lengths and counts stand in it (offsets of little-endian 32- or 64-bit numbers); null: anywhere.</param>
/// <param name="IsFixed">Whether it stays as it is and only stands by.</param>
internal sealed record FuzzFile(string Name, byte[] Content, FuzzShape Shape, int[]? Fields = null, bool IsFixed = false);
