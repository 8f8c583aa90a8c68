# Answers with texts that would be dangerous to show.
# stopped by: design
# verdict: failed
def prize(x):
    return {"=1+1": "\x1b[2J", "@SUM(1)": ["-1", "\ud800", "\u202e"], "\x1b]0;title\x07": "+1"}
