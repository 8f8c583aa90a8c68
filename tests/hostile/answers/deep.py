# Answers with lists nested ten thousand deep.
# stopped by: design
# verdict: failed
def prize(x):
    answer = 1.0
    for _ in range(10_000):
        answer = [answer]
    return answer
