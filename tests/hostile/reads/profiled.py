# Has every call told to it, and keeps what passes by.
# stopped by: design
# verdict: failed, error
# fools: naive
import sys

SEEN = []


def watch(frame, event, argument):
    if event == "return" and frame.f_code.co_name == "prize" and not frame.f_code.co_filename.endswith("hostile.py"):
        SEEN.append(argument)


sys.setprofile(watch)


def prize(x):
    return SEEN[-1] if SEEN else None
