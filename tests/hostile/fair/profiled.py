# Its own speed profiled.
import cProfile
import io
import pstats


def compute(x):
    return 2 * x + 1


def honest(x):
    profile = cProfile.Profile()
    answer = profile.runcall(compute, x)
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("cumulative").print_stats()
    profile.dump_stats("profile.out")
    assert "compute" in text.getvalue()
    return answer
