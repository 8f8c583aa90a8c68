# Makes a temporary file in a folder outside.
# stopped by: landlock, scratch
# verdict: forbidden
import tempfile


def attack():
    with tempfile.NamedTemporaryFile(dir="@WATCHED@") as file:
        return file.name
