"""What a mistake looks like: hypotheses, tried on what was seen and what was expected.

Each takes the evidence of a check, all its cases and all values of each, and states a diagnosis only where that
explains every value that is wrong and agrees with those that are right. A wrong guess is worse than none, so a
hypothesis also asks for enough data: what two numbers show may be chance.
"""
