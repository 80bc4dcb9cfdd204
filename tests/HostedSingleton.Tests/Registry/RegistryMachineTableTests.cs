using HostedSingleton.Registry;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Every place of a claim's life with everything that can happen there: what is done, and where the claim then stands.</summary>
public sealed class RegistryMachineTableTests
{
    /// <summary>Where it starts | what happens | what is done | where it stands.</summary>
    public static TheoryData<string> Transitions =>
    [
        "asking     | owned         | tell owned 1                                  | Owned",
        "asking     | queued        | tell queued                                   | Queued",
        "asking     | queued behind | tell queued behind them                       | Queued",
        "asking     | taken         | tell taken by them, tell done 1               | Done",
        "asking     | lost          | unregister 1, register 2                      | Asking",
        "asking     | clash         |                                               | Asking",
        "asking     | noted         |                                               | Asking",
        "asking     | unknown       |                                               | Asking",
        "asking     | unknown, wait | register 1                                    | Asking",
        "asking     | refused       | trouble                                       | Asking",
        "asking     | refused, wait | trouble, register 1                           | Asking",
        "asking     | gone, wait    |                                               | Asking",
        "asking     | sees grant    | tell owned 1                                  | Owned",
        "asking     | sees grant, queued | tell owned 1                             | Owned",
        "asking     | sees loss     | end session, register 2                      | Asking",
        "asking     | sees other    |                                               | Asking",
        "asking     | release       |                                               | Releasing",
        "asking     | complete      |                                               | Asking",
        "asking     | requeue       |                                               | Asking",
        "asking     | isolate       |                                               | Asking",
        "asking     | join, join owned  | tell owned 1                              | Owned",
        "asking     | join, join queued | tell queued                               | Queued",
        "asking     | join, join silent | register 1                                | Asking",
        "asking     | join, release, join queued | unregister 1                     | Releasing",
        "asking     | cut off       | tell queued                                   | Asking",
        "asking     | island        | tell owned 1                                  | Owned",

        "queued     | sees grant    | tell owned 1                                  | Owned",
        "queued     | sees loss     | unregister 1, register 2                      | Asking",
        "queued     | sees other    |                                               | Queued",
        "queued     | beat          |                                               | Queued",
        "queued     | release       | unregister 1                                  | Releasing",
        "queued     | join, join owned  | tell owned 1                              | Owned",
        "queued     | join, join queued |                                           | Queued",
        "queued     | join, join lost   | unregister 1, register 2                  | Asking",
        "queued     | island        | tell owned 1                                  | Owned",

        "trying     | beat          | register 1                                    | Queued",
        "trying     | beat, beat    | register 1                                    | Queued",
        "trying     | beat, taken   | register 1, tell taken by them, tell done 1   | Done",
        "taking     | beat          | reregister 1                                  | Queued",
        "taking     | settling beat |                                               | Queued",

        "asking      | overdue, owned    |                                          | Queued",
        "asking      | overdue, sees grant |                                        | Queued",
        "asking      | parting, owned    | tell owned 1                             | Owned",

        "stop asking | owned             | tell owned 1                             | Owned",
        "stop asking | overdue, owned    |                                          | Queued",
        "stop asking | parting, owned    |                                          | Queued",
        "stop asking | overdue, sees grant |                                        | Queued",
        "stop asking | island            | tell queued                              | Asking",
        "stop owned  | isolate           | tell isolated                            | Ending",
        "stop owned  | isolate, isolate  | tell isolated                            | Ending",
        "stop owned  | isolate, requeue  | tell isolated, register 2                | Asking",
        "stop owned  | isolate, release  | tell isolated, unregister 1              | Releasing",
        "stop owned  | isolate, sees loss | tell isolated                           | Ending",
        "stop owned  | isolate, sees grant | tell isolated, renew 99                | Ending",
        "stop owned  | isolate, grace    | tell isolated                            | Ending",
        "stop owned  | sees loss, grace  | tell lost Decided                        | Ending",
        "stop owned  | isolate, join, join noted, requeue | tell isolated, register 2 | Asking",

        "owned      | sees grant    | renew 99                                      | Owned",
        "owned      | sees loss     | tell lost Decided                             | Ending",
        "owned      | sees loss, sees loss | tell lost Decided                      | Ending",
        "owned      | sees other    |                                               | Owned",
        "owned      | release       | unregister 1                                  | Releasing",
        "owned      | complete      | complete 1                                    | Completed",
        "owned      | requeue       |                                               | Owned",
        "owned      | isolate       |                                               | Owned",
        "owned      | leave         | tell isolated                                 | Ending",
        "owned      | join, join owned  | renew 99                                  | Owned",
        "owned      | join, join lost   | tell lost Decided                         | Ending",
        "owned      | join, join lost, sees loss | tell lost Decided                | Ending",
        "owned      | join, join clash  | decide 1 against 50                       | Clashing",
        "owned      | join, complete, join owned | renew 99, complete 1             | Completed",
        "owned      | join, complete, join clash | complete 1                       | Completed",
        "owned      | join, release, join owned  | unregister 1                     | Releasing",
        "owned      | island        |                                               | Owned",

        "completed  | done          |                                               | Completed",
        "completed  | unchanged     | resolve 1 Theirs@-1                           | Completed",
        "completed  | unchanged, lost | resolve 1 Theirs@-1, tell lost Decided      | Ending",
        "completed  | unknown, wait | complete 1                                    | Completed",
        "completed  | gone          |                                               | Completed",
        "completed  | sees loss     | tell lost Decided                             | Ending",
        "completed  | release       | unregister 1                                  | Releasing",
        "completed  | isolate       |                                               | Completed",
        "completed  | join, join owned | renew 99, complete 1                       | Completed",

        "clashing   | decide mine   | resolve 1 Mine@50                             | Clashing",
        "clashing   | decide theirs | resolve 1 Theirs@50                           | Clashing",
        "clashing   | decide none   | resolve 1 None@50                             | Clashing",
        "clashing   | sees grant    | renew 99                                      | Owned",
        "clashing   | sees grant, decide mine | renew 99                            | Owned",
        "clashing   | sees loss     | tell lost Decided                             | Ending",
        "clashing   | release       | unregister 1                                  | Releasing",
        "clashing   | release, decide mine | unregister 1                           | Releasing",
        "clashing   | complete      | resolve 1 Theirs@-1                           | Completed",
        "clashing   | join, join clash  |                                           | Clashing",
        "clashing   | join, join owned  | renew 60                                  | Owned",
        "clashing   | join, decide mine, join clash | resolve 1 Mine@50             | Clashing",
        "clashing   | join, decide mine, join other clash | decide 1 against 60     | Clashing",

        "decided    | owned         | renew 60                                      | Owned",
        "decided    | lost          | tell lost Decided                             | Ending",
        "decided    | other clash   | decide 1 against 60                           | Clashing",
        "decided    | unknown, wait | resolve 1 Mine@50                             | Clashing",
        "decided    | refused, wait | resolve 1 Mine@50                             | Clashing",
        "decided    | gone          |                                               | Clashing",
        "decided    | sees grant, unknown, wait | renew 99                          | Owned",
        "decided    | join, join clash  | resolve 1 Mine@50                         | Clashing",
        "decided    | release, owned, done | unregister 1, tell done 1              | Done",

        "ending     | release       | unregister 1                                  | Releasing",
        "ending     | grace         | gave up, unregister 1                         | Releasing",
        "ending     | grace, done   | gave up, unregister 1, tell done 1            | Done",
        "ending     | complete      |                                               | Ending",
        "ending     | sees loss     |                                               | Ending",
        "ending     | join, join lost |                                             | Ending",
        "ending     | join, join noted |                                            | Ending",
        "ending     | requeue       | register 2                                    | Asking",
        "ending     | isolate       |                                               | Ending",

        "releasing  | done          | tell done 1                                   | Done",
        "releasing  | unchanged     | tell done 1                                   | Done",
        "releasing  | unknown, wait | unregister 1                                  | Releasing",
        "releasing  | refused, wait | trouble, unregister 1                         | Releasing",
        "releasing  | gone, join, join silent | tell done 1                         | Done",
        "releasing  | sees grant    |                                               | Releasing",
        "releasing  | sees loss     |                                               | Releasing",
        "releasing  | release       |                                               | Releasing",
        "releasing  | cut off       | tell done 1                                   | Done",
        "releasing  | complete      |                                               | Releasing",
        "releasing  | requeue       |                                               | Releasing",
    ];

    [Theory]
    [MemberData(nameof(Transitions))]
    public void A_claim_lives_by_the_table(string row)
    {
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        var script = new RegistryScript();
        var claim = At(script, cells[0]);
        script.Did();
        foreach (var step in cells[1].Split(", "))
        {
            Happen(script, claim, step);
        }

        Assert.Equal((cells[2], cells[3]), (script.Did(), claim.Phase.ToString()));
    }

    private static LocalClaim At(RegistryScript script, string place)
    {
        var claim = place switch
        {
            "asking" or "queued" => script.Claim(),
            "stop asking" => script.Claim(stop: true),
            "trying" => script.Claim(ClaimMode.Once),
            "taking" => script.Claim(ClaimMode.Take),
            "stop owned" => script.Owner(stop: true),
            _ => script.Owner(),
        };
        string[] way = place switch
        {
            "queued" or "trying" or "taking" => ["queued"],
            "completed" => ["complete"],
            "clashing" => ["join", "join clash"],
            "decided" => ["join", "join clash", "decide mine"],
            "ending" => ["sees loss"],
            "releasing" => ["release"],
            _ => [],
        };
        foreach (var step in way)
        {
            Happen(script, claim, step);
        }

        return claim;
    }

    private static void Happen(RegistryScript script, LocalClaim claim, string what)
    {
        if (what.StartsWith("join ", StringComparison.Ordinal))
        {
            script.Admit(WordOn(script, claim, what["join ".Length..]) is { } verdict ? [verdict] : []);
        }
        else if (WordOn(script, claim, what) is { } answer)
        {
            script.Answer(answer);
        }
        else if (!Answer(script, what) && !Change(script, claim, what))
        {
            Ask(script, claim, what);
        }
    }

    private static ClaimVerdict? WordOn(RegistryScript script, LocalClaim claim, string word) => word switch
    {
        "owned" => StoreWord.Owned(claim, claim.Phase == ClaimPhase.Clashing ? 60 : 99, script.Version++),
        "queued" => StoreWord.Queued(claim, script.Version++),
        "queued behind" => StoreWord.Queued(claim, script.Version++, StoreWord.Them()),
        "taken" => StoreWord.Taken(claim, script.Version++),
        "lost" => StoreWord.Lost(claim, script.Version++),
        "clash" => StoreWord.Clash(claim, script.Version++),
        "other clash" => StoreWord.Clash(claim, script.Version++, token: 60),
        "noted" => StoreWord.Noted(claim, script.Version++),
        _ => null,
    };

    private static bool Answer(RegistryScript script, string what)
    {
        StoreReply? reply = what switch
        {
            "unknown" => new UnknownReply("test"),
            "refused" => new RefusedReply("test"),
            "gone" => new GoneReply(),
            "done" => new DoneReply(true),
            "unchanged" => new DoneReply(false),
            _ => null,
        };
        if (reply is not null)
        {
            script.Answer(reply);
        }

        return reply is not null;
    }

    private static bool Change(RegistryScript script, LocalClaim claim, string what)
    {
        switch (what)
        {
            case "sees grant":
                script.See(StoreWord.Record(StoreWord.Me(claim, 99)));
                return true;
            case "sees loss":
                script.See(StoreWord.Record(StoreWord.Them(), StoreWord.LossOf(claim)));
                return true;
            case "sees other":
                script.See(StoreWord.Record(StoreWord.Them()));
                return true;
            case "wait":
                script.Pass(RegistryScript.RetryAfter);
                return true;
            case "grace":
                script.Pass(RegistryScript.Grace);
                return true;
            case "overdue":
                script.IsWithinDeadline = false;
                return true;
            case "parting":
                script.Machine.IsParting = true;
                return true;
            default:
                return false;
        }
    }

    private static void Ask(RegistryScript script, LocalClaim claim, string what)
    {
        Action asked = what switch
        {
            "release" => () => script.Machine.Release(claim),
            "complete" => () => script.Machine.Complete(claim),
            "requeue" => () => script.Machine.Requeue(claim),
            "isolate" => () => script.Machine.Isolate(),
            "leave" => () => script.Machine.Isolate(all: true),
            "beat" => () => script.Machine.Beaten(new BeatReply(0, false, Settling: false)),
            "settling beat" => () => script.Machine.Beaten(new BeatReply(0, false, Settling: true)),
            "join" => () => script.Present(),
            "decide mine" => () => script.Decide(claim, Decision.Mine),
            "decide theirs" => () => script.Decide(claim, Decision.Theirs),
            "decide none" => () => script.Decide(claim, Decision.None),
            "cut off" => () => script.CutOff(islands: false),
            "island" => () => script.CutOff(islands: true),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "The table knows no such thing."),
        };
        asked();
    }
}
