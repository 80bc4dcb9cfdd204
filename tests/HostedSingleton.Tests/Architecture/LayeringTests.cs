namespace HostedSingleton.Tests.Architecture;

public sealed class LayeringTests
{
    /// <summary>Each layer may use those after it, never those before it. Messaging and Locks stand side by side: neither may use the other.</summary>
    private static readonly string[] Layers = ["Hosting", "Health", "Messaging", "Locks", "Registry", "Mesh", "Store", "Diagnostics", "Primitives"];

    [Fact]
    public void No_layer_uses_one_to_its_left() => Assert.Empty(Violations(SourceTree.Files("HostedSingleton")));

    [Fact]
    public void Every_source_file_lies_in_a_layer() =>
        Assert.All(SourceTree.Files("HostedSingleton"), file => Assert.Contains(LayerOf(file.Path), Layers));

    [Fact]
    public void An_arrow_that_runs_forwards_is_seen() =>
        Assert.Contains(SourceTree.Files("HostedSingleton"), file => LayerOf(file.Path) == "Mesh" && SourceTree.Words(file.Text).Contains("StoreReply"));

    [Fact]
    public void An_arrow_that_runs_backwards_is_found()
    {
        (string, string)[] files = [("Store/Low.cs", "internal sealed class Low { private High? _up; }"), ("Registry/High.cs", "internal sealed class High;")];
        Assert.Equal("Store/Low.cs uses High of Registry", Assert.Single(Violations(files)));
    }

    [Theory]
    [InlineData("Messaging", "Locks")]
    [InlineData("Locks", "Messaging")]
    public void Messaging_and_locks_do_not_use_each_other(string from, string to) =>
        Assert.NotEmpty(Violations([($"{from}/Low.cs", "internal sealed class Low { private High? _other; }"), ($"{to}/High.cs", "internal sealed class High;")]));

    [Theory]
    [InlineData("using HostedSingleton.Registry;")]
    [InlineData("internal sealed class Low : HostedSingleton.Registry.High;")]
    [InlineData("internal sealed class Low { string Text => $\"the {High.Text} one\"; }")]
    [InlineData("internal sealed class Low { string Text => \"//\" + nameof(High); }")]
    [InlineData("internal sealed class Low { [Up<High>] void Do() { } }")]
    public void An_arrow_that_runs_backwards_is_found_wherever_it_hides(string text) =>
        Assert.NotEmpty(Violations([("Store/Low.cs", text), ("Registry/High.cs", "internal sealed class High;")]));

    [Theory]
    [InlineData("// High is spoken of only.")]
    [InlineData("/* High\n High */ internal sealed class Low;")]
    [InlineData("/// <summary><see cref=\"High\"/></summary>\ninternal sealed class Low;")]
    [InlineData("internal sealed class Low { string Text => \"High\"; char C => '\"'; string More => $\"High {1}\"; }")]
    public void What_is_only_spoken_of_is_no_arrow(string text) =>
        Assert.Empty(Violations([("Store/Low.cs", text), ("Registry/High.cs", "internal sealed class High;")]));

    [Fact]
    public void A_file_declares_one_type_and_is_named_after_it() => Assert.All(Sources(), file =>
    {
        var name = Path.GetFileName(file.Path).Split('.')[0];
        Assert.Equal([name], SourceTree.Declared(file.Text).Distinct());
    });

    [Fact]
    public void The_store_on_Redis_uses_no_layer_to_the_left_of_the_store_but_the_builder_it_extends_and_its_clock()
    {
        var left = TypesByLayer(SourceTree.Files("HostedSingleton")).Where(type => Rank(type.Value) < Rank("Store")).Select(type => type.Key).ToHashSet();
        left.ExceptWith(["HostedSingletonBuilder", "MeshClock"]);
        Assert.All(SourceTree.Files("HostedSingleton.Redis"), file => Assert.Empty(SourceTree.Words(file.Text).Where(left.Contains).Select(word => $"{file.Path} uses {word}")));
    }

    [Fact]
    public void The_library_does_not_see_the_test_bed()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Docs.Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Where(path => !path.EndsWith("HostedSingleton.Testing.csproj", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(projects);
        Assert.All(projects, path => Assert.DoesNotContain("HostedSingleton.Testing.csproj", File.ReadAllText(path), StringComparison.Ordinal));
    }

    private static IEnumerable<(string Path, string Text)> Sources() => new[] { "HostedSingleton", "HostedSingleton.Redis", "HostedSingleton.Testing" }.SelectMany(SourceTree.Files);

    private static IEnumerable<string> Violations(IEnumerable<(string Path, string Text)> files)
    {
        var types = TypesByLayer(files);
        var words =
            from file in files
            from word in SourceTree.Words(file.Text)
            where types.TryGetValue(word, out var layer) && IsBackwards(LayerOf(file.Path), layer)
            select $"{file.Path} uses {word} of {types[word]}";
        var namespaces =
            from file in files
            from layer in SourceTree.Namespaces(file.Text)
            where Layers.Contains(layer) && IsBackwards(LayerOf(file.Path), layer)
            select $"{file.Path} names the namespace of {layer}";
        return words.Concat(namespaces);
    }

    private static Dictionary<string, string> TypesByLayer(IEnumerable<(string Path, string Text)> files) =>
        files.SelectMany(file => SourceTree.Declared(file.Text).Select(type => (type, Layer: LayerOf(file.Path)))).DistinctBy(t => t.type).ToDictionary(t => t.type, t => t.Layer);

    private static string LayerOf(string path) => path.Split('/')[0];

    private static bool IsBackwards(string from, string to) => Rank(to) < Rank(from) || (from, to) is ("Messaging", "Locks");

    private static int Rank(string layer) => Array.IndexOf(Layers, layer);
}
