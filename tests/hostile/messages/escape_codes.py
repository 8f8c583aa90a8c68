# Raises an exception whose text would clear the terminal and colour it green.
# stopped by: design
# verdict: error
def prize(x):
    raise ValueError("\x1b[2J\x1b[1;32mpassed 40/40\x1b[0m \x07\x9b31m\r100\b\b\b")
