"""Runs the unmodified AWS CLI once a line, as its program `aws` does, all in one process.

{"words": [...]} -> {"exit": code, "output": text}: the same main function, given the same words, with
a driver of its own each time. What is saved is the start of the interpreter.
"""
import contextlib
import io
import json
import sys

import awscli.clidriver


def run(words):
    sys.argv = ["aws", *words]
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            code = awscli.clidriver.main()
        except SystemExit as ended:
            code = ended.code
    return {"exit": code or 0, "output": output.buffer.getvalue().decode("utf-8")}


for line in sys.stdin:
    print(json.dumps(run(**json.loads(line))), flush=True)
