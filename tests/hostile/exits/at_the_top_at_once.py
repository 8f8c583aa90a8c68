# Ends the process while it is loaded, with the status of success.
# stopped by: design
# verdict: error, missing
# fools: naive
import os

os._exit(0)
