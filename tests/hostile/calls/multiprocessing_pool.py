# Has a pool of processes compute.
# stopped by: landlock, seccomp, design
# verdict: forbidden
import multiprocessing


def attack():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(abs, [-1]) == [1]
