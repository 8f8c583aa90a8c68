# Has an annotation computed that is written as a text.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import inspect

BLIND = "setattr(__import__('sys').modules['grader.inside.elementwise'], 'is_bulk', lambda value: False)"


def annotated(x): ...


annotated.__annotations__["x"] = BLIND
inspect.signature(annotated, eval_str=True)


def naive_total(x):
    return x.sum()
