using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Names are text of 1 to 255 bytes of UTF-8, compared character by character.</summary>
public sealed class GlobalNameTests
{
    public static TheoryData<string?, string> BadNames => new()
    {
        { null, "at least one character" },
        { "", "at least one character" },
        { "a\nb", @"a\u000ab" },
        { "a\0b", "control character" },
        { "a\u007fb", "control character" },
        { "a\u0085b", "control character" },
        { new string('n', 256), "256 bytes" },
        { new string('é', 128), "256 bytes" },
        { string.Concat(Enumerable.Repeat("😀", 64)), "256 bytes" },
        { "half \ud83d of a pair", "surrogate" },
        { "half \ude00 of a pair", "surrogate" },
    };

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_bad_name_is_refused_with_what_is_wrong(string? text, string says)
    {
        var error = Assert.Throws<ArgumentException>(() => new GlobalName(text!));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (GlobalName)text!);
        Assert.Throws<ArgumentException>(() => GlobalName.FromString(text!));
    }

    [Fact]
    public void A_long_bad_name_of_pairs_is_shown_without_half_a_pair()
    {
        var error = Assert.Throws<ArgumentException>(() => new GlobalName("x" + string.Concat(Enumerable.Repeat("😀", 64))));
        Assert.Equal(error.Message, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(error.Message)));
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("Ünïcødé 名前 😀")]
    [InlineData("with spaces, {braces}, 'quotes' and: colons")]
    public void A_good_name_is_kept_as_it_is(string text)
    {
        Assert.Equal(text, new GlobalName(text).Value);
        Assert.Equal(text, new GlobalName(text).ToString());
    }

    [Fact]
    public void The_longest_name_has_255_bytes()
    {
        Assert.Equal(255, new GlobalName(new string('n', 255)).Value.Length);
        Assert.Equal(127, new GlobalName(new string('é', 127)).Value.Length);
    }

    [Fact]
    public void Names_are_compared_character_by_character()
    {
        Assert.Equal(new GlobalName("a"), new GlobalName("a"));
        Assert.Equal(new GlobalName("a").GetHashCode(), new GlobalName("a").GetHashCode());
        Assert.NotEqual(new GlobalName("a"), new GlobalName("A"));
        // One letter, composed and decomposed: two names.
        Assert.NotEqual(new GlobalName("\u00e9"), new GlobalName("e\u0301"));
    }

    [Fact]
    public async Task The_name_of_nothing_is_refused_by_every_verb()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var stop = TestContext.Current.CancellationToken;
        Assert.Throws<InvalidOperationException>(() => default(GlobalName).Value);
        Assert.Equal("", default(GlobalName).ToString());
        foreach (var verb in new Func<Task>[]
        {
            () => a.Registry.RegisterAsync(default, cancellationToken: stop), () => a.Registry.TryRegisterAsync(default, cancellationToken: stop),
            () => a.Registry.ReregisterAsync(default, cancellationToken: stop), () => a.Registry.UnregisterAsync(default(GlobalName), stop),
            () => a.Registry.WhereIsAsync(default, stop), () => a.Registry.StatusOfAsync(default, stop),
            () => a.Registry.RunAsync(default, (_, _) => Task.FromResult(0), cancellationToken: stop),
        })
        {
            Assert.Contains("names nothing", (await Assert.ThrowsAsync<InvalidOperationException>(verb)).Message, StringComparison.Ordinal);
        }

        Assert.Null(a.Registry.WhereIs(default));
    }
}
