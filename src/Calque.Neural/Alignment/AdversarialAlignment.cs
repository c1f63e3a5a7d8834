using Calque.Alignment;

namespace Calque.Neural.Alignment;

/// <summary>Gives the library's method <c>adversarial</c> its game.</summary>
public static class AdversarialAlignment
{
    /// <summary>Registers <see cref="DiscriminatorGame"/> for <c>AlignSpaces</c>, <c>AlignVectors</c> and transfers. Nothing is loaded until the method is used.</summary>
    /// <param name="options">Null: the defaults.</param>
    public static void Register(DiscriminatorGameOptions? options = null) => AdversarialGames.Register(() => new DiscriminatorGame(options));
}
