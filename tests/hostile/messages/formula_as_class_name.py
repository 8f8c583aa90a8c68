# Raises an exception whose class is called like a formula.
# stopped by: design
# verdict: error
def prize(x):
    raise type("=1+1", (Exception,), {"__module__": "builtins"})("+1")
