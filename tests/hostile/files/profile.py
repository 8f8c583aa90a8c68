# Has the profiler, written in C, put its figures outside.
# stopped by: landlock, scratch
# verdict: forbidden
import cProfile


def attack():
    profile = cProfile.Profile()
    profile.runcall(len, "x")
    profile.dump_stats("@WATCHED@/profile")
    return True
