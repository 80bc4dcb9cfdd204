namespace HostedSingleton.Tests.Architecture;

public sealed class LayeringTests
{
    /// <summary>Each layer may use those after it, never those before it.</summary>
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

    private static IEnumerable<(string Path, string Text)> Sources() => SourceTree.Files("HostedSingleton").Concat(SourceTree.Files("HostedSingleton.Redis"));

    private static IEnumerable<string> Violations(IEnumerable<(string Path, string Text)> files)
    {
        var types = TypesByLayer(files);
        return
            from file in files
            from word in SourceTree.Words(file.Text)
            where types.TryGetValue(word, out var layer) && Rank(layer) < Rank(LayerOf(file.Path))
            select $"{file.Path} uses {word} of {types[word]}";
    }

    private static Dictionary<string, string> TypesByLayer(IEnumerable<(string Path, string Text)> files) =>
        files.SelectMany(file => SourceTree.Declared(file.Text).Select(type => (type, Layer: LayerOf(file.Path)))).DistinctBy(t => t.type).ToDictionary(t => t.type, t => t.Layer);

    private static string LayerOf(string path) => path.Split('/')[0];

    private static int Rank(string layer) => Array.IndexOf(Layers, layer);
}
