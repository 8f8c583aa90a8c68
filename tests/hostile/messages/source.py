# Has its own name and lines look like formulas where an error is located.
# stopped by: design
# verdict: error
def prize(x):
    exec(compile("raise ValueError('=1+1')", "\x1b[2J=1+1.py", "exec"))
