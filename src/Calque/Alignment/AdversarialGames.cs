using System;
using System.Threading;

namespace Calque.Alignment;

/// <summary>Where the method <c>adversarial</c> gets its game from: whoever has a neural engine registers it once.</summary>
public static class AdversarialGames
{
    private static Func<IAdversarialGame>? s_make;

    /// <summary>Registers a game; the last one registered counts.</summary>
    /// <param name="make">Called when a game is wanted, and not before: an engine need not be loaded until then.</param>
    public static void Register(Func<IAdversarialGame> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        Volatile.Write(ref s_make, make);
    }

    /// <summary>A game of the registered kind.</summary>
    /// <exception cref="InvalidOptionException">None was registered.</exception>
    internal static IAdversarialGame Make() => Volatile.Read(ref s_make) is { } make
        ? make()
        : throw new InvalidOptionException(
            "--method", "adversarial, which no neural engine was registered for", "a program that uses Calque.Neural",
            "Reference the package Calque.Neural and call Calque.Neural.Alignment.AdversarialAlignment.Register() once; self-learning does without.");
}
