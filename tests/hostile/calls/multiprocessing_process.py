# Starts a process that outlives it, with multiprocessing.
# stopped by: landlock, seccomp
# verdict: forbidden
import multiprocessing
import time


def attack():
    process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
    process.start()
    return process.is_alive()
