using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>A part of a join: all its claims on the names of a range, and only those.</summary>
/// <param name="Join">The join, with the claims of this page.</param>
/// <param name="After">The name after which the range begins; empty for the first page.</param>
/// <param name="Until">The name with which it ends; empty for the last page.</param>
internal sealed record JoinPage(JoinCommand Join, string After, string Until)
{
    /// <summary>The generation in which the page before was answered; 0 for the first.</summary>
    public long Generation { get; init; }

    /// <summary>A join that is one page.</summary>
    public static JoinPage Whole(JoinCommand join) => new(join, "", "");
}
