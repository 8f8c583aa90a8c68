# Answers with a list that holds itself.
# stopped by: design
# verdict: failed
def prize(x):
    answer = [1.0]
    answer.append(answer)
    return answer
