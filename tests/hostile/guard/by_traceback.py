# Gets at a guard's frames through an exception that it raises.
# stopped by: design
# part: naive_total
# verdict: forbidden, error


def naive_total(x):
    try:
        return x.sum()
    except BaseException as error:
        trace = error.__traceback__
        while getattr(trace, "tb_" + "next"):
            trace = getattr(trace, "tb_" + "next")
        guard = getattr(getattr(trace, "tb_" + "frame"), "f_" + "locals")["self"]
        guard.violation = ""
        guard._paused = 1
        return x.sum()
