# Raises an exception whose text cannot be encoded.
# stopped by: design
# verdict: error
def prize(x):
    raise ValueError("\ud800\udfff passed \udc80 \x00 \ufeff \ufffe")
