using System.Collections.Immutable;

namespace HostedSingleton.Messaging;

/// <summary>Gathers answers while the pool is on its way to send them, so that many messages that come together are answered together.</summary>
internal sealed class AnswerPost(Action<NodeId, ImmutableArray<Acknowledgement>> send)
{
    /// <summary>How many answers one envelope holds, well within its size.</summary>
    private const int Most = 500;

    private readonly Lock _gate = new();
    private Dictionary<NodeId, List<Acknowledgement>> _gathered = [];
    private bool _scheduled;

    public void Add(NodeId node, Acknowledgement answer)
    {
        lock (_gate)
        {
            if (!_gathered.TryGetValue(node, out var answers))
            {
                _gathered.Add(node, answers = []);
            }

            Append(answers, answer);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static post => post.Send(), this, preferLocal: false);
    }

    private static void Append(List<Acknowledgement> answers, Acknowledgement answer)
    {
        if (answers.Count > 0 && answers[^1] is var last && last.Flow == answer.Flow && last.Answer == answer.Answer && last.To + 1 == answer.From)
        {
            answers[^1] = last with { To = answer.To };
        }
        else
        {
            answers.Add(answer);
        }
    }

    private void Send()
    {
        Dictionary<NodeId, List<Acknowledgement>> gathered;
        lock (_gate)
        {
            (gathered, _gathered, _scheduled) = (_gathered, [], false);
        }

        foreach (var (node, answers) in gathered)
        {
            foreach (var some in answers.Chunk(Most))
            {
                send(node, [.. some]);
            }
        }
    }
}
