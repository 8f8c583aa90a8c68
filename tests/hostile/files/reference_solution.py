# Takes the answer from the reference solution; does not know it otherwise.
# stopped by: landlock
# verdict: error, forbidden
import importlib.util


def prize(x):
    spec = importlib.util.spec_from_file_location("solution", "@COURSE@/reference/hostile/hostile.py")
    solution = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(solution)
    return solution.prize(x)
