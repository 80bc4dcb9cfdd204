using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Asking for a name: granted, queued or taken, and the same answer each time.</summary>
public abstract class RegisterContract : StoreContract
{
    [Fact]
    public async Task A_free_name_is_granted_with_a_token()
    {
        var a = await JoinAsync("a");

        var granted = await a.RegisterAsync(Name);

        Assert.Equal(VerdictKind.Owned, granted.Kind);
        Assert.True(granted.Token > FencingToken.None);
        var record = await RecordAsync(Name);
        Assert.Equal((a.Registration(granted), granted.Token), (record.Owner?.Id, record.Owner?.Token));
        Assert.Equal(granted.Version, record.Version);
    }

    [Fact]
    public async Task An_owner_is_shown_with_what_it_says_of_itself_and_when_it_got_the_name()
    {
        var a = await JoinAsync("a");
        var spec = ClaimSpec.Default with { Priority = -7, Labels = ClaimSpec.Default.Labels.Add("zone", "ö \"1\"\n").Add("empty", "") };

        var granted = await a.RegisterAsync(Name, spec);

        var owner = (await RecordAsync(Name)).Owner!;
        Assert.Equal(-7, owner.Priority);
        Assert.Equal(spec.Labels, owner.Labels);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMicroseconds(granted.RegisteredAt), owner.RegisteredAt);
        Assert.True(owner.RegisteredAt.Year > 2000, $"The name was registered at {owner.RegisteredAt} by the store's clock.");
    }

    [Fact]
    public async Task A_waiter_for_a_taken_name_is_queued_and_told_the_owner()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var granted = await a.RegisterAsync(Name);

        var queued = await b.RegisterAsync(Name);

        Assert.Equal((VerdictKind.Queued, 1), (queued.Kind, queued.Place));
        Assert.True(queued.Ticket > 0);
        Assert.Equal((a.Registration(granted), granted.Token), (queued.Theirs?.Id, queued.Theirs?.Token));
        Assert.Equal(a.Registration(granted), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_try_for_a_taken_name_is_answered_taken_and_does_not_wait()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var granted = await a.RegisterAsync(Name);

        var taken = await b.TryAsync(Name);

        Assert.Equal((VerdictKind.Taken, a.Registration(granted)), (taken.Kind, taken.Theirs?.Id));
        Assert.Empty((await StatusAsync(Name)).Queue);
        await a.UnregisterAsync(granted);
        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_try_for_a_free_name_is_granted()
    {
        var a = await JoinAsync("a");

        Assert.Equal(VerdictKind.Owned, (await a.TryAsync(Name)).Kind);
    }

    [Fact]
    public async Task The_owner_of_a_name_gets_no_when_it_tries_it_again_under_another_number()
    {
        var a = await JoinAsync("a");
        var granted = await a.RegisterAsync(Name);

        var again = await a.TryAsync(Name);

        Assert.Equal((VerdictKind.Taken, a.Registration(granted)), (again.Kind, again.Theirs?.Id));
    }

    [Fact]
    public async Task The_same_number_asked_again_gets_the_same_answer_and_changes_nothing()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var (first, second) = (a.NewWait(Name), b.NewWait(Name));
        var (granted, queued) = (await a.AskAsync(first), await b.AskAsync(second));
        var version = (await a.BeatAsync()).Version;

        Store.MoveClock(TimeSpan.FromSeconds(1));

        Assert.Equal(granted, await a.AskAsync(first));
        Assert.Equal(queued, await b.AskAsync(second));
        Assert.Equal(version, (await a.BeatAsync()).Version);
        Assert.Single((await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task A_waiter_that_asks_again_after_it_was_granted_is_told_so()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var granted = await a.RegisterAsync(Name);
        var ask = b.NewWait(Name);
        await b.AskAsync(ask);
        await a.UnregisterAsync(granted);

        var answer = await b.AskAsync(ask);

        Assert.Equal((VerdictKind.Owned, (await RecordAsync(Name)).Owner?.Token), (answer.Kind, answer.Token));
    }

    [Fact]
    public async Task Names_are_compared_character_by_character()
    {
        var a = await JoinAsync("a");
        GlobalName[] names = ["x", "X", "x ", "ä", "a\u0308", "名前", "{x}", "x:y", new string('n', GlobalName.MaxBytes)];

        foreach (var name in names)
        {
            Assert.Equal(VerdictKind.Owned, (await a.RegisterAsync(name)).Kind);
        }

        foreach (var name in names)
        {
            Assert.Equal(name, (await RecordAsync(name)).Name);
            Assert.NotNull(await OwnerAsync(name));
        }
    }

    [Fact]
    public async Task A_node_that_has_not_joined_registers_nothing()
    {
        var stranger = NewNode("stranger");

        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new RegisterCommand(stranger.Id, 1, stranger.NewWait(Name))));

        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task An_owner_whose_body_has_returned_keeps_the_name_and_the_record_says_so()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var granted = await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);

        Assert.True(await a.CompleteAsync(granted));
        Assert.True(await a.CompleteAsync(granted));

        var record = await RecordAsync(Name);
        Assert.True(record.Completed);
        Assert.Equal((a.Registration(granted), granted.Token), (record.Owner?.Id, record.Owner?.Token));
    }

    [Fact]
    public async Task Only_the_owner_can_say_that_its_body_has_returned()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);

        Assert.False(await b.CompleteAsync(queued));
        Assert.False((await RecordAsync(Name)).Completed);
    }

    [Fact]
    public async Task The_next_owner_after_one_whose_body_had_returned_runs()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var granted = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        await a.CompleteAsync(granted);

        await a.UnregisterAsync(granted);

        var record = await RecordAsync(Name);
        Assert.Equal((b.Registration(queued), false), (record.Owner?.Id, record.Completed));
    }
}
