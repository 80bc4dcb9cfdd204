using HostedSingleton.Registry;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>The registry's machine where the order of words matters.</summary>
public sealed class RegistryMachineTests
{
    private readonly RegistryScript _script = new();

    [Fact]
    public void A_goodbye_sent_beside_an_unanswered_request_ends_with_its_own_answer()
    {
        var claim = _script.Claim();
        _script.Machine.Release(claim);
        Assert.Equal("register 1, unregister 1", _script.Did());

        _script.Answer(StoreWord.Queued(claim, version: 1));
        Assert.Equal(ClaimPhase.Releasing, claim.Phase);

        _script.Answer(new DoneReply(true));
        Assert.Equal("tell done 1", _script.Did());
        Assert.Empty(_script.Machine.Claims);
    }

    [Fact]
    public void An_unknown_answer_to_a_request_does_not_send_a_goodbye_twice()
    {
        var claim = _script.Claim();
        _script.Machine.Release(claim);
        _script.Answer(new UnknownReply("lost"));
        Assert.Equal(TimeSpan.MaxValue, claim.AskAgainAt);
        _script.Answer(new UnknownReply("lost"));
        _script.Did();

        _script.Pass(RegistryScript.RetryAfter);
        Assert.Equal("unregister 1", _script.Did());
    }

    [Fact]
    public void An_overtaken_decision_is_not_taken_for_the_answer_to_a_later_question()
    {
        var claim = _script.Owner();
        _script.Present();
        _script.Admit(StoreWord.Clash(claim, version: 2));
        _script.Decide(claim, Decision.Mine);
        _script.Machine.Complete(claim);
        Assert.Equal("decide 1 against 50, resolve 1 Mine@50, resolve 1 Theirs@-1", _script.Did());

        // The store knows the claim as running until the second has been answered too.
        _script.Answer(StoreWord.Owned(claim, token: 60, version: 3));
        _script.Answer(new UnknownReply("lost"));
        _script.Pass(RegistryScript.RetryAfter);
        Assert.Contains("resolve 1 Theirs@-1", _script.Did(), StringComparison.Ordinal);
    }
}
