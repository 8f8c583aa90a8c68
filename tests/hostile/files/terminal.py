# Writes to the terminal of whoever grades.
# stopped by: landlock, kernel
# verdict: error, forbidden


def attack():
    with open("/dev/tty", "w") as file:
        return file.write("hello")
