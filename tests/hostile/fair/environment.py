# Settings in the environment, arguments, and a main part.
import argparse
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ.setdefault("OMP_NUM_THREADS", "1")
parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=3)
settings = parser.parse_args([])

if __name__ == "__main__":
    print("run as a script")
    sys.exit(0)


def honest(x):
    assert os.getenv("HOME") and os.environ["TF_CPP_MIN_LOG_LEVEL"] == "3" and sys.argv is not None
    assert os.path.expanduser("~") and settings.epochs == 3 and os.cpu_count() and os.getpid()
    os.environ.pop("OMP_NUM_THREADS", None)
    return 2 * x + 1
