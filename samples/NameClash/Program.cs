Console.WriteLine("NameClash");
