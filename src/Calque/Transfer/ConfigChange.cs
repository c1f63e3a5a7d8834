namespace Calque.Transfer;

/// <summary>One value of a configuration file that the transfer changed.</summary>
/// <param name="File">The file, with the object inside it where there is one.</param>
/// <param name="Key">The key.</param>
/// <param name="Before">The JSON text before, <c>absent</c> where the key is new.</param>
/// <param name="After">The JSON text now.</param>
public sealed record ConfigChange(string File, string Key, string Before, string After);
