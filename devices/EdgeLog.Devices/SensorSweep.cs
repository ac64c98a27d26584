namespace EdgeLog.Devices;

/// <summary>
/// Reads all of a device's sensors once: finds them, reads those that are due, limits the time that each may take, and
/// keeps
/// what is known of them. Owned by the device's loop.
/// </summary>
internal sealed class SensorSweep(string device, Driver driver, TimeProvider time)
{
    private readonly SortedDictionary<string, SensorState> _states = new(StringComparer.Ordinal);
    private readonly SensorState _self = new(new DeviceItself(device), time);
    private Task<IReadOnlyList<Sensor>>? _discovery;

    /// <summary>How many readings did not answer within their time.</summary>
    public long HangCount { get; private set; }

    /// <summary>Reads; gives back every sensor that has something to say.</summary>
    public async Task<IReadOnlyList<SensorState>> RunAsync(CancellationToken cancellation)
    {
        string? error = await DiscoverAsync(cancellation);
        List<SensorState> due = [];
        foreach (SensorState state in _states.Values)
        {
            if (error is not null || !state.IsDue)
            {
                state.StayBad(error ?? state.Last?.Error ?? "still no answer");
            }
            else
            {
                due.Add(state);
            }
        }

        while (due.Count > 0)
        {
            due = await PassAsync(due, cancellation);
        }

        if (_states.Count > 0)
        {
            return [.. _states.Values.Where(state => state.Last is not null)];
        }

        _self.StayBad(error ?? "no sensor found");
        return [_self];
    }

    /// <summary>Finds the sensors; gives back why the device is not there, or null.</summary>
    private async Task<string?> DiscoverAsync(CancellationToken cancellation)
    {
        if (!_self.IsDue || _discovery is { IsCompleted: false })
        {
            return _self.Last?.Error ?? "the device does not answer";
        }

        try
        {
            _discovery ??= driver.IsBlocking ? OnOwnThread(driver.Discover) : Task.FromResult(driver.Discover());
            IReadOnlyList<Sensor> found = await _discovery.WaitAsync(DeviceLimits.ReadTimeLimit, time, cancellation);
            _discovery = null;
            if (found.Count == 0 && _states.Count == 0)
            {
                throw new SensorException("no sensor found");
            }

            Merge(found);
            _self.Succeed(null);
            return null;
        }
        catch (TimeoutException)
        {
            // The search goes on; its result is picked up by a later sweep.
            HangCount++;
            return Fail("the device does not answer");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _discovery = null;
            return Fail(e.Message);
        }
    }

    private string Fail(string error)
    {
        _self.Fail(error);
        return error;
    }

    private void Merge(IReadOnlyList<Sensor> found)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Sensor sensor in found.Take(DeviceLimits.MaxSensors))
        {
            names.Add(sensor.Name);
            if (!_states.TryGetValue(sensor.Name, out SensorState? state))
            {
                _states.Add(sensor.Name, state = new SensorState(sensor, time));
            }

            state.Sensor = sensor;
            state.GoneSince = null;
        }

        foreach (SensorState gone in _states.Values.Where(state => !names.Contains(state.Sensor.Name)).ToArray())
        {
            if (gone.GoneSince is null)
            {
                gone.GoneSince = time.GetTimestamp();
                gone.Fail("the sensor is gone");
            }
            else if (_states.Count > DeviceLimits.MaxSensors
                || time.GetElapsedTime(gone.GoneSince.Value) > DeviceLimits.GoneAfter)
            {
                _states.Remove(gone.Sensor.Name);
            }
        }
    }

    /// <summary>Reads as many as answer; gives back those behind one that hangs.</summary>
    private async Task<List<SensorState>> PassAsync(List<SensorState> due, CancellationToken cancellation)
    {
        var pass = new SensorPass(due);
        bool isComplete = true;
        if (driver.IsBlocking)
        {
            isComplete = await RunLimitedAsync(pass, cancellation);
        }
        else
        {
            pass.Run();
        }

        int done = isComplete ? due.Count : pass.DoneCount;
        for (int i = 0; i < done; i++)
        {
            (double? value, string? error) = pass[i];
            if (error is null)
            {
                due[i].Succeed(value);
            }
            else
            {
                due[i].Fail(error);
            }
        }

        if (done == due.Count)
        {
            return [];
        }

        HangCount++;
        due[done].HungPass = pass;
        due[done].Fail($"no answer within {DeviceLimits.ReadTimeLimit.TotalSeconds:0} s");
        return due[(done + 1)..];
    }

    /// <summary>Whether the pass completed; false, and abandoned, where one reading took more than its time.</summary>
    private async Task<bool> RunLimitedAsync(SensorPass pass, CancellationToken cancellation)
    {
        Task running = OnOwnThread(() =>
        {
            pass.Run();
            return true;
        });
        while (true)
        {
            int doneBefore = pass.DoneCount;
            try
            {
                await running.WaitAsync(DeviceLimits.ReadTimeLimit, time, cancellation);
                return true;
            }
            catch (TimeoutException) when (pass.DoneCount != doneBefore)
            {
                // Slow, but moving.
            }
            catch (TimeoutException)
            {
                pass.Abandon();
                return false;
            }
        }
    }

    private static Task<T> OnOwnThread<T>(Func<T> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Stands for a device of which no sensor is known, so that its failure is a record too.</summary>
    private sealed class DeviceItself(string name) : Sensor(name, "")
    {
        public override double? Read() => null;
    }
}
