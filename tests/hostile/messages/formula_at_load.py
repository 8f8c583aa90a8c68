# Fails while it is loaded, with a formula as message, so that it comes first in a cell.
# stopped by: design
# verdict: error, missing
class Formula(Exception):
    pass


Formula.__name__ = "@SUM(1+9)*cmd|' /C calc'!A0"
raise Formula("\n=1+1\n-2+3\t@SUM(1)")
