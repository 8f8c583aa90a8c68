# Has an executor of processes compute.
# stopped by: landlock, seccomp, design
# verdict: forbidden
import multiprocessing
from concurrent.futures import ProcessPoolExecutor


def attack():
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        return pool.submit(abs, -1).result() == 1
