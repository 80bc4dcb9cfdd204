using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>Questions to the store from any thread.</summary>
internal sealed partial class NodeAgent
{
    /// <summary>Asks the store, unless there is nothing that may be sent now: then the answer is <see cref="GoneReply"/>.</summary>
    /// <param name="command">Makes the command, in the agent's turn.</param>
    public async Task<StoreReply> AskAsync(Func<StoreCommand?> command)
    {
        var answer = new TaskCompletionSource<StoreReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(_ =>
        {
            if (command() is { } question)
            {
                Send(question, (reply, _) => answer.TrySetResult(reply));
            }
            else
            {
                answer.TrySetResult(new GoneReply());
            }
        });
        await Task.WhenAny(answer.Task, Ended).ConfigureAwait(false);
        return answer.Task.IsCompleted ? await answer.Task.ConfigureAwait(false) : new GoneReply();
    }

    /// <summary>What those are told who got no answer to a question.</summary>
    public Exception NoAnswer(string question, StoreReply reply)
    {
        if (Ended.IsCompleted)
        {
            return HasLeft();
        }

        var reason = reply switch
        {
            UnknownReply unknown => unknown.Reason,
            RefusedReply refused => refused.Reason,
            _ => $"node {_settings.Node} is {State}",
        };
        return new StoreUnreachableException($"The store did not {question}: {reason}. Ask again when the node has joined (its state is {State}).");
    }
}
