using HostedSingleton.Benchmarks;

// What follows is a child of a row, the benchmarks of BenchmarkDotNet, or the runner.
try
{
    return args.FirstOrDefault() switch
    {
        "child" => await Child.RunAsync(args[1..]),
        "--in-process" => InProcess.Run(args[1..]),
        _ => await Runner.RunAsync(Options.Parse(args)),
    };
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
