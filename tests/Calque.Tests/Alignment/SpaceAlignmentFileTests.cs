using System;
using System.IO;
using System.Linq;
using Calque.Alignment;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Alignment;

public sealed class SpaceAlignmentFileTests
{
    [Theory]
    [InlineData("procrustes", VectorNormalization.Raw)]
    [InlineData("procrustes", VectorNormalization.Iterative)]
    [InlineData("identity", VectorNormalization.UnitCentreUnit)]
    public void Load_WhatSaveWrote_MapsTheSameBits(string method, VectorNormalization normalization)
    {
        using TemporaryDirectory directory = new();
        AlignedFixture world = new(80, 6, noise: 0.2);
        SpaceAlignment alignment = AlignSpaces.Fit(
                world.Source, world.Target, AlignedFixture.FirstPairs(80), new AlignmentOptions { Method = method, Normalization = normalization })
            .Alignment.WithFiles(new VectorFileReference("a.vec", new string('0', 64)), new VectorFileReference("ü b.bin", new string('f', 64)), 70);

        SpaceAlignmentFile.Save(alignment, Path.Combine(directory.Path, SpaceAlignmentFile.Name));
        SpaceAlignment loaded = SpaceAlignmentFile.Load(directory.Path);

        Assert.Equal(method, loaded.Method);
        Assert.Equal(normalization, loaded.Normalization);
        Assert.Equal(alignment.SourceFile, loaded.SourceFile);
        Assert.Equal(alignment.TargetFile, loaded.TargetFile);
        Assert.Equal(70, loaded.VocabularyLimit);
        Assert.Equal(alignment.Notes, loaded.Notes);
        Assert.Equal(alignment.ApplySource(world.Source.Rows), loaded.ApplySource(world.Source.Rows, threads: 2));
        Assert.Equal(alignment.ApplyTarget(world.Target.Rows), loaded.ApplyTarget(world.Target.Rows));
    }

    [Fact]
    public void Save_Twice_WritesTheSameBytes()
    {
        using TemporaryDirectory directory = new();
        AlignedFixture world = new(80, 6, noise: 0.2);

        byte[][] written = [.. Enumerable.Range(1, 2).Select(threads =>
        {
            string path = Path.Combine(directory.Path, $"{threads}.safetensors");
            SpaceAlignmentFile.Save(
                AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(50), new AlignmentOptions { Threads = threads }).Alignment, path);
            return File.ReadAllBytes(path);
        })];

        Assert.Equal(written[0], written[1]);
    }

    [Fact]
    public void Load_DamagedFile_IsRefusedWithItsPath()
    {
        using TemporaryDirectory directory = new();
        AlignedFixture world = new(30, 4);
        string path = Path.Combine(directory.Path, SpaceAlignmentFile.Name);
        SpaceAlignmentFile.Save(AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(30)).Alignment, path);
        byte[] whole = File.ReadAllBytes(path);
        string damaged = Path.Combine(directory.Path, "damaged.safetensors");
        for (int length = 0; length < whole.Length; length += 37)
        {
            File.WriteAllBytes(damaged, whole[..length]);
            Assert.Contains(damaged, Assert.ThrowsAny<InvalidInputException>(() => SpaceAlignmentFile.Load(damaged)).Place, StringComparison.Ordinal);
        }

        string text = System.Text.Encoding.Latin1.GetString(whole);
        foreach ((string from, string to) in new[]
        {
            ("\"dimension\":\"4\"", "\"dimension\":\"5\""), ("\"dimension\":\"4\"", "\"dimension\":\"x\""), ("calque-alignment", "calque-alignmenT"),
            ("\"normalization\":\"raw\"", "\"normalization\":\"war\""), ("source.map\":{", "source.mop\":{"), ("source.means\":{", "source.meens\":{"),
            ("\"method\":\"procrustes\"", "\"methoD\":\"procrustes\""), ("\"version\":\"1\"", "\"version\":\"2\""),
        })
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            File.WriteAllBytes(damaged, System.Text.Encoding.Latin1.GetBytes(text.Replace(from, to, StringComparison.Ordinal)));
            Assert.ThrowsAny<InvalidInputException>(() => SpaceAlignmentFile.Load(damaged));
        }
    }

    [Fact]
    public void Load_NoSuchFile_NamesIt() =>
        Assert.Contains("nowhere", Assert.ThrowsAny<InvalidInputException>(() => SpaceAlignmentFile.Load("nowhere")).Message, StringComparison.Ordinal);
}
