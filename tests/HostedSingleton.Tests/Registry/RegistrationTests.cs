using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Registering, taking over, letting go and dying, on one whole mesh.</summary>
public sealed class RegistrationTests
{
    private static readonly GlobalName Name = "poller";

    [Fact]
    public async Task A_granted_name_is_owned_with_a_token_and_read_on_every_node()
    {
        await using var mesh = new TestMesh();
        var nodes = new[] { await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c") };
        var held = await nodes[1].Register(Name).Granted();
        Assert.NotEqual(FencingToken.None, held.FencingToken);
        Assert.Equal((Name, nodes[1].Mesh.Self, mesh.Time.GetUtcNow()), (held.Name, held.Node, held.RegisteredAt));
        await mesh.IdleAsync();
        foreach (var node in nodes)
        {
            Assert.Equal((held.Id, held.FencingToken), (node.Registry.WhereIs(Name)?.Id, node.Registry.WhereIs(Name)?.Token));
            Assert.Equal([Name], node.Registry.RegisteredNames);
            Assert.Equal(held.Id, (await node.Registry.WhereIsAsync(Name, Stop).Done("the answer"))?.Id);
        }
    }

    public static TheoryData<GlobalRegistrationOptions, string> Wrong => new()
    {
        { new GlobalRegistrationOptions { Resolver = null! }, "Resolver is null" },
        { new GlobalRegistrationOptions { Labels = null! }, "Labels is null" },
        { new GlobalRegistrationOptions { ConflictGracePeriod = TimeSpan.Zero }, "ConflictGracePeriod (00:00:00) must be longer" },
        { new GlobalRegistrationOptions { Placement = Placement.Spread, PreferredTakesBack = true }, "Placement (Spread) and PreferredTakesBack (True) do not go together" },
        { new GlobalRegistrationOptions { ConflictGracePeriod = TimeSpan.MaxValue }, "ConflictGracePeriod (10675199.02:48:05.4775807) must not be longer than a day" },
        { new GlobalRegistrationOptions { WhenIsolated = (WhenIsolated)7 }, "WhenIsolated (7) is no choice. Take one of KeepRunning, Stop." },
        { new GlobalRegistrationOptions { Placement = (Placement)7 }, "Placement (7) is no choice. Take one of" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task Options_that_cannot_be_used_are_refused_before_anything_is_asked(GlobalRegistrationOptions options, string message)
    {
        await using var mesh = new TestMesh();
        var node = await mesh.StartAsync("a");

        var error = await Assert.ThrowsAsync<ArgumentException>(() => node.Registry.RegisterAsync(Name, options, Stop));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Null(node.Registry.WhereIs(Name));
    }

    [Fact]
    public async Task A_taken_name_is_refused_with_its_owner_to_another_node_and_to_the_same()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var held = await a.Register(Name).Granted();
        foreach (var node in new[] { a, b })
        {
            var result = await node.Registry.TryRegisterAsync(Name, cancellationToken: Stop).Done("the answer");
            Assert.False(result.IsRegistered);
            Assert.Equal((held.Id, null), (result.Owner.Id, result.Registration));
        }

        await held.DisposeAsync();
        Assert.True((await b.Registry.TryRegisterAsync(Name, cancellationToken: Stop).Done("the answer")).IsRegistered);
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_exactly_one_gets_the_name()
    {
        await using var mesh = new TestMesh();
        var nodes = new[] { await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c") };
        for (var round = 0; round < 20; round++)
        {
            GlobalName name = $"race {round}";
            var answers = await Task.WhenAll(nodes.Select(n => Task.Run(() => n.Registry.TryRegisterAsync(name, cancellationToken: Stop)))).Done("the answers");
            var winner = Assert.Single(answers, a => a.IsRegistered).Registration!;
            Assert.All(answers.Where(a => !a.IsRegistered), a => Assert.Equal(winner.Id, a.Owner!.Id));
        }
    }

    [Fact]
    public async Task Who_waits_is_served_in_order_with_growing_tokens()
    {
        await using var mesh = new TestMesh();
        var nodes = new[] { await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c") };
        var held = await nodes[0].Register(Name).Granted();
        var waiting = new List<Task<GlobalRegistration>>();
        foreach (var node in new[] { nodes[2], nodes[0], nodes[1] })
        {
            waiting.Add(node.Register(Name));
            await mesh.IdleAsync();
        }

        foreach (var next in waiting)
        {
            var before = held.FencingToken;
            await held.DisposeAsync();
            held = await next.Granted();
            Assert.True(held.FencingToken > before);
            await mesh.IdleAsync();
            Assert.Equal(waiting.IndexOf(next) + 1, waiting.Count(w => w.IsCompleted));
        }
    }

    [Fact]
    public async Task A_try_while_the_store_settles_is_answered_at_its_end_and_never_taken_by_nobody()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var options = new GlobalRegistrationOptions { WhenIsolated = WhenIsolated.Stop };
        var first = a.Registry.TryRegisterAsync(Name, options, Stop);
        await mesh.IdleAsync();
        var second = b.Registry.TryRegisterAsync(Name, options, Stop);
        await mesh.AdvanceAsync(TestMesh.Lease - TestMesh.Beat);
        Assert.False(first.IsCompleted || second.IsCompleted);
        await mesh.AdvanceAsync(3 * TestMesh.Beat);
        Assert.True((await first.Done("the answer")).IsRegistered);
        Assert.Equal(a.Mesh.Self, (await second.Done("the answer")).Owner!.Node);
    }

    [Fact]
    public async Task Reregister_takes_the_name_and_the_former_owner_is_told()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var (claim, log) = a.Claim(Name);
        var former = await log.NextOwned();
        var taken = await b.Registry.ReregisterAsync(Name, cancellationToken: Stop).Granted();
        var conflict = await log.NextLost();
        await former.Lost.Fired();
        Assert.Equal((ConflictReason.Replaced, taken.Id, taken.Id, null), (conflict.Reason, conflict.Other!.Id, conflict.Winner!.Id, conflict.Resolver));
        Assert.True(taken.FencingToken > former.FencingToken);
        await claim.ReleaseAsync().Done("the release");
        Assert.Equal(taken.Id, a.Registry.WhereIs(Name)?.Id);
        Assert.Equal(1, log.Conflicts);
    }

    [Fact]
    public async Task Reregister_of_a_free_name_is_a_register()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        Assert.Equal(a.Mesh.Self, (await a.Registry.ReregisterAsync(Name, cancellationToken: Stop).Granted()).Node);
    }

    [Fact]
    public async Task Reregister_before_the_store_has_settled_takes_the_name_when_it_has()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var former = await a.Register(Name).Granted();
        mesh.Store.Mesh("test").Restart();
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        var taking = b.Registry.ReregisterAsync(Name, cancellationToken: Stop);
        await mesh.IdleAsync();
        Assert.False(taking.IsCompleted);
        await mesh.AdvanceAsync(TestMesh.Lease + TestMesh.Beat);
        await taking.Granted();
        await former.Lost.Fired();
    }

    [Fact]
    public async Task Of_two_reregisters_the_later_has_the_name()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var first = await a.Registry.ReregisterAsync(Name, cancellationToken: Stop).Granted();
        var second = await b.Registry.ReregisterAsync(Name, cancellationToken: Stop).Granted();
        await first.Lost.Fired();
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.False(second.Lost.IsCancellationRequested);
        Assert.Equal(second.Id, a.Registry.WhereIs(Name)?.Id);
    }

    [Fact]
    public async Task An_operator_frees_a_name_whoever_owns_it_and_the_owner_is_told()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        var (claim, log) = a.Claim(Name);
        var held = await log.NextOwned();
        var heir = b.Register(Name);
        await mesh.IdleAsync();
        Assert.True(await b.Registry.UnregisterAsync(Name, Stop).Done("the operator's unregister"));
        Assert.Equal(ConflictReason.Freed, (await log.NextLost()).Reason);
        await held.Lost.Fired();
        await mesh.IdleAsync();
        Assert.Null(b.Registry.WhereIs(Name));
        Assert.False(heir.IsCompleted, "the heir runs beside an owner that has not stopped");
        await claim.ReleaseAsync().Done("the release");
        await heir.Granted();
        Assert.False(await b.Registry.UnregisterAsync("unknown", Stop).Done("the operator's unregister"));
    }

    [Fact]
    public async Task Unregister_needs_the_nodes_own_registration()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        var held = await a.Register(Name).Granted();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => b.Registry.UnregisterAsync(held, Stop));
        Assert.Contains("belongs to another node", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>(() => b.Registry.UnregisterAsync((GlobalRegistration)null!, Stop));
        Assert.Equal(held.Id, a.Registry.WhereIs(Name)?.Id);
        await a.Registry.UnregisterAsync(held, Stop).Done("the unregister");
        Assert.Null(a.Registry.WhereIs(Name));
        await a.Registry.UnregisterAsync(held, Stop).Done("the second unregister");
    }

    [Fact]
    public async Task A_dead_nodes_names_all_go_to_their_heirs_and_the_rest_is_free()
    {
        await using var mesh = new TestMesh();
        var dying = new List<TestNode>();
        var heirs = new List<Task<GlobalRegistration>>();
        var survivor = await mesh.StartAsync("survivor");
        await mesh.SettleAsync();
        for (var i = 0; i < 5; i++)
        {
            dying.Add(await mesh.StartAsync($"n{i}"));
            for (var j = 0; j < 40; j++)
            {
                await dying[i].Register($"{i}.{j}").Granted();
                if (j % 2 == 0)
                {
                    heirs.Add(survivor.Register($"{i}.{j}"));
                }
            }
        }

        await mesh.IdleAsync();
        Assert.Equal(200, survivor.Registry.RegisteredNames.Count);
        dying.ForEach(n => n.Link.IsCut = true);
        await mesh.AdvanceAsync(TestMesh.Lease + (2 * TestMesh.Beat));
        await Task.WhenAll(heirs).Done("the heirs to be granted");
        await mesh.IdleAsync();
        Assert.Equal(100, survivor.Registry.RegisteredNames.Count);
        Assert.Equal([survivor.Mesh.Self], survivor.Mesh.Nodes.Select(n => n.Id));
    }

    [Fact]
    public async Task A_leaving_nodes_names_go_to_their_heirs_at_once()
    {
        await using var mesh = new TestMesh();
        var (a, b, c) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"), await mesh.StartAsync("c"));
        await a.Register(Name).Granted();
        await a.Register("alone").Granted();
        var heir = b.Register(Name);
        await mesh.IdleAsync();
        await a.LeaveAsync().Done("the goodbye");
        await heir.Granted();
        await mesh.IdleAsync();
        Assert.Equal([Name], c.Registry.RegisteredNames);
        Assert.Equal(2, c.Mesh.Nodes.Count);
    }

    [Fact]
    public async Task A_node_that_joins_mid_registration_learns_the_name()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var registering = a.Register(Name);
        var late = await mesh.StartAsync("late");
        await late.Registry.SyncAsync(Stop).Done("the sync");
        Assert.Equal((await registering.Granted()).Id, late.Registry.WhereIs(Name)?.Id);
    }

    [Fact]
    public async Task Two_lives_of_one_node_name_are_two_nodes_and_the_old_ones_names_go_by_its_lease()
    {
        await using var mesh = new TestMesh();
        var old = await mesh.StartAsync("a");
        await mesh.SettleAsync();
        var held = await old.Register(Name).Granted();
        old.Link.IsCut = true;
        var young = await mesh.StartAsync("a");
        var waiting = young.Register(Name);
        await mesh.IdleAsync();
        Assert.Equal(held.Id, young.Registry.WhereIs(Name)?.Id);
        await mesh.AdvanceAsync(TestMesh.Lease + TestMesh.Beat);
        Assert.Equal(young.Mesh.Self, (await waiting.Granted()).Node);
        Assert.Equal(old.Mesh.Self.Name, young.Mesh.Self.Name);
    }

    [Fact]
    public async Task One_class_of_names_does_not_touch_another()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var (lower, upper) = (await a.Register("name").Granted(), await a.Register("NAME").Granted());
        await lower.DisposeAsync();
        Assert.Equal(["NAME"], a.Registry.RegisteredNames.Select(n => n.Value));
        Assert.Equal(upper.Id, a.Registry.WhereIs("NAME")?.Id);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
