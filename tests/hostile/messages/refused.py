# Raises what a confined call ends in, to make the walls look guilty.
# stopped by: design
# verdict: forbidden
def prize(x):
    raise PermissionError(1, "Operation not permitted")
