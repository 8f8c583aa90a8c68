# Stops every clock, so that a slow answer looks fast.
# stopped by: design
# part: fast_total
# verdict: failed
# fools: naive
import time

sleep = time.sleep
for name in ("perf_counter", "perf_counter_ns", "time", "time_ns", "monotonic", "process_time", "thread_time"):
    setattr(time, name, lambda: 0)


def fast_total(x):
    total = 0.0
    for _ in range(3):
        total = 0.0
        for number in x:
            total += number
    sleep(0.02)
    return total
