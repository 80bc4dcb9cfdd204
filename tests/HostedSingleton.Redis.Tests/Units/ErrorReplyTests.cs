using HostedSingleton.Store;

namespace HostedSingleton.Redis.Tests;

/// <summary>What each error of a server becomes.</summary>
public sealed class ErrorReplyTests
{
    [Theory]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.", "maxmemory")]
    [InlineData("READONLY You can't write against a read only replica.", "primary")]
    [InlineData("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", "disk")]
    [InlineData("NOREPLICAS Not enough good replicas to write.", "min-replicas-to-write")]
    [InlineData("NOPERM this user has no permissions to run the 'evalsha' command", "ACL SETUSER")]
    [InlineData("NOAUTH Authentication required.", "password=")]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.", "Check password")]
    [InlineData("ERR invalid password", "Check password")]
    [InlineData("LOADING Redis is loading the dataset in memory", "loading")]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "primary")]
    [InlineData("CLUSTERDOWN Hash slot not served", "CLUSTER INFO")]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value", "another name")]
    [InlineData("ERR unknown command 'evalsha'", "6.2")]
    [InlineData("HSFENCED no replica of the server is in step, and min-replicas-to-write asks for one.", "No replica of the server is in step, and min-replicas-to-write asks for one.")]
    [InlineData("HSREFUSED this Redis is 6.0; HostedSingleton needs 6.2 or newer. Upgrade the server", "This Redis is 6.0; HostedSingleton needs 6.2 or newer. Upgrade the server.")]
    public void A_server_that_will_not_is_refused_with_what_to_do(string error, string advice) =>
        Assert.Contains(advice, Assert.IsType<RefusedReply>(ErrorReplies.Read(error)).Reason);

    [Fact]
    public void Redis_6_wraps_the_error_of_a_command_inside_a_script()
    {
        const string Wrapped = "ERR Error running script (call to f_abc): @user_script:12: @user_script: 12: -OOM command not allowed when used memory > 'maxmemory'.";

        Assert.Contains("maxmemory", Assert.IsType<RefusedReply>(ErrorReplies.Read(Wrapped)).Reason);
    }

    [Fact]
    public void Where_in_the_script_it_happened_is_left_out()
    {
        var refused = Assert.IsType<RefusedReply>(ErrorReplies.Read("OOM command not allowed. script: 85c2b9, on @user_script:33."));

        Assert.EndsWith("(It says: OOM command not allowed.)", refused.Reason);
    }

    [Theory]
    [InlineData("NOREPLICAS Not enough good replicas to write.", true)]
    [InlineData("HSFENCED no replica of the server is in step", true)]
    [InlineData("LOADING Redis is loading the dataset in memory", true)]
    [InlineData("CLUSTERDOWN Hash slot not served", true)]
    [InlineData("ERR Error running script (call to f_abc): @user_script:12: -MISCONF Errors writing to the AOF file", true)]
    [InlineData("HSREFUSED the key hs:{LOADING}:meta is a string that HostedSingleton has not written", false)]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.", false)]
    [InlineData("NOAUTH Authentication required.", false)]
    public void A_primary_that_takes_no_writes_may_have_been_replaced(string error, bool mayBe) => Assert.Equal(mayBe, ErrorReplies.MayBeReplaced(error));

    [Theory]
    [InlineData("BUSY Redis is busy running a script.")]
    [InlineData("TRYAGAIN Multiple keys request during rehashing of slot")]
    [InlineData("ERR user_script:3: attempt to index a nil value")]
    public void Any_other_error_is_unknown(string error) => Assert.IsType<UnknownReply>(ErrorReplies.Read(error));
}
