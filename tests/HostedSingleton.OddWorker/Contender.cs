using System.Globalization;
using Worker;

namespace HostedSingleton.OddWorker;

/// <summary>
/// Contends for locks as its standard input says: <c>ask N</c> stands in line for each eighth lock from the N-th on, <c>hold N</c> takes one for good. Of each
/// lock it held and let go it prints a line: number, token, when it was granted, when it was let go, and what went wrong with it meanwhile.
/// </summary>
internal sealed class Contender(WorkerSettings worker, OddSettings odd, IGlobalLocks locks, IGlobalRegistry registry, INodeMesh mesh, TimeProvider time)
{
    private const int Contenders = 8;

    /// <summary>Who asks on this node; whoever names nobody is another.</summary>
    private const string Requester = "contender";

    public async Task RunAsync(TextReader input)
    {
        await registry.SyncAsync();
        Print("ready");
        while (await input.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var number = int.Parse(words[1], CultureInfo.InvariantCulture);
            _ = words[0] == "hold" ? HoldAsync(number) : Task.WhenAll(Enumerable.Range(0, odd.Locks).Where(i => i % Contenders == number).Select(TakeAsync));
        }
    }

    private async Task HoldAsync(int number)
    {
        await locks.AcquireAsync(ResourceOf(number), Requester);
        Print($"holds {number}");
    }

    private async Task TakeAsync(int number)
    {
        var held = await locks.AcquireAsync(ResourceOf(number), Requester);
        var granted = time.GetTimestamp();
        var wrong = await WrongAsync(held);
        var (token, released) = (held.FencingToken, time.GetTimestamp());
        await held.DisposeAsync();
        Print($"held {number} {token} {granted} {released} {wrong}");
    }

    /// <summary>A nested acquire that is let go, and one that fails, take nothing from what is held.</summary>
    private async Task<string> WrongAsync(GlobalLock held)
    {
        await using (var nested = await locks.TryAcquireAsync(held.Resource, requester: Requester))
        {
            if (nested?.FencingToken != held.FencingToken)
            {
                return $"a nested acquire got {nested}";
            }
        }

        return await locks.TryAcquireAsync(held.Resource) is { } stranger ? $"a stranger got {stranger}"
            : held.Lost.IsCancellationRequested ? "lost"
            : locks.HolderOf(held.Resource)?.Node != mesh.Self ? $"shown as held by {locks.HolderOf(held.Resource)}"
            : "";
    }

    private static string ResourceOf(int number) => $"lock {number}";

    private void Print(string text) => Console.WriteLine($"{worker.Node} {text}");
}
