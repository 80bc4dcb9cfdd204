using HostedSingleton.Store;
using HostedSingleton.TestKit;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>What happens to a clash while its resolver is at work.</summary>
public sealed class MidResolveTests
{
    private static readonly GlobalName Name = ClashedPair.Name;

    private readonly HeldResolver _held = new();

    [Fact]
    public async Task A_chosen_winner_that_dies_mid_resolve_hands_the_name_to_its_heir()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        var third = await pair.Mesh.StartAsync("third");
        var heir = third.Register(Name);
        await pair.Mesh.IdleAsync();
        _ = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        await DieAsync(pair.Mesh, pair.First);
        var held = await heir.Granted();

        answer.SetResult(clash.Theirs);
        var (again, secondAnswer) = await _held.AskedAsync();
        Assert.Equal(held.Id, again.Theirs.Id);
        secondAnswer.SetResult(again.Theirs);
        Assert.Equal(held.Id, (await pair.OnSecond.NextLost()).Winner!.Id);
        await pair.Mesh.IdleAsync();
        Assert.Equal(held.Id, pair.Second.Registry.WhereIs(Name)?.Id);
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_chosen_winner_that_dies_mid_resolve_without_an_heir_leaves_the_name_to_the_one_that_lives()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        var healed = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        await DieAsync(pair.Mesh, pair.First);
        answer.SetResult(clash.Theirs);
        await healed.Done("the clash to be decided");
        await pair.Mesh.IdleAsync();
        Assert.Equal(pair.SecondHeld.Id, pair.Second.Registry.WhereIs(Name)?.Id);
        Assert.False(pair.SecondHeld.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_loser_that_dies_mid_resolve_leaves_the_chosen_winner()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        var healed = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        await DieAsync(pair.Mesh, pair.First);
        answer.SetResult(clash.Mine);
        await healed.Done("the clash to be decided");
        await pair.Mesh.IdleAsync();
        Assert.Equal(pair.SecondHeld.Id, pair.Second.Registry.WhereIs(Name)?.Id);
    }

    [Fact]
    public async Task A_decider_that_dies_mid_resolve_leaves_the_other_its_name_and_untold()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        _ = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        await DieAsync(pair.Mesh, pair.Second);
        answer.SetResult(clash.Mine);
        await pair.Mesh.AdvanceAsync(TestMesh.Beat);
        Assert.Equal(pair.FirstHeld.Id, pair.First.Registry.WhereIs(Name)?.Id);
        Assert.Equal(0, pair.OnFirst.Conflicts);
    }

    [Fact]
    public async Task A_link_that_drops_mid_resolve_leaves_the_clash_for_the_next_heal()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        _ = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        await DieAsync(pair.Mesh, pair.Second);
        answer.SetResult(clash.Theirs);
        await pair.Mesh.AdvanceAsync(TestMesh.Lease);
        Assert.Equal((0, 0), (pair.OnFirst.Conflicts, pair.OnSecond.Conflicts));

        pair.Second.Link.IsCut = false;
        await pair.Mesh.AdvanceAsync(2 * TestMesh.Beat);
        Assert.Equal(pair.FirstHeld.Id, (await pair.OnSecond.NextLost()).Winner!.Id);
        Assert.Equal(1, _held.Calls);
        await CustomResolverTests.AssertOwnerAsync(pair, pair.FirstHeld);
    }

    [Fact]
    public async Task A_link_that_drops_mid_resolve_asks_again_at_heal_when_the_other_side_has_changed_meanwhile()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        var third = await pair.Mesh.StartAsync("third");
        var heir = third.Register(Name);
        _ = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        await DieAsync(pair.Mesh, pair.Second);
        answer.SetResult(clash.Theirs);
        await pair.FirstClaim.ReleaseAsync().Done("the release");
        var held = await heir.Granted();

        pair.Second.Link.IsCut = false;
        await pair.Mesh.AdvanceAsync(2 * TestMesh.Beat);
        var (again, secondAnswer) = await _held.AskedAsync();
        Assert.Equal(third.Mesh.Self, again.Theirs.Node);
        secondAnswer.SetResult(again.Mine);
        await held.Lost.Fired();
    }

    [Fact]
    public async Task A_record_that_changes_mid_resolve_is_asked_about_anew()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        var third = await pair.Mesh.StartAsync("third");
        _ = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        var taken = await third.Registry.ReregisterAsync(Name, cancellationToken: Stop).Granted();
        Assert.Equal(ConflictReason.Replaced, (await pair.OnFirst.NextLost()).Reason);

        answer.SetResult(clash.Mine);
        var (again, secondAnswer) = await _held.AskedAsync();
        Assert.Equal(taken.Id, again.Theirs.Id);
        secondAnswer.SetResult(again.Mine);
        await taken.Lost.Fired();
        await pair.Mesh.IdleAsync();
        Assert.Equal(pair.SecondHeld.Id, third.Registry.WhereIs(Name)?.Id);
        Assert.Equal((1, 0), (pair.OnFirst.Conflicts, pair.OnSecond.Conflicts));
    }

    [Fact]
    public async Task An_unregister_mid_resolve_takes_the_clash_away()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        var healed = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        await pair.SecondClaim.ReleaseAsync().Done("the release");
        await healed.Done("the join");
        answer.SetResult(clash.Mine);
        await pair.Mesh.AdvanceAsync(TestMesh.Beat);
        await CustomResolverTests.AssertOwnerAsync(pair, pair.FirstHeld);
        Assert.Equal((0, 0), (pair.OnFirst.Conflicts, pair.OnSecond.Conflicts));
    }

    [Fact]
    public async Task A_body_that_returns_mid_resolve_yields_to_the_one_that_runs()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        var healed = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        pair.SecondClaim.Complete();
        await healed.Done("the clash to be decided");
        Assert.Equal(ConflictReason.Yielded, (await pair.OnSecond.NextLost()).Reason);
        answer.SetResult(clash.Mine);
        await pair.Mesh.AdvanceAsync(TestMesh.Beat);
        await CustomResolverTests.AssertOwnerAsync(pair, pair.FirstHeld);
        Assert.Equal(0, pair.OnFirst.Conflicts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_decision_that_gets_lost_or_whose_answer_does_is_sent_again_and_taken_once(bool losesCommand)
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        var lost = 0;
        Func<StoreCommand, bool> loses = command => command is ResolveCommand && Interlocked.Increment(ref lost) <= 2;
        if (losesCommand)
        {
            pair.Second.Link.LosesCommand = loses;
        }
        else
        {
            pair.Second.Link.LosesAnswer = loses;
        }

        var healed = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        answer.SetResult(clash.Mine);
        await Eventually.Holds(() => Volatile.Read(ref lost) == 1, TestMesh.Patience, "the first decision to be lost");
        await pair.Mesh.AdvanceAsync(3 * TestMesh.Beat);
        await healed.Done("the clash to be decided");
        Assert.Equal(pair.SecondHeld.Id, (await pair.OnFirst.NextLost()).Winner!.Id);
        Assert.Equal((1, 0, 1), (pair.OnFirst.Conflicts, pair.OnSecond.Conflicts, _held.Calls));
        await CustomResolverTests.AssertOwnerAsync(pair, pair.SecondHeld);
    }

    [Fact]
    public async Task A_session_that_ends_mid_resolve_neither_asks_again_nor_forgets_the_clash()
    {
        await using var pair = await ClashedPair.ApartAsync(_held.Resolver);
        _ = pair.MeetAsync();
        var (clash, answer) = await _held.AskedAsync();
        pair.Mesh.Store.Mesh("test").Restart();
        await pair.Mesh.AdvanceAsync(2 * TestMesh.Beat);
        answer.SetResult(clash.Theirs);
        await pair.Mesh.AdvanceAsync(TestMesh.Beat);
        Assert.Equal(pair.FirstHeld.Id, (await pair.OnSecond.NextLost()).Winner!.Id);
        await CustomResolverTests.AssertOwnerAsync(pair, pair.FirstHeld);
        Assert.Equal(1, _held.Calls);
    }

    /// <summary>The node falls silent until its lease has ended.</summary>
    private static async Task DieAsync(TestMesh mesh, TestNode node)
    {
        node.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease + (2 * TestMesh.Beat));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
