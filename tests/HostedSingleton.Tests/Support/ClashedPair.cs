using HostedSingleton.Registry;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Support;

/// <summary>
/// Two nodes that registered one name while they were apart. The first is in the mesh, so the store shows its registration; the second is an island,
/// and its resolver decides when it joins.
/// </summary>
internal sealed class ClashedPair : IAsyncDisposable
{
    public static readonly GlobalName Name = "clash";

    private ClashedPair(TestMesh mesh, TestNode first, TestNode second) => (Mesh, First, Second) = (mesh, first, second);

    public TestMesh Mesh { get; }

    public TestNode First { get; }

    public TestNode Second { get; }

    public required IClaim FirstClaim { get; init; }

    public required IClaim SecondClaim { get; init; }

    public required ClaimLog OnFirst { get; init; }

    public required ClaimLog OnSecond { get; init; }

    public GlobalRegistration FirstHeld { get; private set; } = null!;

    public GlobalRegistration SecondHeld { get; private set; } = null!;

    /// <summary>Makes the pair. Both use the second's options unless told; the second registers a second later.</summary>
    public static async Task<ClashedPair> ApartAsync(GlobalRegistrationOptions second, GlobalRegistrationOptions? first = null)
    {
        var mesh = new TestMesh();
        var a = await mesh.StartAsync("first");
        var b = await mesh.StartIslandAsync("second");
        await mesh.SettleAsync();
        var (firstClaim, onFirst) = a.Claim(Name, first ?? second);
        var firstHeld = await onFirst.NextOwned();
        await mesh.AdvanceAsync(TimeSpan.FromSeconds(1));
        var (secondClaim, onSecond) = b.Claim(Name, second);
        return new ClashedPair(mesh, a, b)
        {
            FirstClaim = firstClaim, OnFirst = onFirst, FirstHeld = firstHeld, SecondClaim = secondClaim, OnSecond = onSecond, SecondHeld = await onSecond.NextOwned(),
        };
    }

    public static Task<ClashedPair> ApartAsync(GlobalNameResolver resolver) => ApartAsync(new GlobalRegistrationOptions { Resolver = resolver });

    /// <summary>Lets them meet, and waits until the clash is decided and all have heard it.</summary>
    public async Task HealAsync()
    {
        await MeetAsync().Done("the clash to be decided");
        await Mesh.IdleAsync();
    }

    /// <summary>Waits until one has lost, and answers who.</summary>
    public async Task<(GlobalRegistration Loser, GlobalRegistration Winner, GlobalNameConflict Conflict)> LostAsync()
    {
        await Eventually.Holds(() => OnFirst.Conflicts + OnSecond.Conflicts > 0, TestMesh.Patience, "a conflict");
        return OnFirst.Conflicts > 0 ? (FirstHeld, SecondHeld, await OnFirst.NextLost()) : (SecondHeld, FirstHeld, await OnSecond.NextLost());
    }

    /// <summary>Lets them meet.</summary>
    public Task MeetAsync() => Second.Mesh.ConnectAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Mesh.DisposeAsync();
}
