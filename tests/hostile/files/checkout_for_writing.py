# Opens the grader's own source for writing.
# stopped by: landlock, scratch
# verdict: forbidden
import os


def attack():
    return os.open("@ROOT@/grader/grading.py", os.O_RDWR) >= 0
