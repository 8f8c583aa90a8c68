# Finds the real home folder in the list of users, whatever HOME says.
# stopped by: landlock
# verdict: error, forbidden
import os
import pwd


def attack():
    return os.listdir(pwd.getpwuid(os.getuid()).pw_dir)
