# Asks a web server on this machine for a page.
# stopped by: landlock, seccomp
# verdict: forbidden
import urllib.request


def attack():
    try:
        urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=0.2)
    except TimeoutError:
        return True  # connected, and nobody answers
