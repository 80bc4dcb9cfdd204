namespace HostedSingleton.Mesh;

/// <summary>
/// Whether the node is wanted in its mesh. The last word counts, also while an earlier one is still being carried out: a disconnect may have to wait for bodies to stop.
/// </summary>
internal sealed class Wishes
{
    private readonly Lock _gate = new();
    private long _last;
    private long _connect;
    private long _disconnect;

    /// <summary>The node is wanted in the mesh.</summary>
    /// <returns>The number of this wish.</returns>
    public long Connect()
    {
        lock (_gate)
        {
            return _connect = ++_last;
        }
    }

    /// <summary>The node is to be cut off.</summary>
    /// <returns>The number of this wish.</returns>
    public long Disconnect()
    {
        lock (_gate)
        {
            return _disconnect = ++_last;
        }
    }

    /// <summary>Whether a connect was asked for after this disconnect.</summary>
    public bool IsConnectedSince(long disconnect)
    {
        lock (_gate)
        {
            return _connect > disconnect;
        }
    }

    /// <summary>Whether a disconnect was asked for after this connect.</summary>
    public bool IsDisconnectedSince(long connect)
    {
        lock (_gate)
        {
            return _disconnect > connect;
        }
    }
}
