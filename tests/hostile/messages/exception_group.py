# Raises a thousand exceptions at once, nested.
# stopped by: design
# verdict: error
def prize(x):
    group = ExceptionGroup("=1+1", [ValueError("\x1b[2J")])
    for _ in range(200):
        group = ExceptionGroup("\x1b[31m", [group, ValueError("x")])
    raise group
