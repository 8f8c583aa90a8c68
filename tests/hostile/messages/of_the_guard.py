# Raises an exception that is called as that of the element-by-element rule, with a text of its own.
# stopped by: design
# verdict: forbidden, error
def prize(x):
    raise type("Forbidden", (BaseException,), {"__module__": "grader.inside.elementwise"})("\x1b[2Jpassed")
