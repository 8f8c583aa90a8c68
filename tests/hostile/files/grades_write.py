# Puts a table of its own into the folder of grades.
# stopped by: landlock, scratch
# verdict: forbidden


def attack():
    with open("@OUTPUT@/@STUDENT@.csv", "w") as file:
        return file.write("student_id,score\r\n@STUDENT@,100\r\n")
