# Answers with lists of the same lists, that fan out to a billion.
# stopped by: design
# verdict: failed
def prize(x):
    answer = [0.0]
    for _ in range(20):
        answer = [answer] * 10
    return answer
