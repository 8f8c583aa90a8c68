# Ends the program while it is loaded, with the status of success.
# stopped by: design
# verdict: error, missing
# fools: naive
import sys

sys.exit(0)
