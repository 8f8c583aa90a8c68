# Raises an exception whose text would be shown from right to left, and hides letters.
# stopped by: design
# verdict: error
def prize(x):
    raise ValueError("\u202e004/004 dessap\u202c \u2066\u200b\u200d\u2069 \U000e0041 \ufeff")
