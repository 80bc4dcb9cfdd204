using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Peers;

// Hosts Akka.NET's cluster singleton among the nodes a, b and c, with that library's own defaults but for ports, seeds and logs.
var teller = new Teller(args);

// The ports follow from what all nodes of a run have in common.
var first = 40_000 + int.Parse(teller["Redis"].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) % 10_000;
int Port(char node) => first + node - 'a';
var system = ActorSystem.Create("peers", ConfigurationFactory.ParseString($$"""
    akka.loglevel = OFF
    akka.stdout-loglevel = OFF
    akka.actor.provider = cluster
    akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{Port(teller["Node"][0])}} }
    akka.cluster.seed-nodes = ["akka.tcp://peers@127.0.0.1:{{Port('a')}}", "akka.tcp://peers@127.0.0.1:{{Port('b')}}", "akka.tcp://peers@127.0.0.1:{{Port('c')}}"]
    """).WithFallback(ClusterSingleton.DefaultConfig()));
var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
Cluster.Get(system).RegisterOnMemberUp(up.SetResult);
await up.Task;
teller.Tell("joined");
teller.Tell("standby");
system.ActorOf(ClusterSingletonManager.Props(Props.Create(() => new Body(teller)), PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system)), "singleton");
await system.WhenTerminated;

/// <summary>Runs as long as it lives.</summary>
internal sealed class Body(Teller teller) : ReceiveActor
{
    protected override void PreStart() => teller.Tell("running");

    protected override void PostStop() => teller.Tell("stopped");
}
