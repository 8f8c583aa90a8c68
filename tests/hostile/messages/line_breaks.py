# Raises an exception whose text would begin new rows of a table.
# stopped by: design
# verdict: error
def prize(x):
    raise ValueError('x"\r\n@STUDENT@,hostile,prize,prize_seen,visible,passed,40,40,0.001,\u2028\u2029\x85\x0b\x0c"')
