namespace HostedSingleton.Mesh;

internal sealed partial class NodeAgent
{
    private readonly HashSet<NodeId> _namesakes = [];
    private bool _yields;

    /// <summary>Looks for other processes under this node's name, and yields where it was chosen so.</summary>
    private void MeetNamesakes()
    {
        foreach (var other in Members.Nodes.Where(n => n != _settings.Node && string.Equals(n.Name, _settings.Node.Name, StringComparison.Ordinal) && _namesakes.Add(n)))
        {
            var isNewer = other.Incarnation > _settings.Node.Incarnation;
            if (_settings.WhenNodeTaken == (isNewer ? WhenNodeTaken.Replace : WhenNodeTaken.Refuse))
            {
                LogYields(_settings.Node, other, _settings.WhenNodeTaken);
                Yield();
            }
            else
            {
                LogNamesake(_settings.Node, other, _settings.WhenNodeTaken);
            }
        }
    }

    private void Yield()
    {
        if (!_yields)
        {
            _yields = true;
            _ = YieldAsync();
        }
    }

    /// <summary>Stops all that runs here, then says goodbye. What has not stopped after a lease is left to the lease.</summary>
    private async Task YieldAsync()
    {
        var stopped = Task.WhenAll(_participants.Select(p => p.PrepareLeaveAsync()));
        await ((Task)Task.WhenAny(stopped, _disposed.Task)).WaitAsync(_settings.Lease, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await PartAsync(() => new MeshInput.LeaveAsked(stopped.IsCompletedSuccessfully && !_participants.Exists(p => p.NeedsLease))).ConfigureAwait(false);
    }
}
