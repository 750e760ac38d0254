"""Types lines into a shell on a terminal of its own and reports what each of them ran.

Reads {argv, env, cwd, lines} as JSON. The shell's set-up defines the program as a function that prints its words
between RAN and DONE; a line that ends in a tab is completed before it is run.
"""

import json
import os
import pty
import re
import select
import sys
import time

question = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(question["cwd"])
    os.execvpe(question["argv"][0], question["argv"], question["env"])

screen = ""
deadline = time.monotonic() + 60


def read_until(pattern):
    global screen
    while not (found := re.search(pattern, screen, re.DOTALL)):
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            screen += os.read(terminal, 4096).decode("utf-8", "replace")
        if time.monotonic() > deadline:
            sys.exit(f"nothing came for {pattern}: {screen[-2000:]!r}")
    screen = screen[found.end() :]
    return found.group(1)


read_until("(READY)")
ran = []
for line in question["lines"]:
    os.write(terminal, f"{line}\r".encode())
    ran.append(read_until("RAN(.*?)DONE"))
os.write(terminal, b"exit\r")
os.close(terminal)
print(json.dumps(ran))
