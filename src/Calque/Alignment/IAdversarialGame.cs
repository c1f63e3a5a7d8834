using System;
using System.Threading;

namespace Calque.Alignment;

/// <summary>
/// The game of adversarial alignment (Conneau et al. 2018): a discriminator learns to tell mapped source words from target words, a map learns to deceive it. It needs a neural engine, which
/// this library does without; Calque.Neural has one and hands it over by <see cref="AdversarialGames"/>.
/// </summary>
public interface IAdversarialGame : IDisposable
{
    /// <summary>Plays one restart. Several threads may each play one at the same time; what one draws hangs on its start alone.</summary>
    /// <param name="spaces">What it is played on.</param>
    /// <param name="start">Where it begins and how long it lasts.</param>
    /// <param name="judge">Looks at the map, [dimension × dimension], row-major, near orthogonal; called from the thread that plays.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    /// <returns>The steps of the map that were made.</returns>
    int Play(AdversarialSpaces spaces, AdversarialStart start, Func<double[], MapJudgement> judge, CancellationToken cancellationToken);
}
