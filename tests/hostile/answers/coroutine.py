# Answers with a promise of an answer.
# stopped by: design
# verdict: failed, error
import warnings

warnings.simplefilter("ignore")


async def prize(x):
    return x
