# Raises an exception whose text is markup of the terminal's library, and of web pages.
# stopped by: design
# verdict: error
def prize(x):
    raise ValueError("[bold green]passed[/] [link=http://127.0.0.1/]x[/link] <script>alert(1)</script> {0} %s")
