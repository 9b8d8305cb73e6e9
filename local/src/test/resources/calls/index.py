"""The function of the scripted calls: answers as the caller's script says, and writes down what it is told."""

import json
import os
import time

FOLDER = os.environ["CALL_SCRIPTS"]


def handler(event, context):
    legs = event["CallDetails"]["Participants"]
    first = legs[0]
    number = first["From"] if first["Direction"] == "Inbound" else first["To"]
    kind = event["InvocationEventType"]
    with open(os.path.join(FOLDER, number + ".told"), "a+") as told:
        told.seek(0)
        before = sum(json.loads(line)["InvocationEventType"] == kind for line in told)
        told.write(json.dumps(event) + "\n")
    with open(os.path.join(FOLDER, number + ".json")) as script:
        text = script.read()
    text = text.replace("$LEG_A", first["CallId"]).replace("$LEG_B", legs[-1]["CallId"])
    answers = json.loads(text).get(kind, [])
    return play(answers[before]) if before < len(answers) else end(kind, legs)


def play(answer):
    if answer == "raise":
        raise ValueError("no such room")
    if answer == "exit":
        os._exit(3)
    if answer == "hang":
        time.sleep(60)
    if answer == "6 MB":
        return {"SchemaVersion": "1.0", "Actions": [], "Rest": "x" * (6 << 20)}
    if answer == "300 KB":
        return {"SchemaVersion": "1.0", "Actions": [], "Rest": "x" * (300 << 10)}
    if answer == "()":
        return ()
    if answer == "None":
        return None
    return answer


def end(kind, legs):
    """What no line of the script answers: the call is hung up."""
    if kind in ("ACTION_SUCCESSFUL", "ACTION_FAILED"):
        return {"SchemaVersion": "1.0", "Actions": [{"Type": "Hangup", "Parameters": {}}]}
    left = [leg for leg in legs if leg.get("Status") == "Connected"] if kind == "HANGUP" else []
    hang_ups = [{"Type": "Hangup", "Parameters": {"CallId": leg["CallId"]}} for leg in left]
    return {"SchemaVersion": "1.0", "Actions": hang_ups}
