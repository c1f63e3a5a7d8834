using System.Linq;
using System.Text;

namespace Calque.Tests.Formats.Safetensors;

/// <summary>The numbers in the fixtures under <c>safetensors</c> and <c>models</c>, from the formula in their README.</summary>
internal static class FixtureValues
{
    public static double At(string name, long index) => (((37 * index) + Encoding.UTF8.GetBytes(name).Sum(b => b)) % 256 - 128) / 64.0;

    public static double[] Make(string name, int count) => [.. Enumerable.Range(0, count).Select(i => At(name, i))];
}
